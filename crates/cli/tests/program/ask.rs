//! Interviews in a terminal.
#![allow(clippy::panic, reason = "a test that cannot go on says what it saw")]

use super::terminal::Terminal;
use super::{folder, run};
use std::fmt::Write as _;
use std::path::Path;

/// What the office of the story knows: part of a question, and what is typed. The first that fits counts; what is in no line is not known.
const STORY: [(&str, &str); 24] = [
    ("fallen into the power of the enemy", "1"),
    ("armed conflict between states", "1"),
    ("Article 4 of the Third", "1"),
    ("Are active hostilities", "1"),
    ("wishes to go to North Korea", "2"),
    ("wishes to go to the Russian Federation", "2"),
    ("wishes to go to South Korea", "1"),
    ("wishes to stay in the country", "r"),
    ("speak about South Korea freely", "d"),
    ("awaits him in South Korea", "n"),
    ("South Korea would hand him on", "2"),
    ("Russian Federation would hand him on to North Korea", "1"),
    ("agree to receive", "1"),
    ("South Korea willing and able", "1"),
    ("in South Korea", "2"),
    ("in North Korea", "1"),
    ("Is a claim to asylum", "2"),
    ("on foot against him", "1"),
    ("Is he fit to travel", "1"),
    ("endanger his recovery", "2"),
    ("Article 110", "1"),
    ("under eighteen", "2"),
    ("danger to the security", "2"),
    ("Article 1F", "2"),
];

const ACTS: [&str; 6] = [
    "repatriate",
    "exchange",
    "transfer",
    "resettle",
    "release_locally",
    "grant_protection",
];

/// The question that is asked last in what was on the screen, and what can be replied; `None` where nothing is left to ask.
fn question(screen: &str) -> Option<(String, String)> {
    let at = screen.rfind("settled so far.")?;
    let rest = screen[at + 15..].replace('\n', " ");
    if rest.contains("No question is left") || rest.contains("put off") {
        return None;
    }
    let ask = rest.split('?').next().unwrap_or_default().trim().to_owned();
    Some((ask, rest))
}

fn story(ask: &str, rest: &str) -> &'static str {
    let known = STORY.iter().find(|(part, _)| ask.contains(part));
    match known {
        Some((_, reply)) => reply,
        None if rest.contains("the same for every other act") => "x",
        None => "u",
    }
}

/// Replies as the story has it, until a question with this text is asked, or none is left.
fn tell(terminal: &mut Terminal, until: &str) -> bool {
    for _ in 0..150 {
        let screen = terminal.asked();
        let Some((ask, rest)) = question(&screen) else {
            return false;
        };
        if ask.contains(until) {
            return true;
        }
        let reply = story(&ask, &rest);
        terminal.line(reply);
        if reply == "d" {
            terminal.asked();
            terminal.line("his counsel says so; a camp officer says that a fellow prisoner pressed him");
        }
        if reply == "u" && rest.contains("the same for every other act") {
            terminal.asked();
            terminal.line("y");
        }
    }
    panic!("the questions do not end");
}

/// What was typed is taken back, key by key, and something else typed.
fn instead(terminal: &mut Terminal, complaint: &str, typed: &str, text: &str) {
    terminal.until(complaint);
    terminal.keys(&"\x7f".repeat(typed.len()));
    terminal.line(text);
}

/// The digest of the rulebook changes with every word of the law.
fn without_digest(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once("sha256:") {
        Some((before, _)) => format!("{before}sha256:…"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

const INTRODUCTION: &str = "# An interview, from nothing to an answer

*A soldier of North Korea fought under Russian command and was captured by Ukraine. He is healthy and of age. He does not want to go
home, nor to Russia; he says that he wants to go to South Korea, and whether he says so freely is disputed. What awaits him at home
is established; what awaits him in Russia nobody has looked into.*

This is the whole screen, what the program prints and what is typed, word for word. (A line that cannot be is complained of while it is typed, and
leaves no trace once it is corrected: here a day that no calendar has, and a number that is no reply.) It is written by the test
`an_interview_from_nothing_to_an_answer`, which drives the real program through a pseudo-terminal and fails when the two differ. The story is made
up; the law is the law of the rulebook on that day.

To keep it short, only six acts are asked about:

    safeconduct ask --act repatriate --act exchange --act transfer --act resettle --act release_locally --act grant_protection

";

#[test]
fn an_interview_from_nothing_to_an_answer() {
    let folder = folder("ask");
    let acts: Vec<&str> = ACTS.iter().flat_map(|act| ["--act", act]).collect();
    let mut terminal = Terminal::start(&[&["ask"][..], &acts].concat(), &folder);
    terminal.asked();
    terminal.line("case-17");
    terminal.asked();
    terminal.line("2026-02-30");
    instead(
        &mut terminal,
        "! there is no day 2026-02-30",
        "2026-02-30",
        "2026-02-11",
    );
    for line in ["Ukraine", "KP", "RU", "", "KP RU KR", ""] {
        terminal.asked();
        terminal.line(line);
    }
    // A reply that there is none of; then one that is changed, and changed back.
    assert!(tell(&mut terminal, "To which category of Article 4"));
    terminal.line("12");
    instead(&mut terminal, "! `12` is none", "12", "9");
    for keys in ["b", "1"] {
        terminal.asked();
        terminal.line(keys);
    }
    assert!(tell(&mut terminal, "wishes to stay in the country"));
    terminal.line("r");
    terminal.asked();
    terminal.line("s");
    let (code, first) = terminal.end();
    assert_eq!(code, Some(0), "{first}");

    let mut terminal = Terminal::start(&[&["ask", "case-17.toml"][..], &acts].concat(), &folder);
    assert!(tell(&mut terminal, "speak about South Korea freely"));
    terminal.line("d");
    for line in [
        "his counsel says so; a camp officer says that a fellow prisoner pressed him",
        "a",
        "l",
        "1",
        "e",
    ] {
        terminal.asked();
        terminal.line(line);
    }
    assert!(!tell(&mut terminal, "no such question"));
    terminal.line("n");
    assert!(tell(&mut terminal, "awaits him in South Korea"), "it was put off");
    terminal.line("1");
    assert!(!tell(&mut terminal, "no such question"));
    terminal.line("");
    let (code, second) = terminal.end();
    assert_eq!(code, Some(0), "{second}");

    let path = folder.join("case-17.toml");
    let case = std::fs::read_to_string(&path).expect("the case file");
    for part in [
        "asked = \"refused\"",
        "asked = \"unknown\"",
        "[findings.\"wish.KR.free\".disputed]",
        "appeal_pending = false",
    ] {
        assert!(case.contains(part), "{part}\n{case}");
    }
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).expect("the case file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let bounds = [&first, &second].map(|s| s.split(" of at most ").skip(1).map(|rest| rest.split(' ').next()));
    for bound in bounds.into_iter().flatten() {
        let bound: usize = bound.and_then(|n| n.parse().ok()).expect("a number");
        assert!((40..150).contains(&bound), "{bound}: 40 questions are asked");
    }
    let end = second
        .find("DISPUTED: ")
        .and_then(|_| second.rfind("Enter: the answer;"))
        .expect("an end");
    let end = second[..end].rfind('\n').expect("a line");
    let (second, last) = second.split_at(end + 1);
    let mut page = INTRODUCTION.to_owned();
    for (heading, text, folded) in [
        ("The first session", first.as_str(), false),
        ("The second session", second, true),
        ("The end", last, false),
        ("The case file", case.as_str(), false),
    ] {
        let text = without_digest(text.trim_end());
        let _ = match folded {
            true => writeln!(
                page,
                "## {heading}\n\n<details>\n<summary>All other questions, one after the other</summary>\n\n```text\n{text}\n```\n\n</details>\n"
            ),
            false => writeln!(page, "## {heading}\n\n```text\n{text}\n```\n"),
        };
    }
    compare(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ask-transcript.md"),
        page.trim_end(),
    );
}

/// Compares a page with the file that holds it; with SAFECONDUCT_WRITE it is written instead.
fn compare(path: &Path, page: &str) {
    let page = format!("{page}\n");
    if std::env::var_os("SAFECONDUCT_WRITE").is_some() {
        std::fs::write(path, page).expect("written");
        return;
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    if let Some(line) = there.lines().zip(page.lines()).position(|(a, b)| a != b) {
        let (a, b) = (there.lines().nth(line), page.lines().nth(line));
        panic!(
            "docs/ask-transcript.md differs in line {}: {a:?}, now {b:?}; SAFECONDUCT_WRITE=1 writes it anew, to be read",
            line + 1
        );
    }
    assert_eq!(
        there.len(),
        page.len(),
        "docs/ask-transcript.md ends otherwise; SAFECONDUCT_WRITE=1 writes it anew"
    );
}

/// The small rulebook, from any folder.
const SMALL: [&str; 2] = [
    "--rulebook",
    concat!(env!("CARGO_MANIFEST_DIR"), "/../casefile/tests/rulebook"),
];

/// A case as the program lays it out.
const CASE: &str = "id = \"x\"
as_of = 2026-02-11
detaining = \"UA\"
origin = \"KP\"
destinations = [\"KP\", \"KR\"]

[prisoner]
age = 0
captive_since = 2025-01-09
fit_to_travel = false
";

fn types(terminal: &mut Terminal, lines: &[&str]) {
    for line in lines {
        terminal.asked();
        terminal.line(line);
    }
}

#[test]
fn without_a_terminal_there_is_no_interview() {
    let ran = run(&["ask"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.out.is_empty() && ran.err.contains("needs a terminal"),
        "{}",
        ran.err
    );
}

#[test]
fn nothing_is_saved_before_there_is_a_case() {
    let folder = folder("ask-nothing");
    let mut terminal = Terminal::start(&["ask"], &folder);
    types(&mut terminal, &["case-1"]);
    terminal.asked();
    terminal.keys("\x03");
    let (code, all) = terminal.end();
    assert_eq!(code, Some(2), "{all}");
    assert!(all.contains("nothing was saved"), "{all}");
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0);
}

#[test]
fn ctrl_c_loses_no_reply() {
    let folder = folder("ask-interrupted");
    let setting = [
        "--as-of",
        "2026-02-11",
        "--detaining",
        "UA",
        "--role",
        "origin=KP",
        "--destination",
        "KR",
        "--profile",
        "modern",
    ];
    let mut terminal = Terminal::start(&[&["ask", "x", "--ascii"][..], &setting, &SMALL].concat(), &folder);
    types(&mut terminal, &["2", "u", ""]);
    terminal.asked();
    terminal.keys("\x03");
    let (code, all) = terminal.end();
    assert_eq!(code, Some(0), "{all}");
    assert!(all.contains("2 replies are saved in x.toml"), "{all}");
    assert!(all.is_ascii(), "{all}");
    let saved = std::fs::read_to_string(folder.join("x.toml")).expect("the case");
    assert_eq!(saved.matches("asked = \"unknown\"").count(), 1, "{saved}");
    assert_eq!(
        std::fs::read_dir(&folder).expect("a folder").count(),
        1,
        "nothing is left beside it"
    );

    let mut terminal = Terminal::start(&[&["ask", "x", "--print"][..], &SMALL].concat(), &folder);
    assert!(terminal.asked().contains("2 replies are there already."));
    terminal.line("s");
    let (_, all) = terminal.end();
    assert!(all.trim_end().ends_with(saved.trim_end()), "{all}");
    assert_eq!(std::fs::read_to_string(folder.join("x.toml")).expect("the case"), saved);
}

#[test]
fn what_contradicts_is_not_taken() {
    let folder = folder("ask-contradiction");
    let path = folder.join("x.toml");
    std::fs::write(&path, CASE).expect("a case");
    let mut terminal = Terminal::start(&[&["ask", "x.toml"][..], &SMALL].concat(), &folder);
    types(&mut terminal, &["l", "3"]);
    assert!(terminal.asked().contains("Is he fit to travel?"));
    terminal.line("1");
    let screen = terminal.asked();
    assert!(
        screen.contains("This was not taken: it cannot be true together"),
        "{screen}"
    );
    assert!(screen.contains("  - Age: 0"), "{screen}");
    terminal.line("s");
    assert_eq!(terminal.end().0, Some(0));
    assert_eq!(std::fs::read_to_string(&path).expect("the case"), CASE);
}

#[test]
fn days_numbers_and_evidence() {
    let folder = folder("ask-evidence");
    let path = folder.join("x.toml");
    std::fs::write(&path, CASE).expect("a case");
    let mut terminal = Terminal::start(&[&["ask", "x.toml", "--evidence"][..], &SMALL].concat(), &folder);
    types(&mut terminal, &["l", "1"]);
    assert!(terminal.asked().contains("How old is he?"));
    terminal.line("old");
    instead(&mut terminal, "! a whole number", "old", "20");
    types(&mut terminal, &["a birth certificate"]);
    terminal.asked();
    terminal.line("me");
    instead(&mut terminal, "! `me` is none of", "me", "court");
    types(&mut terminal, &["2026-01-05"]);
    assert!(terminal.asked().contains("Since when is he a captive?"));
    terminal.line("2025-02-29");
    instead(
        &mut terminal,
        "! there is no day 2025-02-29",
        "2025-02-29",
        "2025-01-11",
    );
    types(&mut terminal, &["", "", "", "s"]);
    assert_eq!(terminal.end().0, Some(0));
    let saved = std::fs::read_to_string(&path).expect("the case");
    let evidence =
        "[findings.\"prisoner.age\"]\nsource = \"a birth certificate\"\nfound_by = \"court\"\nsince = 2026-01-05\n";
    assert!(saved.contains(evidence), "{saved}");
    assert!(saved.contains("age = 20\ncaptive_since = 2025-01-11\n"), "{saved}");
}

/// The next question, and the answer so far, in cases that are found already.
#[test]
fn what_is_asked_next_in_precedents() {
    let precedents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../precedents");
    let folder = folder("ask-precedents");
    let mut all = String::new();
    for path in [
        "ukraine-2025/k1",
        "ukraine-2025/wounded-russian",
        "history/korea-1953-refuses-danger",
    ] {
        let name = path.rsplit('/').next().expect("a name").to_owned() + ".toml";
        std::fs::copy(precedents.join(path).with_extension("toml"), folder.join(&name)).expect("a copy");
        let mut terminal = Terminal::start(&["ask", &name], &folder);
        types(&mut terminal, &["a", "s"]);
        let (code, text) = terminal.end();
        assert_eq!(code, Some(0), "{text}");
        let _ = write!(all, "{}\n\n", without_digest(&text));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn later_replies_are_kept_when_an_earlier_one_changes() {
    let folder = folder("ask-kept");
    let path = folder.join("x.toml");
    let saved = || std::fs::read_to_string(&path).expect("the case");
    let mut terminal = Terminal::start(
        &[
            "ask",
            "x",
            "--as-of",
            "2026-02-11",
            "--detaining",
            "UA",
            "--role",
            "origin=KP",
            "--destination",
            "KP",
            "--profile",
            "icrc_2020",
            "--act",
            "exchange",
        ],
        &folder,
    );
    for _ in 0..6 {
        let (ask, rest) = question(&terminal.asked()).expect("a question");
        let danger = ask.ends_with("in North Korea");
        terminal.line(if danger { "2" } else { story(&ask, &rest) });
    }
    terminal.asked();
    let before = saved();
    types(&mut terminal, &["l"]);
    let screen = terminal.asked();
    assert!(!screen.contains("bears on no act as things stand"), "{screen}");
    assert!(
        screen.contains("  1  Interim measure: no, for every act and state"),
        "{screen}"
    );
    // Where a court has asked that he not be exchanged, nothing else matters any more. It is asked again about the act that is meant.
    terminal.line("1");
    let screen = terminal.asked();
    assert!(
        screen.contains("QUESTION 1: INTERIM MEASURE (EXCHANGE TO NORTH KOREA)"),
        "{screen}"
    );
    types(&mut terminal, &["1", "l"]);
    let screen = terminal.asked();
    let list = screen.rfind("WHAT WAS REPLIED").expect("a list");
    assert!(
        screen[list..]
            .replace("\n     ", " ")
            .contains("[bears on no act as things stand; kept]"),
        "{screen}"
    );
    assert_ne!(saved(), before);
    terminal.line("1");
    types(&mut terminal, &["x"]);
    terminal.asked();
    assert_eq!(saved(), before, "changed and changed back");
    terminal.line("s");
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn a_file_that_somebody_laid_out_is_left_alone() {
    let folder = folder("ask-beside");
    let k1 = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../precedents/ukraine-2025/k1.toml");
    std::fs::copy(k1, folder.join("k1.toml")).expect("a copy");
    let before = std::fs::read_to_string(folder.join("k1.toml")).expect("the case");
    let mut terminal = Terminal::start(&["ask", "k1.toml", "--act", "transfer"], &folder);
    assert!(terminal.asked().contains("k1.toml stays as it is, with its comments."));
    types(&mut terminal, &["u", "s"]);
    let (code, all) = terminal.end();
    assert_eq!(code, Some(0), "{all}");
    assert_eq!(
        std::fs::read_to_string(folder.join("k1.toml")).expect("the case"),
        before
    );
    let beside = std::fs::read_to_string(folder.join("k1.asked.toml")).expect("what was replied");
    assert!(
        beside.contains("asked = \"unknown\"") && beside.contains("[[expect]]"),
        "{beside}"
    );
}
