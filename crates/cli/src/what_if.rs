//! `safeconduct what-if`

use crate::args::{TextOrJson, WhatIf};
use crate::output::Output;
use crate::{Failure, cases, compare, law};

pub(crate) fn run(command: &WhatIf, output: &mut Output) -> Result<(), Failure> {
    let asked = &command.changes;
    if asked.as_of.is_none() && asked.profile.is_none() && asked.readings.is_empty() && asked.set.is_empty() {
        let what = "what if what? Name a change with --set, --reading, --profile or --as-of";
        return Err(Failure::Input(what.to_owned()));
    }
    let rulebook = law::rulebook(&command.law, output)?;
    let case = cases::case(&command.case, &rulebook, output)?;
    let before = compare::Side {
        case: &case,
        overrides: &cases::nothing(),
    };
    let after = compare::Side {
        case: &case,
        overrides: &cases::overrides(asked),
    };
    let options = output.text_options(command.ascii);
    let text = (command.format == TextOrJson::Text).then_some(options);
    let printed = compare::differences(&rulebook, before, after, text, output)?;
    output.print(&printed);
    Ok(())
}
