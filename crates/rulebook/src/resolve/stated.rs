//! `stated in:` — provisions that statements elsewhere carry.

use super::Resolver;
use super::names::{Kind, Symbol};
use crate::ast::{self, Name};
use crate::model::{Origin, ProvisionId, Rulebook, StatedIn};
use crate::source::Diagnostic;

/// What can carry a provision.
const CARRIERS: &[Kind] = &[
    Kind::Rule,
    Kind::Basis,
    Kind::Exception,
    Kind::Duty,
    Kind::Presumption,
    Kind::Priority,
    Kind::Impossible,
    Kind::Question,
    Kind::Fact,
    Kind::Step,
    Kind::Relation,
    Kind::Term,
];

impl Resolver<'_> {
    /// Once every statement is there: what `stated in:` names exists, and cites the provision where it cites at all.
    pub(super) fn stated_in(&mut self) {
        let docs = self.docs;
        for (d, (_, doc)) in docs.iter().enumerate() {
            for (h, heading) in doc.provisions.iter().enumerate() {
                let provision = self.headings.get(&(d, h)).copied().flatten();
                if let (Some(stated), Some(provision)) = (&heading.stated_in, provision) {
                    self.carried(stated, provision);
                }
            }
        }
    }

    fn carried(&mut self, stated: &ast::StatedIn, provision: ProvisionId) {
        let mut ids: Vec<String> = Vec::new();
        for name in &stated.names {
            let Some(symbol) = self.find(name).filter(|s| CARRIERS.contains(&s.kind)) else {
                let error = (self.names).unknown(
                    name,
                    "a statement that can carry a provision",
                    self.names.known(CARRIERS),
                );
                self.diagnostics.push(error);
                continue;
            };
            let id = self
                .names
                .replaced(&name.text)
                .map_or(&name.text, |old| &old.new)
                .clone();
            self.cites(name, symbol, provision);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if let Some(p) = self.rb.provisions.get_mut(provision.ix()).filter(|_| !ids.is_empty()) {
            p.stated_in = Some(StatedIn {
                ids,
                words: stated.words.clone(),
            });
        }
    }

    /// A norm that carries a provision cites it, or a part of it.
    fn cites(&mut self, name: &Name, symbol: Symbol, provision: ProvisionId) {
        let Some(p) = self.rb.provisions.get(provision.ix()) else {
            return;
        };
        let below = format!("{}.", p.id);
        let Some(origin) = origin(&self.rb, symbol) else { return };
        if origin
            .cites
            .iter()
            .any(|c| c.path == p.id || c.path.starts_with(&below))
        {
            return;
        }
        let error = Diagnostic::error(
            "not-cited",
            name.span,
            format!("`{}` does not cite `{}`, which it is said to carry", name.text, p.id),
        )
        .label(if origin.cites.is_empty() {
            "it cites nothing".to_owned()
        } else {
            format!("it cites {}", origin.citation())
        })
        .related(symbol.span, "declared here")
        .help(format!("add `cite {}` after its title, beside what it cites now", p.id));
        self.diagnostics.push(error);
    }
}

/// The origin of a statement that must cite what it carries.
fn origin(rb: &Rulebook, symbol: Symbol) -> Option<&Origin> {
    let at = symbol.index as usize;
    match symbol.kind {
        Kind::Rule => rb.rules.get(at).map(|x| &x.origin),
        Kind::Basis => rb.bases.get(at).map(|x| &x.origin),
        Kind::Exception => rb.exceptions.get(at).map(|x| &x.origin),
        Kind::Duty => rb.duties.get(at).map(|x| &x.origin),
        Kind::Presumption => rb.presumptions.get(at).map(|x| &x.origin),
        Kind::Priority => rb.priorities.get(at).map(|x| &x.origin),
        _ => None,
    }
}
