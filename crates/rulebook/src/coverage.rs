//! How much of each instrument has rules: so that coverage is a figure.

use crate::model::{Origin, ProvisionId, Rulebook};
use std::collections::BTreeMap;

/// The coverage of one instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The instrument's id.
    pub instrument: String,
    /// Its short name.
    pub short: String,
    /// Headings that name one of its provisions.
    pub provisions: usize,
    /// Those that hold a statement.
    pub with_statements: usize,
    /// Those without a statement whose content statements elsewhere carry.
    pub stated_in: usize,
    /// Those without either that say why they have none.
    pub not_modelled: usize,
    /// Those without any of these whose sub-provisions are listed.
    pub divided: usize,
    /// The others: nobody has said anything about them.
    pub bare: usize,
    /// Statements that rest on it.
    pub statements: usize,
    /// Those among them, positions included, that are marked `unverified`.
    pub unverified: usize,
}

impl Coverage {
    /// The provisions that say something themselves: without headings that are only divided into others.
    pub fn in_scope(&self) -> usize {
        self.provisions - self.divided
    }

    /// How many in a hundred provisions are not modelled, rounded up.
    pub fn percent_not_modelled(&self) -> usize {
        (100 * self.not_modelled).div_ceil(self.in_scope().max(1))
    }

    /// The sum, called `all`.
    pub fn total(rows: &[Self]) -> Self {
        let mut all = Self {
            short: "all".to_owned(),
            ..Self::default()
        };
        for row in rows {
            all.provisions += row.provisions;
            all.with_statements += row.with_statements;
            all.stated_in += row.stated_in;
            all.not_modelled += row.not_modelled;
            all.divided += row.divided;
            all.bare += row.bare;
            all.statements += row.statements;
            all.unverified += row.unverified;
        }
        all
    }
}

/// The coverage of every instrument that has a provision or a statement, in declaration order.
pub fn coverage(rb: &Rulebook) -> Vec<Coverage> {
    let origins = origins(rb);
    let mut inhabited: BTreeMap<ProvisionId, usize> = BTreeMap::new();
    for p in origins.iter().filter_map(|o| o.provision) {
        *inhabited.entry(p).or_default() += 1;
    }
    let mut all: Vec<Coverage> = (rb.instruments.iter())
        .map(|i| Coverage {
            instrument: i.id.clone(),
            short: i.short.clone(),
            ..Coverage::default()
        })
        .collect();
    for (i, p) in rb.provisions.iter().enumerate() {
        let Some(c) = all.get_mut(p.instrument.ix()) else {
            continue;
        };
        c.provisions += 1;
        let below = format!("{}.", p.id);
        if inhabited.contains_key(&ProvisionId(i as u32)) {
            c.with_statements += 1;
        } else if p.stated_in.is_some() {
            c.stated_in += 1;
        } else if p.not_modelled.is_some() {
            c.not_modelled += 1;
        } else if rb.provisions.iter().any(|other| other.id.starts_with(&below)) {
            c.divided += 1;
        } else {
            c.bare += 1;
        }
    }
    for o in &origins {
        let Some(c) = o.cites.first().and_then(|c| all.get_mut(c.instrument.ix())) else {
            continue;
        };
        c.statements += 1;
        c.unverified += usize::from(o.unverified.is_some());
    }
    for position in rb
        .questions
        .iter()
        .flat_map(|q| &q.positions)
        .filter(|p| p.unverified.is_some())
    {
        if let Some(c) = position.on.first().and_then(|c| all.get_mut(c.instrument.ix())) {
            c.unverified += 1;
        }
    }
    all.retain(|c| c.provisions > 0 || c.statements > 0 || c.unverified > 0);
    all
}

/// The origins of all statements.
fn origins(rb: &Rulebook) -> Vec<&Origin> {
    let mut all: Vec<&Origin> = Vec::new();
    all.extend(rb.instruments.iter().map(|x| &x.origin));
    all.extend(rb.facts.iter().map(|x| &x.origin));
    all.extend(rb.steps.iter().map(|x| &x.origin));
    all.extend(rb.relations.iter().map(|x| &x.origin));
    all.extend(rb.roles.iter().map(|x| &x.origin));
    all.extend(rb.terms.iter().map(|x| &x.origin));
    all.extend(rb.acts.iter().map(|x| &x.origin));
    all.extend(rb.bases.iter().map(|x| &x.origin));
    all.extend(rb.rules.iter().map(|x| &x.origin));
    all.extend(rb.duties.iter().map(|x| &x.origin));
    all.extend(rb.exceptions.iter().map(|x| &x.origin));
    all.extend(rb.priorities.iter().map(|x| &x.origin));
    all.extend(rb.presumptions.iter().map(|x| &x.origin));
    all.extend(rb.impossibles.iter().map(|x| &x.origin));
    all.extend(rb.questions.iter().map(|x| &x.origin));
    all.extend(rb.profiles.iter().map(|x| &x.origin));
    all.extend(rb.claims.iter().map(|x| &x.origin));
    all.extend(rb.waivers.iter().map(|x| &x.origin));
    all
}
