//! Whatever the text: reading ends, places lie in the text, drawing works, and laying out changes nothing but the layout.

use proptest::prelude::*;
use proptest::sample::select;

use safeconduct_rulebook::format::format;
use safeconduct_rulebook::parser::parse;

use super::{drawn, examples, fence, without_places};

fn survives(text: &str) {
    let (document, diagnostics) = parse(0, text);
    for d in &diagnostics {
        let range = d.span.start as usize..d.span.end as usize;
        assert!(
            text.get(range).is_some(),
            "{d} lies outside of the text or inside a character"
        );
        assert!(!d.label.is_empty(), "{d} has no label");
    }
    for s in &document.statements {
        assert!(text.get(s.span.start as usize..s.span.end as usize).is_some());
        assert!(
            text.get(s.id.span.start as usize..s.id.span.end as usize)
                .is_some_and(|t| t == s.id.text)
        );
    }
    drawn(text, &diagnostics);
    if let Ok(out) = format(text) {
        assert_eq!(format(&out).as_ref(), Ok(&out), "laying out twice differs");
        assert_eq!(without_places(&parse(0, &out).0), without_places(&document));
    }
}

const WORDS: &[&str] = &[
    "rule",
    "fact",
    "\nrule a.1 \"A\"",
    "\nfact a.b \"F\"",
    "\nquestion q \"Q\"",
    "\nclaim c \"C\"",
    "when",
    "then",
    "and",
    "or",
    "not",
    "must",
    "one of",
    "is",
    "under",
    "q is a",
    "to",
    "for",
    "home",
    "some state s has",
    "every home has",
    "with",
    "that",
    "barred(",
    "(",
    ")",
    "{",
    "}",
    ",",
    ".",
    "/",
    "yes/no",
    "a.b",
    "x",
    "send",
    "\"text\"",
    "\"",
    "“",
    "18",
    "2026-02-11",
    "2026-13-01",
    "at least",
    "months ago",
    "until",
    "while",
    "# c\n",
    "\n",
    "\n  ",
    "\n# d\n",
    "\n\n",
    "  ",
    "type",
    "ask",
    "position a \"A\"",
    "held by",
    "on t.1",
    "```",
    "\n```rule\n",
    "\r\n",
    "-",
    "never turns from",
    "into",
    "è",
    "\t",
    "\\",
];

/// Statements of many shapes, laid out anyhow.
fn shapes() -> impl Strategy<Value = String> {
    let gap = select(vec![" ", "  ", "\n   ", "\n\n    ", " # c\n  ", "\n# d\n    ", "\t"]);
    let atom = select(vec![
        "a.b",
        "not a.b",
        "( a.b or c.d )",
        "near( destination )",
        "wish(s) . says is yes",
        "a.b is one of { x , y }",
        "a.n at least 18",
        "a.on less than 2 years ago",
        "under q is a or b",
        "barred( send to home )",
        "every state s has ( s.a and s.b )",
        "s has reserved t.1",
    ]);
    let conds = proptest::collection::vec((atom, select(vec!["and", "or"]), gap.clone()), 1..5);
    let ends = select(vec![
        "must keep",
        "must not send , go until look",
        "must one of send to home , keep",
        "a.t",
        "near ( destination )",
    ]);
    let ends = proptest::collection::vec((ends, gap.clone()), 1..4);
    let start = select(vec![
        "",
        "\n",
        "\n\n\n",
        "# above\n",
        "  # indented\n",
        "\n# above\n\n# and above\n",
    ]);
    (start, gap, conds, ends).prop_map(|(start, gap, conds, ends)| {
        let mut out = format!("{start}rule a.1{gap}\"A\"{gap}cite t.1 ,t.2 \"p\"{gap}when ");
        for (n, (atom, word, gap)) in conds.iter().enumerate() {
            let word = if n == 0 { "" } else { word };
            out.push_str(&format!("{word} {atom}{gap}"));
        }
        out.push_str(" then ");
        for (n, (end, gap)) in ends.iter().enumerate() {
            out.push_str(&format!("{}{end}{gap}", if n == 0 { "" } else { " and " }));
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text(text in any::<String>()) {
        survives(&text);
        survives(&fence(&text));
    }

    #[test]
    fn soup_of_words(words in proptest::collection::vec(select(WORDS), 0..40), glue in select(vec!["", " "])) {
        survives(&fence(&words.join(glue)));
    }

    #[test]
    fn shaped_statements(statements in proptest::collection::vec(shapes(), 1..4)) {
        let text = fence(&statements.join("\n"));
        let (_, diagnostics) = parse(0, &text);
        prop_assert!(diagnostics.is_empty(), "{}", drawn(&text, &diagnostics));
        survives(&text);
        let comments = |t: &str| t.matches('#').count();
        prop_assert_eq!(comments(&format(&text).unwrap()), comments(&text));
    }

    #[test]
    fn mutated_examples(which in 0usize..1000, cut in 0usize..1000, len in 0usize..12, word in select(WORDS)) {
        let all = examples();
        let mut text = fence(&all[which % all.len()]);
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let from = cut % ends.len();
        let to = (from + len).min(ends.len() - 1);
        text.replace_range(ends[from]..ends[to], word);
        survives(&text);
    }
}
