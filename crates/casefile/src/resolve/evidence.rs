//! Evidence: who found it, how strong it is, since when it holds and since when it is known.

use super::{NO_EVIDENCE, Resolver};
use crate::file::Finding;
use crate::names::{Target, join, unknown_name};
use safeconduct_engine::situation::{Disputed, Item};
use safeconduct_rulebook::model::BodyId;
use safeconduct_rulebook::source::Diagnostic;
use std::collections::BTreeMap;

impl Resolver<'_> {
    /// Takes the findings: the one with the longest path counts for an item.
    pub(super) fn evidence(&mut self) {
        let case = self.case;
        let mut found: Vec<(&Finding, Target, Vec<Item>)> = Vec::new();
        for finding in &case.findings {
            let Some(target) = self.names.target(&finding.path, &mut self.out) else {
                continue;
            };
            if matches!(target, Target::Step { .. } | Target::Role(_)) {
                let message = format!(
                    "`{}` is no fact or relation; there is no finding on it",
                    join(&finding.path, finding.span).0
                );
                self.out.push(Diagnostic::error("wrong-type", finding.span, message));
                continue;
            }
            if let Some(items) = self.items(&target) {
                found.push((finding, target, items));
            }
        }
        found.sort_by_key(|(finding, ..)| finding.path.len());
        let mut of: BTreeMap<Item, usize> = BTreeMap::new();
        for (i, (finding, target, items)) in found.iter().enumerate() {
            if finding.disputed.is_some() {
                self.dispute(finding, target, items);
            }
            let meant = items.iter().any(|item| self.stated.contains_key(item));
            if finding.asked.is_some() {
                self.asked_and_known(finding, items);
            } else if !meant && finding.disputed.is_none() {
                let name = join(&finding.path, finding.span).0;
                let message = format!("there is evidence on `{name}`, but the case does not state it");
                let help = "state the value, put the conflicting values under `disputed`, or say with `asked` why there is none";
                self.out
                    .push(Diagnostic::error("finding-without-value", finding.span, message).help(help));
            }
            for item in items {
                if let Some(before) = of.insert(*item, i).map(|b| found[b].0)
                    && before.path.len() == finding.path.len()
                {
                    let name = join(&finding.path, finding.span).0;
                    self.twice(&name, finding.span, before.span, "duplicate-key");
                    break;
                }
            }
        }
        for (i, (finding, _, items)) in found.iter().enumerate() {
            let by = self.body(finding);
            let mine: Vec<Item> = items.iter().copied().filter(|item| of.get(item) == Some(&i)).collect();
            let out = self.left_out(finding);
            for item in &mine {
                if out {
                    self.stated.remove(item);
                    self.disputed.remove(item);
                } else if let Some(placed) = self.stated.get_mut(item) {
                    let stated = &mut placed.stated;
                    stated.by = by;
                    stated.strength = finding.kind.map_or(NO_EVIDENCE - 1, |kind| kind as u8);
                    stated.since = finding.since;
                    stated.source.clone_from(&finding.source);
                    stated.unverified.clone_from(&finding.unverified);
                }
            }
        }
    }

    /// A fact that has a value, or several, is not one of which nobody could say anything.
    fn asked_and_known(&mut self, finding: &Finding, items: &[Item]) {
        let name = join(&finding.path, finding.span).0;
        let stated: Option<Vec<_>> = items.iter().map(|i| self.stated.get(i).map(|p| p.span)).collect();
        let stated = stated.and_then(|spans| spans.first().copied());
        let disputed = finding.disputed.as_ref().map(|d| d.span);
        if let Some(place) = stated.or(disputed) {
            let message = format!("`{name}` has a value, and is said to have none at once");
            let help = "`asked` says why a fact has no value: leave one of the two out";
            let problem = Diagnostic::error("contradiction", finding.span, message).help(help);
            self.out.push(problem.related(place, "the value"));
        }
    }

    fn dispute(&mut self, finding: &Finding, target: &Target, items: &[Item]) {
        let Some(disputed) = &finding.disputed else { return };
        let name = join(&finding.path, finding.span).0;
        let values = self.disputed_values(target, &disputed.values, &name);
        for item in items {
            if let Some(placed) = self.stated.get(item) {
                let message = format!("`{name}` is stated and disputed at once");
                let help = "a fact on which the evidence conflicts has no value of its own: leave one of the two out";
                let problem = Diagnostic::error("contradiction", disputed.span, message).help(help);
                self.out.push(problem.related(placed.span, "the value"));
                return;
            }
            let why = disputed
                .why
                .clone()
                .or_else(|| finding.source.clone())
                .unwrap_or_default();
            self.disputed.insert(
                *item,
                Disputed {
                    item: *item,
                    values: values.clone(),
                    why,
                },
            );
        }
    }

    fn body(&mut self, finding: &Finding) -> Option<BodyId> {
        let word = finding.found_by.as_ref()?;
        let bodies = &self.rulebook.bodies;
        let place = bodies.iter().position(|b| *b == word.text);
        if place.is_none() {
            self.out
                .push(unknown_name("body", word, bodies.iter().map(String::as_str)));
        }
        place.and_then(|i| u32::try_from(i).ok()).map(BodyId)
    }

    /// Whether the finding does not count: it was not known yet, or does not hold yet. Says so.
    fn left_out(&mut self, finding: &Finding) -> bool {
        let name = join(&finding.path, finding.span).0;
        if let (Some(recorded), Some(known)) = (finding.recorded, self.case.as_known)
            && recorded > known
        {
            self.assumed
                .push((name, format!("open: recorded on {recorded}, after {known}")));
            return true;
        }
        if let Some(since) = finding.since.filter(|since| *since > self.as_of) {
            self.assumed
                .push((name, format!("open: holds since {since}, after the day of the case")));
            return true;
        }
        false
    }
}
