//! A question about one item: what is asked, who shows it, and what can be replied.

use super::{Interview, Reply};
use crate::file::Plain;
use crate::tree::day;
use jiff::civil::Date;
use safeconduct_engine::Words;
use safeconduct_engine::situation::{Item, Situation, What};
use safeconduct_rulebook::model::{ActId, BodyId, FactId, Per, RelationId, Rulebook, Sort, Type, Val};

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// What it is about.
    pub item: Item,
    /// Its path, as in a case file.
    pub path: String,
    /// What it is about, in a few words.
    pub title: String,
    /// The question, with the states filled in.
    pub ask: String,
    /// Whose act or finding it is.
    pub sort: Sort,
    /// The bodies that show it.
    pub shown_by: Vec<String>,
    /// To what standard; may be empty.
    pub standard: String,
    /// What can be replied.
    pub form: Form,
    /// A reply that speaks for every act and state at once.
    pub everywhere: Option<Everywhere>,
}

/// What can be replied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// One of these.
    Choices(Vec<Choice>),
    /// A day.
    Day,
    /// A whole number.
    Number,
}

/// A value to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word of the case file: `yes`, `found`.
    pub word: String,
    /// The value.
    pub value: Plain,
    /// A clause that says so.
    pub clause: String,
}

/// `orders.appeal_pending = false`: there is none at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Everywhere {
    /// The path without act and state.
    pub path: String,
    /// The value.
    pub value: Plain,
}

impl Question {
    /// The question about an item of a case.
    pub fn of(rulebook: &Rulebook, case: &Situation, item: Item) -> Self {
        let words = Words { rb: rulebook, case };
        let body = |b: &BodyId| rulebook.bodies[b.ix()].clone();
        let inquiry = item.what.inquiry(rulebook);
        let ask = match inquiry.ask {
            "" => format!("What is found on this: {}?", inquiry.title),
            ask => words.fill(ask, item),
        };
        Self {
            item,
            path: words.path(item),
            title: inquiry.title.to_owned(),
            ask,
            sort: inquiry.sort,
            shown_by: inquiry.shown_by.iter().map(body).collect(),
            standard: inquiry.standard.to_owned(),
            form: form(rulebook, &words, item),
            everywhere: everywhere(rulebook, item),
        }
    }

    /// The question about a path of a case file: the first item that it stands for. `None` where it names no fact or relation of the case.
    pub fn at(rulebook: &Rulebook, case: &Situation, path: &str) -> Option<Self> {
        let item = *items_at(rulebook, case, path).first()?;
        Some(Self::of(rulebook, case, item))
    }

    /// The value that is meant by a text; what is wrong with it otherwise.
    pub fn value(&self, text: &str) -> Result<Plain, String> {
        let text = text.trim();
        match &self.form {
            Form::Choices(choices) => choices
                .iter()
                .find(|c| c.word == text)
                .map(|c| c.value.clone())
                .ok_or_else(|| format!("`{text}` is none of the answers")),
            Form::Day => a_day(text).map(Plain::Date),
            Form::Number => match text.parse() {
                Ok(number) => Ok(Plain::Int(number)),
                Err(_) => Err("a whole number is written in digits, such as 27".to_owned()),
            },
        }
    }

    /// The clause for a value; the value itself where it has none.
    pub fn clause(&self, value: &Plain) -> String {
        match &self.form {
            Form::Choices(choices) => {
                let same = |c: &&Choice| c.value == *value || matches!(value, Plain::Text(text) if *text == c.word);
                choices
                    .iter()
                    .find(same)
                    .map_or_else(|| value.to_string(), |c| c.clause.clone())
            }
            Form::Day | Form::Number => value.to_string(),
        }
    }
}

impl Interview {
    /// The items that are not to be asked about again: they were, and have no value.
    pub fn skipped(&self, rulebook: &Rulebook, case: &Situation) -> Vec<Item> {
        let silent = self.records().iter().filter(|r| !matches!(r.reply, Reply::Value(_)));
        silent.flat_map(|r| items_at(rulebook, case, &r.path)).collect()
    }
}

/// A day, or what is wrong with it.
pub fn a_day(text: &str) -> Result<Date, String> {
    match day(text) {
        Some(Some(date)) => Ok(date),
        Some(None) => Err(format!("there is no day {text} in the calendar")),
        None => Err("a day is written year-month-day, such as 2026-02-11".to_owned()),
    }
}

/// The items for which a path of a case file stands.
pub fn items_at(rulebook: &Rulebook, case: &Situation, path: &str) -> Vec<Item> {
    let words = Words { rb: rulebook, case };
    items(rulebook, case).filter(|i| covers(path, *i, &words)).collect()
}

/// Whether what is said of a path is said of an item: it is its path, or leaves out act and state.
fn covers(said: &str, item: Item, words: &Words<'_>) -> bool {
    let path = words.path(item);
    path.strip_prefix(said)
        .is_some_and(|rest| rest.is_empty() || item.act.is_some() && rest.starts_with('.'))
}

/// Everything that can be found out in a case.
fn items<'a>(rulebook: &'a Rulebook, case: &'a Situation) -> impl Iterator<Item = Item> + 'a {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let states = move || 0..number(case.states.len());
    let facts = rulebook.facts.iter().enumerate().flat_map(move |(i, fact)| {
        let item = move |act: Option<ActId>, state: Option<u32>| Item {
            what: What::Fact(FactId(number(i))),
            act,
            state,
            other: None,
        };
        match fact.per {
            Per::Case => vec![item(None, None)],
            Per::Destination => states().map(|s| item(None, Some(s))).collect(),
            Per::Act => {
                let mut all = Vec::new();
                for (a, act) in rulebook.acts.iter().enumerate() {
                    let act_id = Some(ActId(number(a)));
                    match act.destination {
                        true => all.extend(states().map(|s| item(act_id, Some(s)))),
                        false => all.push(item(act_id, None)),
                    }
                }
                all
            }
        }
    });
    let relations = (0..rulebook.relations.len()).flat_map(move |r| {
        let pairs = states().flat_map(move |from| states().filter(move |to| *to != from).map(move |to| (from, to)));
        pairs.map(move |(from, to)| Item {
            what: What::Relation(RelationId(number(r))),
            act: None,
            state: Some(from),
            other: Some(to),
        })
    });
    facts.chain(relations)
}

fn form(rulebook: &Rulebook, words: &Words<'_>, item: Item) -> Form {
    let choice = |val: Val, value: Plain| {
        let (word, clause) = words.value(item, val);
        Choice { word, value, clause }
    };
    match item.what {
        What::Relation(_) => Form::Choices(
            [(true, "found"), (false, "dispelled")]
                .map(|(is, word)| choice(Val::Bool(is), Plain::Text(word.to_owned())))
                .to_vec(),
        ),
        What::Fact(id) => match &rulebook.facts[id.ix()].kind {
            Type::YesNo => Form::Choices([true, false].map(|is| choice(Val::Bool(is), Plain::Bool(is))).to_vec()),
            Type::OneOf(values) => {
                let values = (0u32..).zip(values);
                Form::Choices(
                    values
                        .map(|(i, value)| choice(Val::Value(i), Plain::Text(value.id.clone())))
                        .collect(),
                )
            }
            Type::Date => Form::Day,
            Type::Number => Form::Number,
        },
    }
}

fn everywhere(rulebook: &Rulebook, item: Item) -> Option<Everywhere> {
    let What::Fact(id) = item.what else { return None };
    let fact = &rulebook.facts[id.ix()];
    (fact.per == Per::Act && fact.kind == Type::YesNo).then(|| Everywhere {
        path: fact.id.clone(),
        value: Plain::Bool(false),
    })
}
