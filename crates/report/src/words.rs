//! The words that people read, in one place. Nothing here ranks a person, and no word promises that somebody is out of
//! danger: what is not prohibited is "permitted", no more.

use safeconduct_engine::answer::StepAnswer;
use std::collections::BTreeSet;

/// What a cell of the matrix shows, as word and symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It must be done.
    Required,
    /// It may be done.
    Permitted,
    /// It may or must be done, but not today.
    NotYet,
    /// It must not be done.
    Prohibited,
    /// The law opens no way to it.
    Unavailable,
    /// It must and must not be done.
    Conflict,
    /// Several verdicts are possible.
    Open,
}

impl Mark {
    /// The mark of a verdict's word in an answer; an unknown word is open.
    pub fn of(verdict: &str) -> Self {
        match verdict {
            "required" => Self::Required,
            "permitted" => Self::Permitted,
            "not_yet" => Self::NotYet,
            "prohibited" => Self::Prohibited,
            "unavailable" => Self::Unavailable,
            "conflict" => Self::Conflict,
            _ => Self::Open,
        }
    }

    /// Its symbol: no two are alike without colour, each is one column wide also in East Asian terminals.
    pub fn symbol(self, ascii: bool) -> &'static str {
        match (self, ascii) {
            (Self::Required, _) => "!",
            (Self::Permitted, false) => "\u{2713}",
            (Self::Permitted, true) => "+",
            (Self::NotYet, _) => "~",
            (Self::Prohibited, false) => "\u{2717}",
            (Self::Prohibited, true) => "x",
            (Self::Unavailable, _) => "-",
            (Self::Conflict, _) => "#",
            (Self::Open, _) => "?",
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Permitted => "permitted",
            Self::NotYet => "not yet",
            Self::Prohibited => "prohibited",
            Self::Unavailable => "unavailable",
            Self::Conflict => "conflict",
            Self::Open => "open",
        }
    }

    /// What it means, for the legend.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Required => "must be done",
            Self::Permitted => "may be done",
            Self::NotYet => "something must come first",
            Self::Prohibited => "must not be done",
            Self::Unavailable => "the law opens no way to it",
            Self::Conflict => "must and must not be done",
            Self::Open => "several verdicts are possible; not a permission",
        }
    }

    /// The escape sequence that colours it.
    pub(crate) fn colour(self) -> &'static str {
        match self {
            Self::Required => "\x1b[1;34m",
            Self::Permitted => "\x1b[32m",
            Self::NotYet | Self::Open => "\x1b[33m",
            Self::Prohibited => "\x1b[31m",
            Self::Unavailable => "\x1b[2m",
            Self::Conflict => "\x1b[1;35m",
        }
    }
}

/// The groups of acts without destination, each with the kinds and acts that belong to it; the first takes the rest.
pub(crate) const GROUPS: [(&str, &[&str]); 4] = [
    ("Staying", &["release", "detention"]),
    ("Telling others", &["notification"]),
    ("Trial", &["trial", "prosecute"]),
    ("Publicity", &["publicity", "publicise"]),
];

/// The order in which verdicts are named.
const VERDICTS: [&str; 5] = ["required", "permitted", "prohibited", "unavailable", "conflict"];

/// What a cell shows: its mark and its words, `permitted, not yet`.
pub fn cell(verdict: &str, now: &str) -> (Mark, String) {
    let mark = Mark::of(verdict);
    if verdict == now {
        return (mark, word(verdict));
    }
    match (mark, now) {
        (Mark::Required | Mark::Permitted, "not_yet") => (Mark::NotYet, format!("{}, not yet", word(verdict))),
        (_, "not_yet") => (mark, format!("{}, not yet", word(verdict))),
        _ => (mark, format!("{}; now {}", word(verdict), word(now))),
    }
}

/// The word for a verdict of an answer.
pub fn word(verdict: &str) -> String {
    match Mark::of(verdict) {
        Mark::Open => plain(verdict),
        mark => mark.word().to_owned(),
    }
}

/// The verdict in a sentence about an act: "in conflict".
pub(crate) fn verdict_phrase(verdict: &str) -> String {
    if verdict == "conflict" {
        "in conflict".to_owned()
    } else {
        word(verdict)
    }
}

/// Several possible verdicts in a sentence: "permitted or prohibited".
pub fn verdicts<'a>(possible: impl IntoIterator<Item = &'a String>) -> String {
    let mut sorted: Vec<&String> = possible.into_iter().collect();
    sorted.sort_by_key(|v| VERDICTS.iter().position(|known| known == v).unwrap_or(VERDICTS.len()));
    list(sorted.into_iter().map(|v| verdict_phrase(v)), "or")
}

/// On what a verdict holds or depends.
pub fn settled(settled: &str) -> String {
    match settled {
        "every_reading" => "under every reading".to_owned(),
        "profile" => "under this profile; other readings differ".to_owned(),
        "open_law" => "depends on law that is open".to_owned(),
        "open_facts" => "depends on facts not yet found".to_owned(),
        "open_both" => "depends on facts not yet found, and on the reading of the law".to_owned(),
        other => plain(other),
    }
}

/// What `now` says of an act whose verdict is open.
pub(crate) fn for_now(now: &str) -> String {
    match now {
        "not_yet" => "for now it must wait".to_owned(),
        "open" => "for now it is open".to_owned(),
        other => format!("for now it is treated as {}", verdict_phrase(other)),
    }
}

/// The word for the status of a duty.
pub(crate) fn duty_status(status: &str) -> String {
    match status {
        "not_triggered" => "not triggered".to_owned(),
        "pending" => "depends on facts not yet found".to_owned(),
        other => plain(other),
    }
}

/// The steps that an act waits for: those that are asked for whatever is found, and those that are asked for on some findings only.
/// `9 steps that must come first, and 9 more that perhaps must`
pub(crate) fn steps_first(steps: &[StepAnswer]) -> String {
    let ids = |certain: bool| -> BTreeSet<&str> {
        let open = steps.iter().filter(|s| !s.done && s.certain == certain);
        open.map(|s| s.step.as_str()).collect()
    };
    let certain = ids(true);
    let perhaps = ids(false).difference(&certain).count();
    let sure = count(certain.len(), "step that must come first", "steps that must come first");
    match (certain.len(), perhaps) {
        (_, 0) => sure,
        (0, n) => count(
            n,
            "step that perhaps must come first",
            "steps that perhaps must come first",
        ),
        (_, n) => format!("{sure}, and {n} more that perhaps must"),
    }
}

/// How something is set aside.
pub(crate) fn set_aside(how: &str) -> &'static str {
    match how {
        "priority" => "giving way to",
        "suspended" => "suspended by",
        _ => "lifted by",
    }
}

/// Citations in one line, each once, those of one instrument together: `GC III art 12(2), 13(1); CAT art 3(1)`.
pub fn citations<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for cite in all
        .into_iter()
        .flat_map(|c| c.split("; "))
        .map(str::trim)
        .filter(|c| !c.is_empty())
    {
        // A citation with a comma of its own stands alone: "HRC General Comment 36, paras 30-31".
        let (source, place) = match cite.rsplit_once(" art ") {
            Some((source, place)) if !place.contains(", ") => (source, place),
            _ => (cite, ""),
        };
        match groups
            .iter_mut()
            .find(|(s, places)| *s == source && places[0].is_empty() == place.is_empty())
        {
            Some((_, places)) if places.contains(&place) => {}
            Some((_, places)) => places.push(place),
            None => groups.push((source, vec![place])),
        }
    }
    let groups = groups.into_iter().map(|(source, places)| match places[0] {
        "" => source.to_owned(),
        _ => format!("{source} art {}", places.join(", ")),
    });
    groups.collect::<Vec<_>>().join("; ")
}

/// The sources that citations of articles name, each once: `GC III`, `CAT`.
pub(crate) fn sources<'a>(all: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut sources: Vec<&str> = Vec::new();
    for cite in all.into_iter().flat_map(|c| c.split("; ")) {
        if let Some((source, _)) = cite.rsplit_once(" art ")
            && !sources.contains(&source.trim())
        {
            sources.push(source.trim());
        }
    }
    sources
}

/// `a, b and c`; with `; ` where an item has a comma of its own.
pub fn list(items: impl IntoIterator<Item = impl AsRef<str>>, word: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|i| i.as_ref().to_owned()).collect();
    let Some((last, before)) = items.split_last() else {
        return String::new();
    };
    if before.is_empty() {
        return last.clone();
    }
    if items.iter().any(|i| i.contains(", ")) {
        format!("{}; {word} {last}", before.join("; "))
    } else {
        format!("{} {word} {last}", before.join(", "))
    }
}

/// `a; b; c; and 4 others`: a few of many, and how many more.
pub(crate) fn few(items: &[String], shown: usize) -> String {
    // One more is named rather than counted.
    if items.len() <= shown + 1 {
        return items.join("; ");
    }
    format!("{}; and {} others", items[..shown].join("; "), items.len() - shown)
}

/// The first letter made large.
pub fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The first letter made small, unless the word is written in capitals.
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if chars.clone().next().is_none_or(|second| !second.is_uppercase()) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// A sentence: a large first letter, a full stop at the end.
pub fn sentence(text: &str) -> String {
    let text = upper_first(text.trim());
    if text.is_empty() || text.ends_with(['.', '?', '!', ':']) {
        text
    } else {
        format!("{text}.")
    }
}

/// A clause that goes into a longer sentence: without its own full stop.
pub(crate) fn clause(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// An identifier as words.
pub fn plain(id: &str) -> String {
    id.replace('_', " ")
}

/// `1 item`, `2 items`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

/// `2026-02-11` as `11 Feb 2026`; anything else as it is.
pub fn date(iso: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let parts: Vec<&str> = iso.split('-').collect();
    let [year, month, day] = parts[..] else {
        return iso.to_owned();
    };
    match (
        month.parse::<usize>().ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))),
        day.parse::<u8>(),
    ) {
        (Some(month), Ok(day)) if year.len() == 4 => format!("{day} {month} {year}"),
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_grammatical() {
        assert_eq!(list(["a"], "and"), "a");
        assert_eq!(list(["a", "b", "c"], "and"), "a, b and c");
        assert_eq!(list(["a, b", "c"], "or"), "a, b; or c");
        assert_eq!(list(Vec::<String>::new(), "and"), "");
        assert_eq!(
            sentence("the prisoner is fit to travel"),
            "The prisoner is fit to travel."
        );
        assert_eq!(lower_first("UNHCR resettlement"), "UNHCR resettlement");
        assert_eq!(lower_first("Exchange"), "exchange");
        assert_eq!(date("2026-02-11"), "11 Feb 2026");
        assert_eq!(date("yesterday"), "yesterday");
        let cites = [
            "GC III art 12(2)",
            "CAT art 3(1); GC III art 13(1)",
            "Soering",
            "HRC 31, para 12",
            "Soering",
        ];
        assert_eq!(
            citations(cites),
            "GC III art 12(2), 13(1); CAT art 3(1); Soering; HRC 31, para 12"
        );
        assert_eq!(count(1, "item", "items"), "1 item");
    }

    #[test]
    fn cells_never_read_as_a_permission_that_is_not_there() {
        assert_eq!(
            cell("permitted", "not_yet"),
            (Mark::NotYet, "permitted, not yet".to_owned())
        );
        assert_eq!(
            cell("open", "prohibited"),
            (Mark::Open, "open; now prohibited".to_owned())
        );
        assert_eq!(
            cell("prohibited", "prohibited"),
            (Mark::Prohibited, "prohibited".to_owned())
        );
    }

    #[test]
    fn symbols_are_distinct_and_narrow() {
        use unicode_width::UnicodeWidthStr;
        let marks = [
            Mark::Required,
            Mark::Permitted,
            Mark::NotYet,
            Mark::Prohibited,
            Mark::Unavailable,
            Mark::Conflict,
            Mark::Open,
        ];
        for ascii in [false, true] {
            let symbols: std::collections::BTreeSet<_> = marks.iter().map(|m| m.symbol(ascii)).collect();
            assert_eq!(symbols.len(), marks.len());
            assert!(symbols.iter().all(|s| s.width_cjk() == 1));
            assert!(!ascii || symbols.iter().all(|s| s.is_ascii()));
        }
    }
}
