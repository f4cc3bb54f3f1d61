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
        let named = self.statements(&stated.names, CARRIERS, "a statement that can carry a provision");
        let mut ids: Vec<String> = Vec::new();
        for (name, symbol, id) in named {
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

    /// The statements of some kinds that names mean, with their present ids; for any other name an error that says what is looked for.
    pub(super) fn statements<'n>(
        &mut self,
        names: &'n [Name],
        kinds: &[Kind],
        what: &str,
    ) -> Vec<(&'n Name, Symbol, String)> {
        let mut out = Vec::new();
        for name in names {
            let Some(symbol) = self.find(name).filter(|s| kinds.contains(&s.kind)) else {
                let error = self.names.unknown(name, what, self.names.known(kinds));
                self.diagnostics.push(error);
                continue;
            };
            let new = self.names.replaced(&name.text).map(|old| &old.new);
            out.push((name, symbol, new.unwrap_or(&name.text).clone()));
        }
        out
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
