//! Law that a case states in place of the rulebook's.

use super::Resolver;
use crate::file::{LawTable, Word};
use crate::names::unknown_name;
use crate::states::check_code;
use safeconduct_engine::compile::LawKey;
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::law::articles;
use safeconduct_engine::situation::StatedLaw;
use safeconduct_rulebook::model::InstrumentId;
use safeconduct_rulebook::source::Diagnostic;

/// Whether a path that is put on top is about law: `law.UA.gc3`.
pub(super) fn is_law(path: &[Word]) -> bool {
    path.len() > 1 && path[0].text == "law"
}

impl Resolver<'_> {
    /// Takes the law of the file.
    pub(super) fn law_tables(&mut self) {
        let case = self.case;
        for table in &case.law {
            let place = self.place(&table.state);
            for (word, bound) in &table.bound {
                if let (Some(instrument), Some(place)) = (self.instrument(word), place) {
                    self.stated_law(place, instrument).bound = Some(*bound);
                }
            }
            for (words, derogates) in [(&table.reserves, false), (&table.derogates, true)] {
                for word in words {
                    let (Some((instrument, article)), Some(place)) = (self.article(word), place) else {
                        continue;
                    };
                    let law = self.stated_law(place, instrument);
                    let list = if derogates {
                        &mut law.derogates
                    } else {
                        &mut law.reserves
                    };
                    if list.contains(&article) {
                        let message = format!("`{word}` stands twice in this list");
                        self.out.push(Diagnostic::error("duplicate-key", word.span, message));
                    } else {
                        list.push(article);
                    }
                }
            }
        }
        for table in &case.law {
            self.no_limit_unbound(table);
        }
    }

    /// Takes law that is put on top: whether a state is bound; `open` takes what the file states of the two away.
    pub(super) fn set_law(&mut self, path: &[Word], value: &Word) {
        let [_, state, word] = path else {
            let message = "law is put on top as law, state and instrument";
            let problem = Diagnostic::error("wrong-type", path[path.len() - 1].span, message);
            self.out.push(problem.help("law.UA.gc3=true"));
            return;
        };
        if word.text == "reserves" || word.text == "derogates" {
            let message = format!("`{word}` cannot be put on top, only whether a state is bound");
            let problem = Diagnostic::error("wrong-type", word.span, message);
            self.out
                .push(problem.help(format!("write it in the case file, under [law.{state}]")));
            return;
        }
        let (Some(place), Some(instrument)) = (self.place(state), self.instrument(word)) else {
            return;
        };
        match value.text.as_str() {
            "true" | "yes" => self.stated_law(place, instrument).bound = Some(true),
            "false" | "no" => self.stated_law(place, instrument).bound = Some(false),
            "open" => {
                self.law.remove(&LawKey { place, instrument });
            }
            _ => {
                let message = format!("`law.{state}.{word}` takes true or false, but this is `{value}`");
                let problem = Diagnostic::error("wrong-type", value.span, message);
                self.out.push(problem.label("expected true or false"));
            }
        }
    }

    /// A state that is not bound has reserved nothing and derogates from nothing.
    fn no_limit_unbound(&mut self, table: &LawTable) {
        for word in table.reserves.iter().chain(&table.derogates) {
            let unbound = (table.bound.iter()).find(|(i, b)| !b && word.text.split('.').next() == Some(&i.text));
            if let Some((first, _)) = unbound {
                let message = format!(
                    "{} is not bound by `{first}`, so there is no limit on `{word}`",
                    table.state
                );
                let problem = Diagnostic::error("contradiction", word.span, message);
                self.out.push(problem.related(first.span, "not bound"));
            }
        }
    }

    fn stated_law(&mut self, place: Place, instrument: InstrumentId) -> &mut StatedLaw {
        let new = || StatedLaw {
            place,
            instrument,
            bound: None,
            reserves: Vec::new(),
            derogates: Vec::new(),
        };
        self.law.entry(LawKey { place, instrument }).or_insert_with(new)
    }

    /// The detaining power, or a state of the case.
    fn place(&mut self, word: &Word) -> Option<Place> {
        if word.text == self.states.detaining {
            return Some(Place::Detaining);
        }
        if !check_code(word, "`law`", &mut self.out) {
            return None;
        }
        match self.states.find(word) {
            Ok(index) => Some(Place::Listed(index)),
            Err(problem) => {
                self.out.push(problem);
                None
            }
        }
    }

    fn instrument(&mut self, word: &Word) -> Option<InstrumentId> {
        let instruments = &self.rulebook.instruments;
        let found = instruments.iter().position(|i| i.id == word.text);
        if found.is_none() {
            let known = instruments.iter().map(|i| i.id.as_str());
            self.out.push(unknown_name("instrument", word, known));
        }
        found.and_then(|i| u32::try_from(i).ok()).map(InstrumentId)
    }

    /// An article of an instrument: `gc3.118`.
    fn article(&mut self, word: &Word) -> Option<(InstrumentId, String)> {
        let Some((id, article)) = word.text.split_once('.') else {
            let message = format!("`{word}` names no article");
            let problem = Diagnostic::error("wrong-type", word.span, message);
            self.out
                .push(problem.help("an instrument and an article, such as \"gc3.118\""));
            return None;
        };
        let instrument = self.instrument(&Word {
            text: id.to_owned(),
            span: word.span,
        })?;
        let known = articles(self.rulebook, instrument);
        if !known.contains(article) {
            let message = format!("nothing in the rulebook asks for a limit on article {article} of `{id}`");
            let problem = Diagnostic::error("unknown-name", word.span, message).label("it would change nothing");
            let list: Vec<String> = known.iter().map(|a| format!("{id}.{a}")).collect();
            self.out.push(match list.is_empty() {
                true => problem,
                false => problem.help(format!("known are {}", list.join(", "))),
            });
            return None;
        }
        Some((instrument, article.to_owned()))
    }
}
