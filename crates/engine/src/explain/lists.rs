//! What stands beside the acts: contested questions, terms, presumptions, assumptions, open law, what to ask, what nobody has checked.

use super::cells::words_of;
use super::{Explain, Found};
use crate::answer::{Contested, Disputed, FactValue, Next, OpenLaw, PositionAnswer, Presumed};
use crate::compile::LawKey;
use crate::exact::{Axis, Modal, Protective, VerdictSet};
use crate::law::Law;
use crate::situation::Item;
use safeconduct_rulebook::model::{Conclusion, Cond, Origin, QuestionId, TermId};
use std::collections::BTreeMap;

impl Explain<'_> {
    /// The questions on which a cell turns, and what each position gives.
    pub(crate) fn contested(&mut self, found: &Found) -> Vec<Contested> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for (q, question) in rb.questions.iter().enumerate() {
            let id = QuestionId(q as u32);
            if !found
                .groups
                .iter()
                .any(|g| g.at.iter().any(|(axis, _)| *axis == Axis::Question(id)))
            {
                continue;
            }
            let chosen = self.chosen(id);
            let mut positions = Vec::new();
            for (p, position) in question.positions.iter().enumerate() {
                let set = found
                    .groups
                    .iter()
                    .filter(|g| {
                        g.at.iter()
                            .all(|(axis, values)| *axis != Axis::Question(id) || values.contains(&(p as u32)))
                    })
                    .fold(0, |acc, g| acc | g.possible.0);
                if let Some(what) = &position.unverified {
                    self.unverified
                        .insert(format!("{}, position “{}”: {what}", question.title, position.says));
                }
                positions.push(PositionAnswer {
                    position: position.id.clone(),
                    says: position.says.clone(),
                    held_by: position.held_by.clone(),
                    on: position.on.iter().map(|c| c.text.clone()).collect(),
                    in_profile: chosen == p as u32,
                    possible: words_of(VerdictSet(set)),
                });
            }
            out.push(Contested {
                question: question.id.clone(),
                title: question.title.clone(),
                positions,
            });
        }
        out
    }

    /// The position that the profile (or the case) takes.
    fn chosen(&self, question: QuestionId) -> u32 {
        let case = self.words.case;
        let stated = case
            .readings
            .iter()
            .rev()
            .find(|(q, _)| *q == question)
            .map(|(_, p)| *p);
        stated.unwrap_or_else(|| self.words.rb.profiles[case.profile.ix()].choices[question.ix()])
    }

    /// Terms under the profile.
    pub(crate) fn terms(&mut self) -> BTreeMap<String, String> {
        let terms = self.exact.compiled.terms.clone();
        let mut out = BTreeMap::new();
        for (term, state, lit) in terms {
            let word = match self.exact.modal(lit) {
                Modal::Always => "true",
                Modal::Never => "false",
                Modal::Sometimes => "open",
            };
            out.insert(self.words.term(term, state), word.to_owned());
        }
        out
    }

    /// Presumptions that nothing rebuts and that hold in some open world.
    pub(crate) fn presumed(&mut self) -> Vec<Presumed> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for on in self.exact.compiled.presumptions.clone() {
            if on.rebutted_by.is_some() || self.exact.modal(on.holds) == Modal::Never {
                continue;
            }
            let p = &rb.presumptions[on.presumption.ix()];
            let stated = self.exact.stated(on.item).map(|s| self.exact.compiled.stated[s].index);
            if stated.is_some_and(|s| self.words.case.stated[s].value == p.value) {
                continue;
            }
            self.note(&p.id, &p.title, &p.origin);
            out.push(Presumed {
                fact: self.words.path(on.item),
                value: self.words.value(on.item, p.value).0,
                rule: p.id.clone(),
                title: p.title.clone(),
                citation: p.origin.citation(),
            });
        }
        out
    }

    /// Law that the case states, what its reader assumed, and the protective values that bear on a cell asked about.
    pub(crate) fn assumed(&self, found: &[Found], protective: &Protective) -> Vec<FactValue> {
        let case = self.words.case;
        let law = case.law.iter().map(|stated| self.words.stated_law(stated));
        let read = case.assumed.iter().map(|(fact, value)| FactValue {
            fact: fact.clone(),
            value: value.clone(),
            clause: format!("{fact}: {value}"),
        });
        let mut out: Vec<FactValue> = law.chain(read).collect();
        for (item, value) in &protective.taken {
            if found.iter().any(|f| f.matters.contains(item)) {
                let (value, clause) = self.words.value(*item, *value);
                out.push(FactValue {
                    fact: self.words.path(*item),
                    value,
                    clause,
                });
            }
        }
        out
    }

    /// Conflicting evidence, and statements that do not dispel a presumption.
    pub(crate) fn disputed(&mut self) -> Vec<Disputed> {
        let case = self.words.case;
        let rb = self.words.rb;
        let mut out = Vec::new();
        for d in &case.disputed {
            let values = d.values.iter().map(|v| self.words.value(d.item, *v).0).collect();
            out.push(Disputed {
                fact: self.words.path(d.item),
                values,
                why: d.why.clone(),
            });
        }
        for on in self.exact.compiled.presumptions.clone() {
            let Some(stated) = self.exact.stated(on.item) else {
                continue;
            };
            let stated = &case.stated[self.exact.compiled.stated[stated].index];
            let p = &rb.presumptions[on.presumption.ix()];
            if on.rebutted_by.is_some() || stated.value == p.value || self.exact.modal(on.holds) == Modal::Never {
                continue;
            }
            out.push(Disputed {
                fact: self.words.path(on.item),
                values: vec![
                    self.words.value(on.item, stated.value).0,
                    self.words.value(on.item, p.value).0,
                ],
                why: format!(
                    "presumed ({}) until {} records otherwise",
                    p.origin.citation(),
                    self.words.bodies(&p.until)
                ),
            });
        }
        out
    }

    /// Open law on which a cell turns.
    pub(crate) fn open_law(&mut self, found: &[Found]) -> Vec<OpenLaw> {
        let keys: Vec<LawKey> = self.exact.compiled.open_law.keys().copied().collect();
        let mut out = Vec::new();
        for key in keys {
            let matters_to: Vec<String> = found
                .iter()
                .filter(|f| {
                    f.groups
                        .iter()
                        .any(|g| g.at.iter().any(|(axis, _)| *axis == Axis::Law(key)))
                })
                .map(|f| self.cell_name(f.cell))
                .collect();
            let short = &self.words.rb.instruments[key.instrument.ix()].short;
            let text = format!(
                "whether {} is bound by {short} on this day",
                self.words.place_name(key.place)
            );
            out.push(OpenLaw {
                entry: self.words.law(key),
                text,
                matters_to,
            });
        }
        out
    }

    fn cell_name(&self, cell: usize) -> String {
        let cell = &self.exact.compiled.cells[cell];
        self.words.act_name(cell.act, cell.destination)
    }

    /// The open items that matter to most cells that are open under the profile come first.
    pub(crate) fn next(&self, found: &[Found]) -> Vec<Next> {
        let mut by_item: BTreeMap<Item, Vec<usize>> = BTreeMap::new();
        for f in found.iter().filter(|f| f.profile.single().is_none()) {
            for item in &f.matters {
                by_item.entry(*item).or_default().push(f.cell);
            }
        }
        let mut ranked: Vec<(Item, Vec<usize>)> = by_item.into_iter().collect();
        ranked.sort_by_key(|(item, cells)| (std::cmp::Reverse(cells.len()), *item));
        let ranked = ranked.into_iter();
        ranked
            .map(|(item, cells)| {
                self.words
                    .question(item, cells.iter().map(|c| &self.exact.compiled.cells[*c]))
            })
            .collect()
    }

    /// Notes that a statement of the rulebook on which the answer rests is marked unverified.
    pub(crate) fn note(&mut self, id: &str, title: &str, origin: &Origin) {
        if let Some(what) = &origin.unverified {
            let citation = origin.citation();
            let place = if citation.is_empty() { id } else { citation.as_str() };
            self.unverified.insert(format!("{title} ({place}): {what}"));
        }
    }

    /// Notes the unverified law entries that a condition reads, through terms.
    pub(crate) fn note_cond(&mut self, cond: &Cond, destination: Option<u32>) {
        let mut seen = Vec::new();
        self.law_read(cond, destination, &mut seen);
    }

    fn law_read(&mut self, cond: &Cond, destination: Option<u32>, seen: &mut Vec<TermId>) {
        let rb = self.words.rb;
        let mut terms = Vec::new();
        let mut entries = Vec::new();
        crate::compile::walk(cond, &mut |c| match c {
            Cond::Bound { state, instrument, .. }
            | Cond::Reserved { state, instrument, .. }
            | Cond::Derogates { state, instrument, .. } => entries.push((*state, *instrument)),
            Cond::Term { term, .. } => terms.push(*term),
            _ => {}
        });
        for (state, instrument) in entries {
            if let Some(place) = self.words.means(state, destination, &[]) {
                self.unverified
                    .extend(Law::new(rb, self.words.case).unverified(place, instrument));
            }
        }
        for term in terms {
            if !seen.contains(&term) {
                seen.push(term);
                for rule in &rb.rules {
                    if rule
                        .then
                        .iter()
                        .any(|c| matches!(c, Conclusion::Term { term: t, .. } if *t == term))
                    {
                        self.law_read(&rule.when, destination, seen);
                    }
                }
            }
        }
    }

    /// Notes statements of the case that nobody has checked and that some cell reads.
    pub(crate) fn note_statements(&mut self, found: &[Found]) {
        let cells: Vec<_> = found
            .iter()
            .flat_map(|f| self.exact.compiled.cells[f.cell].verdicts)
            .collect();
        let support = self.exact.support(&cells);
        for on in &self.exact.compiled.stated {
            let stated = &self.words.case.stated[on.index];
            let read = self.exact.compiled.items[&on.item]
                .inputs()
                .iter()
                .any(|l| support[l.node()]);
            if let (true, Some(what)) = (read, &stated.unverified) {
                self.unverified
                    .insert(format!("the finding {}: {what}", self.words.path(on.item)));
            }
        }
    }
}
