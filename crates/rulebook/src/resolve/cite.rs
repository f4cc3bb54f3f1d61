//! Provisions and citations.

use super::names::{self, Kind};
use super::{Resolver, text};
use crate::ast::{self, Name};
use crate::model::{CaseFence, Citation, InstrumentId, Provision, ProvisionId};
use std::collections::BTreeMap;

impl Resolver<'_> {
    /// The instrument that a dotted name starts with, and the rest of the name. The longest instrument wins.
    pub(super) fn instrument_of(&self, path: &str) -> Option<(InstrumentId, String)> {
        let mut end = path.len();
        loop {
            if let Some(index) = self.names.of_kind(&path[..end], Kind::Instrument) {
                return Some((InstrumentId(index), path[end..].trim_start_matches('.').to_owned()));
            }
            end = path[..end].rfind('.')?;
        }
    }

    /// An instrument and what follows it, or an error.
    pub(super) fn instrument(&mut self, name: &Name) -> Option<(InstrumentId, String)> {
        if let Some(found) = self.instrument_of(&name.text) {
            return Some(found);
        }
        let first = name.text.split('.').next().unwrap_or_default();
        let at = Name {
            text: first.to_owned(),
            span: name.span,
        };
        let known: Vec<&str> = self.names.known(&[Kind::Instrument]).collect();
        let mut error = self.names.unknown(&at, "an instrument", known.iter().copied());
        if error.code == "unknown-name" {
            error.code = "unknown-instrument";
            error.message = format!("`{}` names no declared instrument", name.text);
            if error.help.is_none() {
                error.help = Some(format!("declare it: instrument {first} \"…\" with `short` and `kind`"));
            }
        }
        self.diagnostics.push(error);
        None
    }

    /// A citation as people write it.
    fn cited(&self, instrument: InstrumentId, rest: &str) -> String {
        let Some(i) = self.rb.instruments.get(instrument.ix()) else {
            return String::new();
        };
        let mut out = i.short.clone();
        for (n, segment) in rest.split('.').filter(|s| !s.is_empty()).enumerate() {
            if n > 0 {
                out.push_str(&format!("({segment})"));
            } else if i.pinpoint.is_empty() {
                out.push_str(&format!(" {segment}"));
            } else {
                out.push_str(&format!(" {} {segment}", i.pinpoint));
            }
        }
        out
    }

    pub(super) fn citation(&mut self, cite: &ast::Cite) -> Option<Citation> {
        let (instrument, rest) = self.instrument(&cite.provision)?;
        let mut words = self.cited(instrument, &rest);
        if cite.pinpoint.is_some() {
            words = format!("{words}, {}", text(cite.pinpoint.as_ref()));
        }
        Some(Citation {
            instrument,
            path: cite.provision.text.clone(),
            text: words,
        })
    }

    /// All headings that name a provision.
    pub(super) fn provisions(&mut self) {
        let docs = self.docs;
        let mut seen = BTreeMap::new();
        for (d, (file, doc)) in docs.iter().enumerate() {
            for (h, heading) in doc.provisions.iter().enumerate() {
                if let Some(first) = seen.get(&heading.id.text) {
                    self.diagnostics
                        .push(names::duplicate(&heading.id, "a provision", *first));
                    self.headings.insert((d, h), None);
                    continue;
                }
                seen.insert(heading.id.text.clone(), heading.id.span);
                let id = self.instrument(&heading.id).map(|(instrument, rest)| {
                    self.rb.provisions.push(Provision {
                        id: heading.id.text.clone(),
                        instrument,
                        title: heading.title.clone(),
                        prose: heading.prose.clone(),
                        stated_in: None,
                        not_modelled: heading.not_modelled.as_ref().map(|t| t.text.clone()),
                        citation: self.cited(instrument, &rest),
                        span: heading.id.span,
                    });
                    self.marks.levels.push((*file, heading.level));
                    ProvisionId(self.rb.provisions.len() as u32 - 1)
                });
                self.headings.insert((d, h), id);
            }
            for heading in doc.statements.iter().filter_map(|s| s.heading) {
                if let Some(Some(p)) = self.headings.get(&(d, heading)) {
                    self.marks.inhabited.insert(p.ix());
                }
            }
        }
    }

    pub(super) fn case_fences(&mut self) {
        let docs = self.docs;
        for (d, (_, doc)) in docs.iter().enumerate() {
            for case in &doc.cases {
                self.rb.cases.push(CaseFence {
                    text: case.text.clone(),
                    span: case.span,
                    file: self.sources.path(case.span).to_owned(),
                    line: self.sources.line(case.span),
                    provision: case.heading.and_then(|h| self.headings.get(&(d, h)).copied().flatten()),
                });
            }
        }
    }
}
