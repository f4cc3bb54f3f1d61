//! The act, and perhaps the destination, that a command is about.

use crate::Failure;
use clap::Args;
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::{ActId, Rulebook};
use safeconduct_rulebook::source::nearest;

#[derive(Debug, Args)]
pub(crate) struct About {
    /// An act, such as `transfer`
    #[arg(value_name = "ACT")]
    pub(crate) act: String,
    /// The code of the state, for an act that has a destination
    #[arg(value_name = "DEST")]
    pub(crate) destination: Option<String>,
}

impl About {
    /// What is meant where an act need not be named.
    pub(crate) fn perhaps(act: Option<&String>, destination: Option<&String>) -> Option<Self> {
        act.map(|act| Self {
            act: act.clone(),
            destination: destination.cloned(),
        })
    }
}

/// The act with this name; what is wrong otherwise, with the nearest name.
pub(crate) fn act(name: &str, rulebook: &Rulebook) -> Result<ActId, Failure> {
    let ids = || rulebook.acts.iter().map(|a| a.id.as_str());
    if let Some(index) = ids().position(|id| id == name) {
        return Ok(ActId(index as u32));
    }
    let near = nearest(name, ids()).map_or(".".to_owned(), |n| format!("; did you mean `{n}`?"));
    let known = ids().collect::<Vec<_>>().join(", ");
    Err(Failure::Input(format!(
        "`{name}` is not an act{near} The acts are {known}."
    )))
}

/// The act and the state (an index into the states of the case) that are meant; what is wrong otherwise, with the nearest name.
pub(crate) fn cell(about: &About, rulebook: &Rulebook, case: &Situation) -> Result<(ActId, Option<u32>), Failure> {
    let id = act(&about.act, rulebook)?;
    let act = &rulebook.acts[id.ix()];
    let asked: Vec<&str> = case
        .asked
        .iter()
        .map(|s| case.states[*s as usize].code.as_str())
        .collect();
    let destination = match (&about.destination, act.destination) {
        (None, false) => None,
        (Some(state), false) => {
            return Err(Failure::Input(format!(
                "`{}` has no destination, but {state} is named",
                act.id
            )));
        }
        (None, true) => {
            return Err(Failure::Input(format!(
                "`{}` has a destination: name one of {}",
                act.id,
                asked.join(", ")
            )));
        }
        (Some(state), true) => match case.asked.iter().find(|s| case.states[**s as usize].code == *state) {
            Some(found) => Some(*found),
            None => {
                return Err(Failure::Input(format!(
                    "the case does not ask about {state}; it asks about {}",
                    asked.join(", ")
                )));
            }
        },
    };
    Ok((id, destination))
}
