//! What a new case is about: its name, the day, the states, the profile.

use super::args::Ask;
use super::talk::{Stop, Talk};
use crate::output::Output;
use jiff::civil::Date;
use safeconduct_casefile::interview::a_day;
use safeconduct_casefile::{is_code, quoted};
use safeconduct_report::interview as report;
use safeconduct_rulebook::model::Rulebook;
use std::path::PathBuf;

/// Asks for what the command line does not give.
pub(crate) struct Setting<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) command: &'a Ask,
    pub(crate) talk: &'a Talk,
}

impl Setting<'_> {
    fn say(&self, output: &mut Output, text: &str) {
        self.offer(output, text, &[]);
    }

    fn offer(&self, output: &mut Output, text: &str, choices: &[(String, String)]) {
        let options = output.text_options(self.command.ascii);
        output.print(&format!("\n{}", report::offer(text, choices, &options)));
    }

    /// A new file.
    pub(crate) fn file(&self, output: &mut Output) -> Result<PathBuf, Stop> {
        self.say(
            output,
            "A name for the case, such as case-17. Never the name of a person: it stands in the file, in the name of the file and in every answer.",
        );
        let law = self.command.law.again();
        self.talk.line("Name of the case:", |text| {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if text.is_empty() || !text.chars().all(fits) {
                return Err("letters, digits, - and _, without blanks, such as case-17".to_owned());
            }
            let path = PathBuf::from(format!("{text}.toml"));
            if path.exists() {
                return Err(format!(
                    "{text}.toml is there already; to go on with it: safeconduct ask {text}.toml{law}"
                ));
            }
            Ok(path)
        })
    }

    /// The keys at the top of the case file.
    pub(crate) fn text(&self, id: &str, today: Date, output: &mut Output) -> Result<String, Stop> {
        let as_of = self.day(today, output)?;
        let detaining = self.detaining(output)?;
        let mut lines = vec![
            format!("id = {}", quoted(id)),
            format!("as_of = {as_of}"),
            format!("detaining = {}", quoted(&detaining)),
        ];
        let mut states = Vec::new();
        for (role, state) in self.roles(&detaining, output)? {
            lines.push(format!("{role} = {}", quoted(&state)));
            if !states.contains(&state) {
                states.push(state);
            }
        }
        let destinations = self.destinations(&detaining, &states, output)?;
        let states: Vec<String> = destinations.iter().map(|s| quoted(s)).collect();
        lines.push(format!("destinations = [{}]", states.join(", ")));
        let profile = self.profile(output)?;
        lines.push(format!("profile = {}", quoted(&profile)));
        Ok(lines.join("\n") + "\n")
    }

    fn day(&self, today: Date, output: &mut Output) -> Result<Date, Stop> {
        if let Some(day) = self.command.as_of {
            return Ok(day);
        }
        self.say(output, "The day as of which the law and the facts are taken.");
        self.talk.line("Day (Enter: today):", |text| match text {
            "" => Ok(today),
            _ => a_day(text),
        })
    }

    fn detaining(&self, output: &mut Output) -> Result<String, Stop> {
        if let Some(state) = &self.command.detaining {
            return Ok(state.clone());
        }
        let known: Vec<String> = (self.rulebook.states.iter())
            .map(|s| format!("{} {}", s.code, s.name))
            .collect();
        self.say(
            output,
            &format!(
                "States are named by their codes. The law of these is in the rulebook; of any other it is open by what it is bound: {}.",
                known.join(", ")
            ),
        );
        self.talk
            .line("State that holds the prisoner:", |text| self.state(text, None))
    }

    /// A code, from a code or a name.
    fn state(&self, text: &str, not: Option<&str>) -> Result<String, String> {
        let named = (self.rulebook.states.iter()).find(|s| s.name.eq_ignore_ascii_case(text));
        let code = named.map_or_else(|| text.to_ascii_uppercase(), |s| s.code.clone());
        if !is_code(&code) {
            return Err(format!("`{text}` is not the code of a state, such as UA"));
        }
        if not == Some(code.as_str()) {
            return Err(format!("{code} is the detaining power; this is another state"));
        }
        Ok(code)
    }

    /// Roles and their states; one that is left out takes the state of the role that the rulebook names, as in any case file.
    fn roles(&self, detaining: &str, output: &mut Output) -> Result<Vec<(String, String)>, Stop> {
        let mut roles = self.command.roles.clone();
        if !roles.is_empty() {
            return Ok(roles);
        }
        // First those of which others take their state.
        let all = &self.rulebook.roles;
        let mut order: Vec<usize> = (0..all.len()).collect();
        let lends = |i: usize| all.iter().any(|r| r.default.is_some_and(|d| d.ix() == i));
        order.sort_by_key(|i| (!lends(*i), all[*i].default.is_none()));
        for role in order.into_iter().map(|i| &all[i]) {
            let default = role.default.map(|d| &all[d.ix()].id);
            let nobody = match default.and_then(|d| roles.iter().find(|(id, _)| id == d)) {
                Some((_, state)) => format!("Enter: {state}"),
                None => "Enter: none, or not known".to_owned(),
            };
            self.say(output, &format!("Which state is {}?", role.title));
            let said = self.talk.line(&format!("State ({nobody}):"), |text| match text {
                "" => Ok(None),
                _ => self.state(text, Some(detaining)).map(Some),
            })?;
            roles.extend(said.map(|state| (role.id.clone(), state)));
        }
        Ok(roles)
    }

    fn destinations(&self, detaining: &str, states: &[String], output: &mut Output) -> Result<Vec<String>, Stop> {
        if !self.command.destinations.is_empty() {
            return Ok(self.command.destinations.clone());
        }
        self.say(
            output,
            "To which states might he go? His own, those that want him, those that might take him. Each is asked about.",
        );
        let preset = match states {
            [] => String::new(),
            _ => format!(" (Enter: {})", states.join(" ")),
        };
        self.talk
            .line(&format!("States, with blanks between them{preset}:"), |text| {
                let mut found = Vec::new();
                for word in text.split([' ', ',']).filter(|w| !w.is_empty()) {
                    let state = self.state(word, Some(detaining))?;
                    if !found.contains(&state) {
                        found.push(state);
                    }
                }
                match (found.is_empty(), states) {
                    (false, _) => Ok(found),
                    (true, []) => Err("name at least one state, such as KP".to_owned()),
                    (true, states) => Ok(states.to_vec()),
                }
            })
    }

    fn profile(&self, output: &mut Output) -> Result<String, Stop> {
        if let Some(profile) = &self.command.profile {
            return Ok(profile.clone());
        }
        let profiles = &self.rulebook.profiles;
        let text = "Where the law is contested, a profile takes a position. It decides what is shown first, not what the law is.";
        let titles = profiles.iter().map(|p| p.title.clone());
        let numbered: Vec<_> = (1..).map(|n: usize| n.to_string()).zip(titles).collect();
        self.offer(output, text, &numbered);
        let default = self.rulebook.default_profile().map_or(0, |p| p.ix());
        self.talk.line(&format!("Profile (Enter: {}):", default + 1), |text| {
            let number = match text {
                "" => Some(default),
                _ => text.parse::<usize>().ok().and_then(|n| n.checked_sub(1)),
            };
            number
                .and_then(|n| profiles.get(n))
                .map(|p| p.id.clone())
                .ok_or_else(|| format!("a number from 1 to {}", profiles.len()))
        })
    }
}
