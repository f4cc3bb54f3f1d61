//! Interviews in a terminal.

use super::folder;
use super::terminal::Terminal;
use std::fmt::Write as _;
use std::path::Path;

/// What the office of the story knows: part of a question, and what is typed. The first that fits counts; what is in no line is not known.
const STORY: [(&str, &str); 24] = [
    ("fallen into the power of the enemy", "1"),
    ("armed conflict between states", "1"),
    ("Article 4 of the Third", "1"),
    ("Are active hostilities", "1"),
    ("wishes to go to North Korea", "2"),
    ("wishes to go to Russian Federation", "2"),
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
        None if rest.contains("there is none:") => "x",
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
        if reply == "u" && rest.contains("there is none:") {
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
