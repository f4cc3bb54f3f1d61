//! Draws diagnostics the way the Rust compiler does.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};

use crate::source::{Diagnostic, Severity, Sources, Span};

/// The diagnostics as text for a terminal, sorted by file and place; with `colour`, in colours.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], colour: bool) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| key(a).cmp(&key(b)));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in sorted {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(renderer.render(&[group(sources, diagnostic)]).trim_end());
        out.push('\n');
    }
    out
}

fn key(d: &Diagnostic) -> (Span, Severity, &str, &str) {
    (d.span, d.severity, d.code, d.message.as_str())
}

fn group<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut files = vec![diagnostic.span.file];
    for (span, _) in &diagnostic.related {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let mut group = level
        .primary_title(shown(&diagnostic.message))
        .id(diagnostic.code)
        .elements(Vec::<Element<'_>>::new());
    for file in files {
        let text = sources.text(file);
        let path = sources.files.get(file as usize).map_or("?", |f| f.path.as_str());
        let mut snippet = Snippet::<Annotation<'_>>::source(text).path(path);
        if file == diagnostic.span.file {
            let primary = AnnotationKind::Primary.span(range(text, diagnostic.span));
            snippet = snippet.annotation(labelled(primary, &diagnostic.label));
        }
        for (span, label) in diagnostic.related.iter().filter(|(s, _)| s.file == file) {
            snippet = snippet.annotation(labelled(AnnotationKind::Context.span(range(text, *span)), label));
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(shown(help)));
    }
    group
}

fn labelled<'a>(annotation: Annotation<'a>, label: &'a str) -> Annotation<'a> {
    if label.is_empty() {
        annotation
    } else {
        annotation.label(shown(label))
    }
}

/// Without control characters, which could move the cursor of a terminal.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c })
        .collect()
}

/// The bytes of a span, cut to the text and to whole characters.
fn range(text: &str, span: Span) -> Range<usize> {
    let whole = |n: u32| {
        let mut n = (n as usize).min(text.len());
        while !text.is_char_boundary(n) {
            n -= 1;
        }
        n
    };
    let start = whole(span.start);
    start..whole(span.end).max(start)
}
