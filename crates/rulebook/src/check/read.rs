//! Instruments whose pinpoints nobody has checked against a text.

use super::Check;
use crate::model::{Citation, Origin, Rulebook};
use crate::source::{Diagnostic, Span};

/// Somebody who cites: the statement, where it stands, what it cites, whether it is marked.
struct Citing<'a> {
    id: &'a str,
    span: Span,
    cites: &'a [Citation],
    unverified: bool,
}

impl Check<'_> {
    /// One warning for each instrument that has no `read in` and of which a pinpoint is cited without `unverified`.
    pub(super) fn unread(&mut self) {
        let rb = self.rb;
        let citing = citing(rb);
        for (i, instrument) in rb.instruments.iter().enumerate() {
            if instrument.read.is_some() {
                continue;
            }
            let pinpoint = |c: &Citation| c.instrument.ix() == i && c.text != instrument.short;
            let unread: Vec<&Citing<'_>> = (citing.iter())
                .filter(|s| !s.unverified && s.cites.iter().any(pinpoint))
                .collect();
            let Some(first) = unread.first() else { continue };
            let count = match unread.len() {
                1 => "1 statement cites a pinpoint".to_owned(),
                n => format!("{n} statements cite pinpoints"),
            };
            let warning = Diagnostic::warning(
                "unread-pinpoint",
                self.names.span(&instrument.id),
                format!(
                    "{count} of {}, which nobody has read; first: `{}`",
                    instrument.short, first.id
                ),
            );
            self.diagnostics.push(
                warning
                    .label("no `read in`")
                    .related(self.names.span(first.id), "cited here")
                    .help("say against which text the pinpoints were checked, `read in \"…\"`, or mark the statements `unverified`"),
            );
        }
    }
}

/// All statements and positions that cite, in the order of their places.
fn citing(rb: &Rulebook) -> Vec<Citing<'_>> {
    let mut all: Vec<(&str, &Origin)> = Vec::new();
    all.extend(rb.bases.iter().map(|x| (x.id.as_str(), &x.origin)));
    all.extend(rb.rules.iter().map(|x| (x.id.as_str(), &x.origin)));
    all.extend(rb.duties.iter().map(|x| (x.id.as_str(), &x.origin)));
    all.extend(rb.exceptions.iter().map(|x| (x.id.as_str(), &x.origin)));
    all.extend(rb.priorities.iter().map(|x| (x.id.as_str(), &x.origin)));
    all.extend(rb.presumptions.iter().map(|x| (x.id.as_str(), &x.origin)));
    all.extend(rb.questions.iter().map(|x| (x.id.as_str(), &x.origin)));
    all.extend(rb.claims.iter().map(|x| (x.id.as_str(), &x.origin)));
    let mut out: Vec<Citing<'_>> = (all.into_iter())
        .map(|(id, origin)| Citing {
            id,
            span: origin.span,
            cites: &origin.cites,
            unverified: origin.unverified.is_some(),
        })
        .collect();
    for q in &rb.questions {
        out.extend(q.positions.iter().map(|p| Citing {
            id: &q.id,
            span: q.origin.span,
            cites: &p.on,
            unverified: p.unverified.is_some(),
        }));
    }
    out.sort_by_key(|c| (c.span.file, c.span.start));
    out
}
