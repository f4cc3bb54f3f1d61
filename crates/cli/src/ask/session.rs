//! The interview itself: which question comes next, and what happens with what is typed.

use super::args::Ask;
use super::said::{self, Said};
use super::save::save;
use super::talk::{Stop, Talk};
use crate::look::index::Index;
use crate::output::Output;
use crate::{Failure, cases};
use safeconduct_casefile::interview::{Interview, Question, Record, Reply, items_at};
use safeconduct_casefile::{Asked, CaseFile, read_toml};
use safeconduct_engine::answer::Answer;
use safeconduct_engine::exact::Exact;
use safeconduct_engine::situation::{Item, Situation};
use safeconduct_engine::{EngineError, Words, outline, prepare};
use safeconduct_report::interview::{self as report, Screen};
use safeconduct_report::names::Names;
use safeconduct_report::text::TextOptions;
use safeconduct_rulebook::model::{ActId, Rulebook, Sort};
use std::path::PathBuf;

/// An interview in the terminal.
pub(crate) struct Session<'a> {
    pub(super) command: &'a Ask,
    pub(super) rulebook: &'a Rulebook,
    /// The acts that are meant; all where there is none.
    acts: Vec<ActId>,
    pub(super) talk: &'a Talk,
    pub(super) path: PathBuf,
    pub(super) interview: Interview,
    pub(super) names: Names,
    pub(super) options: TextOptions,
    index: Index<'a>,
}

/// What to ask.
struct Turn {
    question: Question,
    bears_on: Vec<String>,
    settled: (usize, usize),
    at_most: usize,
}

/// What comes after something was typed.
enum Then {
    GoOn,
    Stop,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        command: &'a Ask,
        rulebook: &'a Rulebook,
        acts: Vec<ActId>,
        talk: &'a Talk,
        path: PathBuf,
        interview: Interview,
        output: &Output,
    ) -> Result<Self, Failure> {
        let mut session = Self {
            command,
            rulebook,
            acts,
            talk,
            path,
            interview,
            names: Names::default(),
            options: output.text_options(command.ascii),
            index: Index::of(rulebook),
        };
        let answer = session.answer(&session.interview, output)?;
        session.names = Names::of(&answer).with_rulebook(rulebook);
        Ok(session)
    }

    /// Asks until there is nothing left to ask, or nobody wants to go on.
    pub(super) fn run(mut self, output: &mut Output) -> Result<(), Failure> {
        loop {
            let then = match self.turn(output)? {
                Some(turn) => self.ask(&turn, output),
                None => self.nothing_left(output),
            };
            match then {
                Ok(Then::GoOn) => {}
                Ok(Then::Stop) | Err(Broke::Stop(Stop::Interrupted)) => {
                    save(&self.path, &self.interview.text())?;
                    return self.end(output);
                }
                Err(Broke::Stop(Stop::Broken(problem))) => return Err(Failure::Input(problem)),
                Err(Broke::Failure(failure)) => return Err(failure),
            }
        }
    }

    /// The case as it would be read from its file.
    pub(super) fn case(&self, interview: &Interview, output: &Output) -> Result<(CaseFile, Situation), Failure> {
        let name = self.path.display().to_string();
        let (case, wrong) = read_toml(&name, &interview.text(), self.rulebook);
        let wrong = || wrong.iter().map(|d| d.message.clone()).collect::<Vec<_>>().join("\n");
        let case = case.ok_or_else(|| Failure::Input(wrong()))?;
        let situation = cases::situation(&case, self.rulebook, &cases::nothing(), output)?;
        Ok((case, situation))
    }

    fn wanted(&self, act: ActId) -> bool {
        self.acts.is_empty() || self.acts.contains(&act)
    }

    /// The verdicts on the case as it stands.
    pub(super) fn answer(&self, interview: &Interview, output: &Output) -> Result<Answer, Failure> {
        let (case, situation) = self.case(interview, output)?;
        outline(self.rulebook, &situation, |act, _| self.wanted(act))
            .map_err(|e| cases::failure(e, &case, &cases::nothing(), output))
    }

    /// The question at which one stands, or the next one.
    fn turn(&mut self, output: &Output) -> Result<Option<Turn>, Failure> {
        loop {
            let (case, situation) = self.case(&self.interview, output)?;
            let mut exact =
                prepare(self.rulebook, &situation).map_err(|e| cases::failure(e, &case, &cases::nothing(), output))?;
            let mut cells: Vec<usize> = exact.asked(&situation).collect();
            cells.retain(|c| self.wanted(exact.compiled.cells[*c].act));
            let open = exact.unsettled(&cells);
            let settled = (cells.len() - open.len(), cells.len());
            let skip = self.interview.skipped(self.rulebook, &situation);
            let at_most = self.interview.records().len() + exact.at_most(&open, &skip);
            if let Some(record) = self.interview.current() {
                let (item, bears_on) = self.bears_on(record, output)?;
                // A reply for every act and state is asked for again where it matters.
                let question = item.map_or_else(
                    || Question::at(self.rulebook, &situation, &record.path),
                    |item| Some(Question::of(self.rulebook, &situation, item)),
                );
                if let Some(question) = question {
                    return Ok(Some(Turn {
                        question,
                        bears_on,
                        settled,
                        at_most,
                    }));
                }
                // Evidence on something that this case has not: nothing to ask.
                self.interview.forward();
                continue;
            }
            return Ok(exact.next_question(&cells, &skip).map(|(item, cells)| Turn {
                question: Question::of(self.rulebook, &situation, item),
                bears_on: self.named(&cells, &exact, &situation),
                settled,
                at_most,
            }));
        }
    }

    /// The acts on which a reply bears: those for which it would be asked if it were not there; and what would be asked.
    pub(super) fn bears_on(&self, record: &Record, output: &Output) -> Result<(Option<Item>, Vec<String>), Failure> {
        let mut without = self.interview.clone();
        without.withdraw(&record.path);
        let (_, situation) = self.case(&without, output)?;
        let Ok(mut exact) = prepare(self.rulebook, &situation) else {
            return Ok((None, Vec::new()));
        };
        let mut cells: Vec<usize> = exact.asked(&situation).collect();
        cells.retain(|c| self.wanted(exact.compiled.cells[*c].act));
        let items = items_at(self.rulebook, &situation, &record.path);
        let found = exact.first_that_matters(&cells, items);
        Ok(found.map_or((None, Vec::new()), |(item, cells)| {
            (Some(item), self.named(&cells, &exact, &situation))
        }))
    }

    /// Acts and destinations, as the engine names them.
    fn named(&self, cells: &[usize], exact: &Exact<'_>, situation: &Situation) -> Vec<String> {
        let words = Words {
            rb: self.rulebook,
            case: situation,
        };
        let cells = cells.iter().map(|c| &exact.compiled.cells[*c]);
        cells.map(|c| words.act_name(c.act, c.destination)).collect()
    }

    fn ask(&mut self, turn: &Turn, output: &mut Output) -> Result<Then, Broke> {
        let question = &turn.question;
        let replied = self.interview.current().map(|record| self.said(record, question));
        let before = replied.is_some();
        let screen = Screen {
            number: self.interview.at() + 1,
            title: self.names.fact(&question.path),
            at_most: turn.at_most,
            settled: turn.settled,
            ask: question.ask.clone(),
            wish: question.sort == Sort::Wish,
            bears_on: turn.bears_on.clone(),
            rules: self.rules(turn),
            shown_by: question.shown_by.clone(),
            standard: question.standard.clone(),
            replied,
            replies: said::replies(question),
            keys: said::keys(),
        };
        output.print(&format!("\n{}", report::screen(&screen, &self.names, &self.options)));
        let typed = self.talk.line("Reply:", |text| match text {
            // What was replied before stands.
            "" if before => Ok(Said::Forward),
            _ => said::said(question, text),
        })?;
        let reply = match typed {
            Said::Value(value) => Record::new(&question.path, Reply::Value(value)),
            Said::Everywhere => match &question.everywhere {
                Some(all) => Record::new(&all.path, Reply::Value(all.value.clone())),
                None => return Ok(Then::GoOn),
            },
            Said::Nothing(asked) => Record::new(self.of_how_many(question)?, Reply::Nothing(asked)),
            Said::Disputed => Record::new(&question.path, self.dispute(question, output)?),
            other => return self.moved(&other, output),
        };
        self.take(question, reply, output)?;
        Ok(Then::GoOn)
    }

    /// Takes a reply, unless it contradicts what was said before.
    fn take(&mut self, question: &Question, mut record: Record, output: &mut Output) -> Result<(), Broke> {
        if self.command.evidence && !matches!(record.reply, Reply::Nothing(_)) {
            record.evidence = self.evidence(question)?;
        }
        let mut after = self.interview.clone();
        after.reply(record);
        let situation = match self.case(&after, output) {
            Ok((_, situation)) => situation,
            Err(Failure::Input(problem)) => {
                let text = format!("This was not taken. {problem}");
                output.print(&format!("\n{}", report::note(&text, &[], &self.options)));
                return Ok(());
            }
            Err(failure) => return Err(failure.into()),
        };
        if let Err(EngineError::Contradiction { paths, .. }) = prepare(self.rulebook, &situation).map(|_| ()) {
            let said: Vec<String> = (paths.iter().filter(|p| **p != question.path))
                .filter_map(|p| self.about(p, &situation))
                .collect();
            let text = "This was not taken: it cannot be true together with what was replied before. Reply otherwise, or change the other with `l`.";
            output.print(&format!("\n{}", report::note(text, &said, &self.options)));
            return Ok(());
        }
        save(&self.path, &after.text())?;
        self.interview = after;
        Ok(())
    }

    /// What was replied on a path, as a sentence.
    fn about(&self, path: &str, situation: &Situation) -> Option<String> {
        let record =
            (self.interview.records().iter()).find(|r| path == r.path || path.starts_with(&format!("{}.", r.path)))?;
        let question = Question::at(self.rulebook, situation, path)?;
        Some(self.said(record, &question))
    }

    fn moved(&mut self, said: &Said, output: &mut Output) -> Result<Then, Broke> {
        match said {
            Said::Back => {
                if !self.interview.back() {
                    output.print("\nThis is the first question.\n");
                }
            }
            Said::Forward => {
                if !self.interview.forward() {
                    output.print("\nThis question comes last so far: reply to it, or put it off with `n`.\n");
                }
            }
            Said::Front => self.interview.to_the_front(),
            Said::Answer => {
                let answer = self.answer(&self.interview, output)?;
                output.print(&format!("\n{}", report::standing(&answer, &self.names, &self.options)));
                self.branches(output)?;
            }
            Said::List => self.list(output)?,
            _ => return Ok(Then::Stop),
        }
        Ok(Then::GoOn)
    }

    /// The list of replies, and a jump to one of them.
    fn list(&mut self, output: &mut Output) -> Result<(), Broke> {
        let (_, situation) = self.case(&self.interview, output)?;
        let mut rows = Vec::new();
        for (i, record) in self.interview.records().iter().enumerate() {
            if let Some(question) = Question::at(self.rulebook, &situation, &record.path) {
                let idle = matches!(record.reply, Reply::Value(_)) && self.bears_on(record, output)?.0.is_none();
                let remark = idle.then_some("bears on no act as things stand; kept");
                rows.push((i + 1, self.said(record, &question), remark));
            }
        }
        output.print(&format!("\n{}\n", report::replies(&rows, &self.options)));
        let chosen = self.talk.line("Go to which? (Enter: stay)", |text| match text {
            "" => Ok(None),
            _ => match text.parse::<usize>() {
                Ok(n) if rows.iter().any(|(number, ..)| *number == n) => Ok(Some(n)),
                _ => Err("the number of a reply in the list".to_owned()),
            },
        })?;
        if let Some(number) = chosen {
            let path = self.interview.records()[number - 1].path.clone();
            self.interview.go_to(&path);
        }
        Ok(())
    }

    /// There is no question left: to the end, or back.
    fn nothing_left(&mut self, output: &mut Output) -> Result<Then, Broke> {
        let late: Vec<String> = (self.interview.records().iter())
            .filter(|r| r.reply == Reply::Nothing(Asked::NotAsked))
            .map(|r| r.path.clone())
            .collect();
        let text = match late.len() {
            0 => "No question is left: nothing else that could be found would change an answer under this profile."
                .to_owned(),
            1 => "One question was put off. `n` asks it now.".to_owned(),
            n => format!("{n} questions were put off. `n` asks them now."),
        };
        output.print(&format!("\n{}\n", report::note(&text, &[], &self.options)));
        let typed = self
            .talk
            .line("Enter: the answer; b back, l list of replies:", |text| match text {
                "" | "s" => Ok(Said::Stop),
                "b" => Ok(Said::Back),
                "l" => Ok(Said::List),
                "a" => Ok(Said::Answer),
                "n" if !late.is_empty() => Ok(Said::Nothing(Asked::NotAsked)),
                _ => Err("Enter, or one of the letters".to_owned()),
            })?;
        if typed == Said::Nothing(Asked::NotAsked) {
            late.iter().for_each(|path| self.interview.withdraw(path));
            self.interview.to_the_front();
            return Ok(Then::GoOn);
        }
        self.moved(&typed, output)
    }

    /// The statements of the rulebook that read what is asked, those that speak of the acts first that it can change.
    fn rules(&self, turn: &Turn) -> Vec<(String, String)> {
        let act = |name: &String| name.split(' ').next().unwrap_or_default().to_owned();
        let acts: Vec<String> = turn.bears_on.iter().map(act).collect();
        super::show::readers(&self.index, turn.question.item, &acts)
    }
}

/// Why the interview did not go on.
pub(crate) enum Broke {
    Stop(Stop),
    Failure(Failure),
}

impl From<Stop> for Broke {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<Failure> for Broke {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}
