//! Laying out.

use safeconduct_rulebook::format::format;

use super::{examples, fence};

#[test]
fn everything_at_once() {
    let text = "# Prose   stays\n\n```rule\n\n\n# above the first\ninstrument   t1 \"Treaty\"   # the first\n short \"T\"\n\n\n        kind treaty\n    # about the date\n  adopted 1949-08-12\nrule a.1\n  \"A\"\n  cite t1.1,t1.2 \"p. 5\"   ,  t1.3\n  when (a.b  or not ( a.c )) and wish ( s ) . says is one of {x,y}\n    and near(destination) # why\n# stray\n    and ( a.d or a.e )\n  then must send to home , keep\n     and must not go until look\n  # trailing, indented\n# of the next\n\n# of the next, too\nfact a.b \"A\"\n  type yes / no\nquestion q \"Q\"\n  turns on \"x\" position a \"A\" held by \"B\" ,\n \"C\"\n on t1.1\nexception a.2 \"E\"\n  to a.1\n  for send\n# the end\n```\n\n```case\n  as = \"it is\"\n```\n";
    let out = format(text).unwrap();
    insta::assert_snapshot!(out);
    assert_eq!(format(&out).unwrap(), out);
}

#[test]
fn the_examples_of_the_reference_stay_as_they_are() {
    for example in examples() {
        let text = fence(example.trim_end());
        let out = format(&text).unwrap();
        assert_eq!(out, text);
    }
}

#[test]
fn errors_are_refused() {
    let errors = format("```rule\nrule a.1 \"A\"\n  thn b.c\n```\n").unwrap_err();
    assert_eq!(errors[0].code, "unknown-clause");
    assert!(format("```rule\nrule a.1 \"A\"\n").is_err());
}

#[test]
fn windows_line_ends_stay() {
    let text = "```rule\r\nrule a.1 \"A\"\r\n    then b.c\r\n```\r\n";
    assert_eq!(
        format(text).unwrap(),
        "```rule\r\nrule a.1 \"A\"\r\n  then b.c\r\n```\r\n"
    );
}

#[test]
fn fences_of_comments_or_nothing() {
    assert_eq!(
        format("```rule\n\n   # a\n\n\n# b\n```\n").unwrap(),
        "```rule\n# a\n\n# b\n```\n"
    );
    assert_eq!(format("```rule\n\n\n```\n").unwrap(), "```rule\n```\n");
}
