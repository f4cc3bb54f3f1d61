//! `safeconduct what-if`

use crate::args::{Comparison, WhatIf};
use crate::output::Output;
use crate::{Failure, cases, law};
use safeconduct_report::changes;
use safeconduct_report::names::Names;

pub(crate) fn run(command: &WhatIf, output: &mut Output) -> Result<(), Failure> {
    let asked = &command.changes;
    if asked.as_of.is_none() && asked.profile.is_none() && asked.readings.is_empty() && asked.set.is_empty() {
        let what = "what if what? Name a change with --set, --reading, --profile or --as-of";
        return Err(Failure::Input(what.to_owned()));
    }
    let rulebook = law::rulebook(&command.law, output)?;
    let case = cases::case(&command.case, &rulebook, output)?;
    let before = cases::answer(&case, &rulebook, &cases::nothing(), output)?;
    let after = cases::answer(&case, &rulebook, &cases::overrides(asked), output)?;
    let printed = match command.format {
        Comparison::Json => changes::json(&before, &after),
        Comparison::Text => {
            let names = Names::of(&after).and(&Names::of(&before)).with_rulebook(&rulebook);
            changes::render_named(&before, &after, &names, &output.text_options(command.ascii))
        }
    };
    output.print(&printed);
    Ok(())
}
