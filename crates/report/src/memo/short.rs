//! The question, the short answer and the conclusion: what a minister reads.

use super::Depth;
use super::doubt::asked;
use super::points::{Sheet, number, quoted, spread, together};
use crate::words;
use safeconduct_engine::argument::{Considered, Evidence, Missing, Role, Standing};
use safeconduct_engine::sensitivity::Sensitivity;

/// So many findings on which the verdict hangs are named.
const HANGS: usize = 3;

/// Who holds the prisoner.
fn who(sheet: &Sheet<'_>) -> String {
    let state = sheet.argument.answer.states.first();
    state.map_or_else(|| "the detaining power".to_owned(), |s| s.name.clone())
}

/// `May Ukraine repatriate the prisoner to North Korea, must it, or must it not?`
pub(super) fn question(sheet: &Sheet<'_>) -> String {
    let day = words::date(&sheet.argument.answer.as_of);
    format!(
        "May {} {}, must it, or must it not: on the law as it stood on {day}, and on what had been found by then?",
        who(sheet),
        sheet.argument.phrase
    )
}

/// The verdict in a sentence.
fn verdict(sheet: &Sheet<'_>) -> String {
    let (who, phrase, act) = (who(sheet), &sheet.argument.phrase, sheet.act);
    let verdict = match act.verdict.as_str() {
        "prohibited" => format!("{who} must not {phrase}"),
        "required" => format!("{who} must {phrase}"),
        "permitted" => format!("{who} may {phrase}"),
        "unavailable" => format!("The law opens no way for {who} to {phrase}"),
        "conflict" => format!(
            "{who} must {phrase}, and must not: two duties collide, and no rule of priority decides between them"
        ),
        _ => {
            let possible = words::verdicts(&act.possible_under_profile);
            format!("It is open whether {who} may {phrase}: it may turn out {possible}")
        }
    };
    let verdict = words::upper_first(&verdict);
    let others: Vec<&String> = (act.possible.iter().filter(|v| !act.possible_under_profile.contains(v))).collect();
    let also = if act.verdict == "open" { "also " } else { "" };
    match (act.settled.as_str(), others.is_empty()) {
        ("every_reading", _) => format!("{verdict}, under every reading of the law."),
        (_, false) => format!(
            "{verdict}. It is so as this profile reads the law{}; on other readings it may {also}be {}.",
            replaced(sheet),
            words::verdicts(others)
        ),
        _ => format!("{verdict}."),
    }
}

/// That positions of the profile are replaced, where some are: the reading is then not that of the profile alone.
fn replaced(sheet: &Sheet<'_>) -> String {
    match sheet.argument.answer.readings.len() {
        0 => String::new(),
        n => format!(", with {} of its positions replaced by the case", number(n)),
    }
}

/// What holds today, where that is not the verdict.
fn today(sheet: &Sheet<'_>) -> Option<String> {
    let act = sheet.act;
    let outstanding = act.steps.iter().any(|s| !s.done && s.certain);
    match (act.verdict.as_str(), act.now.as_str()) {
        (verdict, now) if verdict == now => None,
        ("open", "not_yet") if outstanding => Some(format!(
            "For now it must wait: for what is not known, and for {}.",
            words::steps_first(&act.steps)
        )),
        (_, "not_yet") if outstanding => Some(format!("Not yet: it waits for {}.", words::steps_first(&act.steps))),
        (_, now) => Some(words::sentence(&words::for_now(now))),
    }
}

/// A norm as a reason: its title, and the points that meet it.
fn reason(norm: &Considered) -> String {
    let mut met = spread(&norm.elements);
    met.retain(|e| e.standing == Standing::Stands);
    let last = if norm.last_choice {
        "; no other choice that it names is left"
    } else {
        ""
    };
    if met.is_empty() {
        quoted(&norm.said)
    } else {
        format!("{}, since {}{last}", quoted(&norm.said), together(&met))
    }
}

fn strongest(sheet: &Sheet<'_>) -> Vec<String> {
    let carried = sheet.norms(sheet.carrying(), Standing::Stands);
    let first = |roles: &[Role]| sheet.norms(roles, Standing::Stands).first().map(|n| reason(n));
    let bars: &[Role] = &[Role::Bars, Role::BarsWhile];
    match sheet.act.verdict.as_str() {
        "prohibited" | "required" => {
            let lead = if carried.len() > 1 {
                "The first reason"
            } else {
                "The reason"
            };
            let rule = |n: &&Considered| {
                if n.last_choice {
                    "the duty to choose"
                } else {
                    "the rule"
                }
            };
            let besides = match carried.len().saturating_sub(1) {
                0 => String::new(),
                n => format!(" {} besides.", upper(&reasons(n))),
            };
            let reason = carried
                .first()
                .map(|n| format!("{lead} is {} {}.{besides}", rule(n), reason(n)));
            reason.into_iter().collect()
        }
        "conflict" => {
            let sides = [
                first(&[Role::Requires]).map(|r| format!("For it: {r}.")),
                first(bars).map(|r| format!("Against it: {r}.")),
            ];
            sides.into_iter().flatten().collect()
        }
        "permitted" => {
            let basis = match (carried.first(), sheet.argument.free) {
                (Some(norm), _) => format!("The law opens the way to it: {}.", reason(norm)),
                (None, true) => "It needs no basis.".to_owned(),
                (None, false) => String::new(),
            };
            vec![basis, looked_at(sheet)]
        }
        "unavailable" => {
            let bases = sheet.argument.norms.iter().filter(|n| n.role == Role::Opens).count();
            vec![match bases {
                0 => "The rulebook knows no basis for it.".to_owned(),
                1 => "The one basis for it that the rulebook knows was looked at; it is not met.".to_owned(),
                n => format!("{} bases for it were looked at; none is met.", upper(&number(n))),
            }]
        }
        _ => open(sheet),
    }
}

/// That the bars were looked at.
fn looked_at(sheet: &Sheet<'_>) -> String {
    let bars = (sheet.argument.norms.iter())
        .filter(|n| matches!(n.role, Role::Bars | Role::BarsWhile) && n.standing != Standing::Stands)
        .count();
    match bars {
        0 => "No bar bears on it.".to_owned(),
        1 => "One bar was looked at; it does not stand.".to_owned(),
        n => format!("{} bars were looked at; none stands.", upper(&number(n))),
    }
}

/// What keeps the verdict open.
fn open(sheet: &Sheet<'_>) -> Vec<String> {
    let missing = sheet.argument.missing.len();
    // First the question of which the answers narrow it most.
    let narrow = |m: &&Missing| m.answers.iter().map(|(_, verdicts)| verdicts.len()).min();
    let first = sheet.argument.missing.iter().min_by_key(narrow);
    let first = first.map(|m| format!(" First to be asked: {}", asked(sheet, m)));
    match missing {
        0 => vec!["It turns on law that is open.".to_owned()],
        1 => {
            let first = first
                .unwrap_or_default()
                .replace("First to be asked", "The question is");
            vec![format!("It depends on one finding that nobody has made.{first}")]
        }
        n => vec![format!(
            "It depends on {} findings that nobody has made.{}",
            number(n),
            first.unwrap_or_default()
        )],
    }
}

fn reasons(n: usize) -> String {
    match n {
        1 => "one other rule stands".to_owned(),
        n => format!("{} other rules stand", number(n)),
    }
}

fn upper(text: &str) -> String {
    words::upper_first(text)
}

/// The short answer.
pub(super) fn answer(sheet: &Sheet<'_>) -> Vec<String> {
    let mut said = vec![verdict(sheet)];
    said.extend(today(sheet));
    said.extend(strongest(sheet).into_iter().filter(|s| !s.is_empty()));
    if let Some(sensitivity) = &sheet.argument.sensitivity {
        said.extend(firmness(sensitivity));
    }
    said
}

/// How firmly the verdict stands, in a sentence.
pub(super) fn firmness(of: &Sensitivity) -> Option<String> {
    let rests = match (of.rests_on.len(), of.rests_on_all) {
        (n, true) => number(n),
        (n, false) => format!("{} or more", number(n)),
    };
    match of.withstands {
        None if of.given_up => None,
        None => Some("No finding, if it fell, could turn this.".to_owned()),
        Some(0) => Some(hangs(of)),
        Some(k) => Some(format!(
            "It would stand even if any {} of the {rests} findings on which it rests fell.",
            number(k)
        )),
    }
}

/// On which single findings it hangs.
fn hangs(of: &Sensitivity) -> String {
    let clause = |e: &Evidence| words::clause(&e.clause).to_owned();
    match &of.turning[..] {
        [] => String::new(),
        [one] => format!(
            "It hangs on the record that {}: if that were wrong, it could be {}.",
            clause(&one.finding),
            otherwise(&one.possible, &of.verdict)
        ),
        all => {
            let shown = if all.len() > HANGS + 1 { HANGS } else { all.len() };
            let clauses: Vec<String> = all[..shown].iter().map(|t| clause(&t.finding)).collect();
            let rest = match all.len() - shown {
                0 => String::new(),
                n => format!("; and {} others", number(n)),
            };
            format!(
                "It hangs on {} records, each of which could turn it if it were wrong: {}{rest}.",
                number(all.len()),
                clauses.join("; ")
            )
        }
    }
}

/// The other verdicts that are possible.
pub(super) fn otherwise(possible: &[String], verdict: &str) -> String {
    words::verdicts(possible.iter().filter(|v| *v != verdict))
}

/// The conclusion.
pub(super) fn conclusion(sheet: &Sheet<'_>) -> Vec<String> {
    let mut said = vec![verdict(sheet)];
    said.extend(today(sheet));
    let turns: Vec<String> = (sheet.argument.contested.iter())
        .map(|d| format!("“{}”", words::clause(&d.title)))
        .collect();
    if !turns.is_empty() && sheet.depth != Depth::Sentence {
        said.push(format!(
            "It turns on how people read the law: {}.",
            words::list(turns, "and")
        ));
    }
    said.push("What follows from the findings is computed; the findings, and the decision, are people's.".to_owned());
    said
}
