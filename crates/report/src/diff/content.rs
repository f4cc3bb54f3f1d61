//! What is said of a change of the law, before it is laid out.

use super::conditions::Clauses;
use super::data::{ActChange, Precedent, Report, SavedCase, Side, StatementLine, Turn, Verdicts};
use crate::names::cited;
use crate::words;
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::diff::{
    Because, Diff, Entry, Example, NEW, Name, OLD, Only, Other, OtherChange, Stated, StatementChange, VerdictChange,
};
use safeconduct_engine::law::Status;
use safeconduct_engine::situation::What;
use safeconduct_engine::witness::Witness;
use safeconduct_rulebook::model::{Cond, Norm, Origin, Rulebook, StateExpr, Test, Val};
use safeconduct_rulebook::prose::{Naming, clause_with, in_order};

/// Puts everything into words. `saved` has a case for every change of `diff`, in order.
#[allow(clippy::too_many_arguments, reason = "one place where everything comes together")]
pub fn report(
    sides: [Side; 2],
    books: [&Rulebook; 2],
    diff: &Diff,
    statements: &[StatementChange],
    entries: &[Entry],
    saved: Vec<SavedCase>,
    precedents: Option<Vec<Precedent>>,
) -> Report {
    let mut changed: Vec<ActChange> = Vec::new();
    for (change, saved) in diff.verdicts.iter().zip(saved) {
        let act = &books[NEW].acts[change.act[NEW].ix()];
        let turn = turn(books, change, saved);
        match changed.last_mut().filter(|a| a.act == act.id) {
            Some(known) => known.turns.push(turn),
            None => changed.push(ActChange {
                act: act.id.clone(),
                title: act.title.clone(),
                turns: vec![turn],
            }),
        }
    }
    let both = books[NEW].acts.iter().filter(|a| !new_name(diff, "act", &a.id));
    let unchanged: Vec<String> = both
        .filter(|a| changed.iter().all(|c| c.act != a.id))
        .map(|a| a.title.clone())
        .collect();
    let statements: Vec<StatementLine> = statements.iter().map(line).collect();
    let [old, new] = sides;
    let mut report = Report {
        schema: 1,
        old,
        new,
        summary: Vec::new(),
        statements,
        states: entries.iter().map(entry).collect(),
        names: diff.names.iter().map(name).collect(),
        acts: diff.acts,
        verdicts: Verdicts { unchanged, changed },
        others: others(books, &diff.others),
        precedents,
    };
    report.summary = summary(&report, diff);
    report
}

fn new_name(diff: &Diff, kind: &str, id: &str) -> bool {
    let mut names = diff.names.iter();
    names.any(|n| n.only == Only::New && n.kind == kind && n.id == id)
}

fn summary(report: &Report, diff: &Diff) -> Vec<String> {
    let mut out = Vec::new();
    let changed = report.verdicts.changed.len();
    let states = match diff.states {
        3 => "three states".to_owned(),
        n => words::count(n as usize, "state", "states"),
    };
    let proved = format!("in every possible case with {states} besides the detaining power");
    out.push(match (changed, report.acts) {
        (0, all) => format!(
            "No verdict changes: {} proved to have the same verdict {proved}.",
            words::count(all, "act is", "acts are")
        ),
        (some, all) if some == all => format!(
            "Every one of {} can get another verdict.",
            words::count(all, "act", "acts")
        ),
        (some, all) => format!(
            "{} of {} can get another verdict; the other {} proved to have the same verdict {proved}.",
            some,
            words::count(all, "act", "acts"),
            if all - some == 1 {
                "one is".to_owned()
            } else {
                format!("{} are", all - some)
            }
        ),
    });
    let kinds = ["added", "removed", "changed", "reworded"].map(|what| {
        let n = report.statements.iter().filter(|s| s.what == what).count();
        (n > 0).then(|| format!("{} {}", words::count(n, "statement is", "statements are"), what))
    });
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    if !kinds.is_empty() {
        out.push(words::sentence(&words::list(kinds, "and")));
    }
    if !report.states.is_empty() {
        out.push(format!(
            "The law of states reads otherwise in {}.",
            words::count(report.states.len(), "place", "places")
        ));
    }
    match &report.precedents {
        Some(touched) if touched.is_empty() => out.push("No precedent is answered otherwise.".to_owned()),
        Some(touched) => out.push(format!(
            "{} answered otherwise.",
            words::count(touched.len(), "precedent is", "precedents are")
        )),
        None => {}
    }
    out
}

fn turn(books: [&Rulebook; 2], change: &VerdictChange, saved: SavedCase) -> Turn {
    let clauses = Clauses {
        books,
        destination: books[NEW].acts[change.act[NEW].ix()].destination,
    };
    let because =
        |side: usize| -> Vec<String> { change.because[side].iter().map(|b| reason(books[side], b)).collect() };
    Turn {
        from: words::verdict_phrase(change.from.word()),
        to: words::verdict_phrase(change.to.word()),
        only_where: clauses.all(&change.only_where),
        enough: change.enough.as_ref().map(|e| clauses.all(e)),
        before: because(OLD),
        after: because(NEW),
        law: clauses.all(&change.case.law),
        case: case(&clauses, &change.case),
        saved,
    }
}

fn reason(book: &Rulebook, because: &Because) -> String {
    let (title, origin): (&str, &Origin) = match because.norm {
        Norm::Rule(id) => (&book.rules[id.ix()].title, &book.rules[id.ix()].origin),
        Norm::Basis(id) => (&book.bases[id.ix()].title, &book.bases[id.ix()].origin),
        Norm::Exception(id) => (&book.exceptions[id.ix()].title, &book.exceptions[id.ix()].origin),
        Norm::Presumption(id) => (&book.presumptions[id.ix()].title, &book.presumptions[id.ix()].origin),
    };
    let always = if because.always { ", in every such case" } else { "" };
    format!(
        "{}{always}",
        cited(&format!("\u{201c}{title}\u{201d}"), &origin.citation())
    )
}

/// What a case says, as clauses: the states with a file, then what the new side has it say.
fn case(clauses: &Clauses<'_>, example: &Example) -> Vec<String> {
    let told: &Witness = &example.told[NEW];
    let book = clauses.books[NEW];
    let named = |place: Place| {
        let real = example.states.iter().find(|(p, _)| *p == place);
        real.map_or_else(|| clauses.place(place), |(_, code)| clauses.name(code))
    };
    let counts = |place: &Place| match place {
        Place::Detaining => true,
        Place::Listed(0) => clauses.destination,
        Place::Listed(n) => told
            .facts
            .iter()
            .any(|(i, _)| i.state == Some(*n) || i.other == Some(*n)),
    };
    let states = example.states.iter().filter(|(place, _)| counts(place));
    let mut out: Vec<String> = states
        .map(|(place, code)| format!("{} is {}", clauses.place(*place), clauses.name(code)))
        .collect();
    for (role, state) in &told.roles {
        out.push(format!(
            "{} is {}",
            book.roles[role.ix()].title,
            named(Place::Listed(*state))
        ));
    }
    for (question, position) in &told.readings {
        let question = &book.questions[question.ix()];
        let says = words::clause(&question.positions[*position as usize].says);
        out.push(format!(
            "to the question \u{201c}{}\u{201d} the answer is: {says}",
            question.title
        ));
    }
    for (item, value) in &told.facts {
        let at = |n: Option<u32>| n.map(StateExpr::Var);
        let cond = match (item.what, *value) {
            (What::Relation(relation), _) => {
                at(item.state)
                    .zip(at(item.other))
                    .map(|(from, to)| Cond::Relation { relation, from, to })
            }
            (What::Fact(fact), value) => {
                let test = match value {
                    Val::Value(v) => Some(Test::OneOf(vec![v])),
                    Val::Bool(_) => Some(Test::Yes),
                    Val::Date(_) | Val::Number(_) => None,
                };
                let state = at(item.state);
                test.map(|test| Cond::Fact { fact, state, test })
            }
        };
        let state = |expr: StateExpr| match expr {
            StateExpr::Var(n) => Some(named(Place::Listed(n))),
            _ => None,
        };
        let naming = Naming {
            state: &state,
            act: item.act,
        };
        out.push(match (cond, item.what, value) {
            (Some(cond), _, Val::Bool(false)) => clause_with(book, &Cond::Not(Box::new(cond)), &naming),
            (Some(cond), ..) => clause_with(book, &cond, &naming),
            (None, What::Fact(f), Val::Date(day)) => {
                format!("{}: {}", book.facts[f.ix()].title, words::date(&day.to_string()))
            }
            (None, What::Fact(f), Val::Number(n)) => format!("{}: {n}", book.facts[f.ix()].title),
            (None, ..) => continue,
        });
    }
    out
}

fn line(change: &StatementChange) -> StatementLine {
    let (what, old, new) = match &change.what {
        Stated::Added(new) => ("added", None, Some(new)),
        Stated::Removed(old) => ("removed", Some(old), None),
        Stated::Changed(old, new) => ("changed", Some(old), Some(new)),
        Stated::Reworded(old, new) => ("reworded", Some(old), Some(new)),
    };
    let title = new.or(old).map(|t| cited(&t.title, &t.citation)).unwrap_or_default();
    let said = |t: &safeconduct_engine::diff::StatementText| (!t.sentence.is_empty()).then(|| t.sentence.clone());
    StatementLine {
        what: what.to_owned(),
        kind: change.kind.to_owned(),
        id: change.id.clone(),
        title,
        old: old.and_then(said),
        new: new.and_then(said),
    }
}

fn entry(entry: &Entry) -> String {
    let about = words::upper_first(&format!("{} and {}", entry.name, entry.instrument));
    let Some([old, new]) = &entry.on else {
        return format!("{about}: the entry in the file on {} is not the same.", entry.name);
    };
    let bound = |s: Status| match s {
        Status::Bound => "bound",
        Status::NotBound => "not bound",
        Status::Open => "not known whether bound",
    };
    let mut said = Vec::new();
    if old.status != new.status {
        said.push(format!("before {}, now {}", bound(old.status), bound(new.status)));
    }
    let articles = |list: &[String]| match (list.is_empty(), entry.pinpoint.is_empty()) {
        (true, _) => "none".to_owned(),
        (_, true) => in_order(list),
        (_, false) => format!("{} {}", entry.pinpoint, in_order(list)),
    };
    for (word, old, new) in [
        ("reservations", &old.reserved, &new.reserved),
        ("derogations", &old.derogated, &new.derogated),
    ] {
        if old != new {
            said.push(format!("{word} before: {}, now: {}", articles(old), articles(new)));
        }
    }
    format!("{about}: {}.", said.join("; "))
}

fn name(name: &Name) -> String {
    let word = match name.only {
        Only::New => "New",
        Only::Old => "Gone",
    };
    format!("{word}: {} `{}`: {}", name.kind, name.id, words::clause(&name.title))
}

/// A line for each; a step that comes or goes for several acts is told once.
fn others(books: [&Rulebook; 2], all: &[OtherChange]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut told: Vec<usize> = Vec::new();
    for (i, change) in all.iter().enumerate() {
        let Other::Step(step, _) = change.what else {
            out.push(other(books, change));
            continue;
        };
        if told.contains(&i) {
            continue;
        }
        let mut acts = Vec::new();
        for (j, same) in all.iter().enumerate().skip(i) {
            if let Other::Step(s, act) = same.what
                && (s, same.comes, same.goes) == (step, change.comes, change.goes)
            {
                told.push(j);
                acts.push(words::lower_first(&books[NEW].acts[act[NEW].ix()].title));
            }
        }
        out.push(other(books, change).replacen("{acts}", &words::list(acts, "or"), 1));
    }
    out
}

fn other(books: [&Rulebook; 2], change: &OtherChange) -> String {
    let book = books[NEW];
    let (comes, goes, about) = match change.what {
        Other::Step(step, _) => (
            "has to come first where it did not",
            "need not come first where it did",
            format!("Step \"{}\", before these: {{acts}}", book.steps[step[NEW].ix()].title),
        ),
        Other::Duty(duty) => (
            "arises where it did not",
            "does not arise where it did",
            duty_words(book, duty[NEW].ix()),
        ),
        Other::Suspended(duty) => (
            "is suspended where it was not",
            "is no longer suspended where it was",
            duty_words(book, duty[NEW].ix()),
        ),
        Other::Term(term) => (
            "holds where it did not",
            "does not hold where it did",
            format!("Term \"{}\"", book.terms[term[NEW].ix()].title),
        ),
    };
    let said = [(change.comes, comes), (change.goes, goes)];
    let said: Vec<&str> = said.into_iter().filter(|(yes, _)| *yes).map(|(_, s)| s).collect();
    format!("{about}: {}.", said.join(", and "))
}

fn duty_words(book: &Rulebook, duty: usize) -> String {
    let duty = &book.duties[duty];
    format!("Duty \"{}\"", cited(&duty.title, &duty.origin.citation()))
}
