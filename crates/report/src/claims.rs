//! What came of a claim, in words.

use crate::layout::wrap;
use crate::words;
use safeconduct_engine::claims::{Changed, Counterexample};
use safeconduct_engine::compile::LawKey;
use safeconduct_engine::law::LimitKind;
use safeconduct_engine::situation::{Item, What};
use safeconduct_engine::witness::{DETAINING, Witness, code, place};
use safeconduct_rulebook::model::{ActId, QuestionId, Rulebook, Type, Val};

/// The case against a claim: what it is, what is shown in it, and what after the change; lines of at most `columns`, each after `margin`.
pub fn against(rulebook: &Rulebook, case: &Counterexample, columns: usize, margin: &str) -> Vec<String> {
    let says = Says { rulebook };
    let statements = says.witness(&case.witness);
    let act = case
        .witness
        .cell
        .map(|(act, to)| words::upper_first(&says.act(act, to)));
    let end = if statements.is_empty() {
        ", whatever is found."
    } else {
        " where"
    };
    let head = match (act, case.verdict) {
        (Some(act), Some(verdict)) => format!("{act}: {}{end}", words::verdict_phrase(verdict.word())),
        (Some(act), None) => format!("{act}: the claim fails{end}"),
        (None, _) => format!("The claim fails{end}"),
    };
    let mut lines = wrap(&head, columns, margin, margin);
    let (first, rest) = (format!("{margin}- "), format!("{margin}  "));
    for statement in &statements {
        lines.extend(wrap(&format!("{statement};"), columns, &first, &rest));
    }
    if let Some(last) = lines.last_mut().filter(|_| !statements.is_empty()) {
        last.pop();
        last.push('.');
    }
    if let Some((changed, verdict)) = &case.after {
        let changed = says.changed(changed);
        let verdict = words::verdict_phrase(verdict.word());
        let line = format!("It is {verdict} where, all else being equal, {changed}.");
        lines.extend(wrap(&line, columns, margin, margin));
    }
    lines
}

struct Says<'r> {
    rulebook: &'r Rulebook,
}

impl Says<'_> {
    /// "transfer him to XA"
    fn act(&self, act: ActId, to: Option<u32>) -> String {
        let to = to.map_or_else(|| "another state".to_owned(), code);
        self.rulebook.acts[act.ix()].phrase.replace("{destination}", &to)
    }

    /// Everything that a case says, each thing as a clause.
    fn witness(&self, witness: &Witness) -> Vec<String> {
        let mut all = Vec::new();
        for (role, state) in &witness.roles {
            all.push(format!("{} is {}", code(*state), self.rulebook.roles[role.ix()].title));
        }
        all.extend(witness.facts.iter().map(|(item, value)| self.item(*item, *value)));
        all.extend(witness.law.iter().map(|(key, bound)| self.law(*key, *bound)));
        for (key, article, kind, _) in witness.limits.iter().filter(|(.., yes)| *yes) {
            let verb = match kind {
                LimitKind::Reservation => "has reserved",
                LimitKind::Derogation => "derogates from",
            };
            let short = &self.rulebook.instruments[key.instrument.ix()].short;
            all.push(format!("{} {verb} article {article} of {short}", place(key.place)));
        }
        all.extend(witness.readings.iter().map(|(q, p)| self.reading(*q, *p)));
        if witness.complete {
            all.push("there is no other state to go to".to_owned());
        }
        all
    }

    fn changed(&self, changed: &Changed) -> String {
        match changed {
            Changed::Item(item, value) => self.item(*item, *value),
            Changed::Reading(question, position) => self.reading(*question, *position),
            Changed::Law(key, bound) => self.law(*key, *bound),
        }
    }

    fn item(&self, item: Item, value: Val) -> String {
        let rb = self.rulebook;
        let (title, holds, fails, values) = match item.what {
            What::Relation(r) => {
                let relation = &rb.relations[r.ix()];
                (&relation.title, &relation.holds, &relation.fails, &[][..])
            }
            What::Fact(f) => {
                let fact = &rb.facts[f.ix()];
                let values = match &fact.kind {
                    Type::OneOf(values) => values.as_slice(),
                    _ => &[],
                };
                (&fact.title, &fact.holds, &fact.fails, values)
            }
        };
        let clause = match value {
            Val::Bool(true) => holds.clone(),
            Val::Bool(false) => fails.clone(),
            Val::Value(v) => values
                .get(v as usize)
                .map_or_else(|| title.clone(), |v| v.clause.clone()),
            Val::Date(day) => format!("{}: {day}", words::lower_first(title)),
            Val::Number(n) => format!("{}: {n}", words::lower_first(title)),
        };
        let state = |s: Option<u32>| s.map(code).unwrap_or_default();
        let act = item.act.map(|a| self.act(a, item.state)).unwrap_or_default();
        clause
            .replace("{act}", &act)
            .replace("{destination}", &state(item.state))
            .replace("{from}", &state(item.state))
            .replace("{to}", &state(item.other))
            .replace("{detaining}", DETAINING)
    }

    fn law(&self, key: LawKey, bound: bool) -> String {
        let not = if bound { "" } else { "not " };
        let short = &self.rulebook.instruments[key.instrument.ix()].short;
        format!("{} is {not}bound by {short}", place(key.place))
    }

    fn reading(&self, question: QuestionId, position: u32) -> String {
        let question = &self.rulebook.questions[question.ix()];
        let says = words::clause(&question.positions[position as usize].says).to_owned();
        format!("on the contested question \u{201c}{}\u{201d}: {says}", question.title)
    }
}
