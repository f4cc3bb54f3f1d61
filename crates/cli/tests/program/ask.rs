//! Interviews in a terminal.

use super::folder;
use super::terminal::Terminal;

#[test]
fn probe() {
    let folder = folder("ask-probe");
    let mut terminal = Terminal::start(&["ask", "case-17", "--act", "repatriate","--act","exchange","--act","transfer","--act","resettle","--act","release_locally","--act","grant_protection",
      "--as-of","2026-02-11","--detaining","UA","--role","origin=KP","--role","commanded_by=RU","--destination","KP","--destination","RU","--destination","KR","--profile","icrc_2020"], &folder);
    let mut n = 0;
    loop {
        let all = terminal.asked();
        let Some(at) = all.rfind("settled so far.") else { terminal.line(""); break };
        let at2 = all.rfind("No question is left").unwrap_or(0);
        let at3 = all.rfind("put off").unwrap_or(0);
        if at2 > at || at3 > at { terminal.line(""); break; }
        let rest = all[at..].replace('\n', " ");
        let q = rest["settled so far.".len()..].split('?').next().unwrap().trim().to_owned();
        let r = reply(&q, &rest);
        n += 1;
        eprintln!("{n} {r} {q}");
        terminal.line(&r);
        if rest.contains("x  there is none") && r == "u" { terminal.asked(); terminal.line("y"); }
        if n > 120 { break; }
    }
    let (_, all) = terminal.end();
    eprintln!("{}", &all[all.len().saturating_sub(3000)..]);
}
fn reply(q: &str, rest: &str) -> String {
    for (part, reply) in REPLIES { if q.contains(part) { return (*reply).to_owned(); } }
    if rest.contains("x  there is none") { return "x".into() }
    "u".into()
}
const REPLIES: &[(&str, &str)] = &[
    ("fallen into the power of the enemy", "1"),
    ("armed conflict between states", "1"),
    ("Article 4 of the Third", "1"),
    ("Are active hostilities", "1"),
];
