//! What is shown beside the questions: who reads a fact, what was replied, both sides of a dispute, the end.

use super::session::Session;
use crate::Failure;
use crate::args::quoted;
use crate::look::index::{Does, Index};
use crate::output::Output;
use safeconduct_casefile::interview::{Question, Record, Reply};
use safeconduct_casefile::{Asked, Plain};
use safeconduct_engine::situation::{Item, What};
use safeconduct_report::interview as report;
use safeconduct_report::words;

/// The statements of the rulebook that read an item: title and citation; those that forbid, owe or open one of these acts first.
pub(super) fn readers(index: &Index<'_>, item: Item, acts: &[String]) -> Vec<(String, String)> {
    let reads = |i: &crate::look::index::Item<'_>| match item.what {
        What::Fact(fact) => i.facts.contains(&fact.ix()),
        What::Relation(relation) => i.relations.contains(&relation.ix()),
    };
    let law = ["rule", "basis", "exception"];
    let mut found = index.which(|i| law.contains(&i.says.kind) && reads(i));
    let rank = |i: &crate::look::index::Item<'_>| {
        let meant = |act: usize| index.rb.acts.get(act).is_some_and(|a| acts.contains(&a.id));
        let does = |what: Does| i.acts.iter().any(|(d, act)| *d == what && meant(*act));
        match () {
            () if does(Does::Bars) => 0,
            () if does(Does::Owes) => 1,
            () if does(Does::Opens) => 2,
            () if i.says.kind == "exception" => 3,
            () => 4,
        }
    };
    found.sort_by_key(|i| rank(i));
    found
        .into_iter()
        .map(|i| (i.says.title.to_owned(), i.says.citation()))
        .collect()
}

impl Session<'_> {
    /// A reply as a sentence without its full stop.
    pub(super) fn said(&self, record: &Record, question: &Question) -> String {
        // A remark may follow the question.
        let asked = question.ask.split('?').next().unwrap_or_default();
        match &record.reply {
            Reply::Value(value) if record.path != question.path => {
                let value = if *value == Plain::Bool(false) {
                    "no".to_owned()
                } else {
                    value.to_string()
                };
                format!("{}: {value}, for every act and state", question.title)
            }
            Reply::Value(value) => match question.clause(value) {
                clause if clause == value.to_string() => format!("{}: {value}", question.title),
                clause => words::upper_first(&clause),
            },
            Reply::Disputed(values, why) => {
                let sides: Vec<String> = values.iter().map(|v| question.clause(v)).collect();
                let why = why.as_ref().map_or(String::new(), |w| format!(" ({w})"));
                format!("Disputed: {}{why}", sides.join("; or "))
            }
            Reply::Nothing(Asked::Unknown) => format!("{asked}? Unknown"),
            Reply::Nothing(Asked::Refused) => format!("{asked}? He declined to say"),
            Reply::Nothing(Asked::NotAsked) => format!("{asked}? Not asked yet"),
        }
    }

    /// For every dispute, what follows from each side.
    pub(super) fn branches(&self, output: &mut Output) -> Result<(), Failure> {
        for record in self.interview.records() {
            let Reply::Disputed(values, _) = &record.reply else {
                continue;
            };
            let Some(question) = self.question(&record.path, output)? else {
                continue;
            };
            let mut sides = Vec::new();
            for value in values {
                let mut side = self.interview.clone();
                side.to_the_front();
                side.reply(Record::new(&record.path, Reply::Value(value.clone())));
                match self.answer(&side, output) {
                    Ok(answer) => sides.push((question.clause(value), answer)),
                    Err(_) => {
                        let text = format!(
                            "It cannot be that {}: that contradicts what else was replied.",
                            question.clause(value)
                        );
                        output.print(&format!("\n{}", report::note(&text, &[], &self.options)));
                    }
                }
            }
            let text = report::branches(&self.names.fact(&question.path), &sides, &self.names, &self.options);
            output.print(&format!("\n{text}"));
        }
        Ok(())
    }

    /// The answer, what stays open and why, and where the case is.
    pub(super) fn end(&self, output: &mut Output) -> Result<(), Failure> {
        let answer = self.answer(&self.interview, output)?;
        output.print(&format!("\n{}", report::short(&answer, &self.names, &self.options)));
        self.branches(output)?;
        let mut silent = Vec::new();
        for record in self.interview.records() {
            if let (Reply::Nothing(_), Some(question)) = (&record.reply, self.question(&record.path, output)?) {
                silent.push(self.said(record, &question));
            }
        }
        if !silent.is_empty() {
            let questions = words::count(silent.len(), "question was", "questions were");
            let text = format!("{questions} asked and left open. Open is never taken for no:");
            output.print(&format!("\n{}", report::note(&text, &silent, &self.options)));
        }
        let acts: String = self.command.acts.iter().map(|a| format!(" --act {a}")).collect();
        let (path, law) = (quoted(&self.path), self.command.law.again());
        let text = format!(
            "{} saved in {}. For the reasons: safeconduct assess {path}{law}. To go on: safeconduct ask {path}{acts}{law}.",
            words::count(self.interview.records().len(), "reply is", "replies are"),
            self.path.display()
        );
        output.print(&format!("\n{}", report::note(&text, &[], &self.options)));
        let text = report::note(&answer.disclaimer, &[], &self.options);
        output.print(&format!("\n{text}"));
        if self.command.print {
            output.print(&format!("\n{}", self.interview.text()));
        }
        Ok(())
    }

    fn question(&self, path: &str, output: &Output) -> Result<Option<Question>, Failure> {
        let (_, situation) = self.case(&self.interview, output)?;
        Ok(Question::at(self.rulebook, &situation, path))
    }
}
