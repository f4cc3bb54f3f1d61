//! The trace of a complete world and the reference agree on every norm, basis, term and verdict.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod generator;
mod reference;

use generator::{Pair, count, some_pairs};
use jiff::civil::Date;
use reference::case::Case;
use reference::eval::{NormAt, is_flat, is_must, is_until, is_while};
use reference::space::{Space, Values, Who, day_back};
use safeconduct_engine::compile::frame::{Frame, Place};
use safeconduct_engine::compile::{Compiled, LawKey, Mode, compile};
use safeconduct_engine::evaluate::Tri;
use safeconduct_engine::situation::What;
use safeconduct_engine::trace::{self, NormTrace};
use safeconduct_rulebook::model::*;

/// A value in an interval between thresholds.
fn inside(thresholds: &[i64], value: usize, date: bool) -> Val {
    let n = match (value.checked_sub(1).map(|i| thresholds[i]), thresholds.first()) {
        (Some(from), _) => from,
        (None, Some(end)) => end - 1,
        (None, None) => 0,
    };
    if date { Val::Date(day_back(n)) } else { Val::Number(n) }
}

fn world(case: &Case<'_>, number: usize) -> trace::World {
    let space = case.space;
    let digits = &case.worlds[number].digits;
    let readings = (0..case.book.questions.len()).map(|q| Some(digits[q] as u32)).collect();
    let law = space.law.iter().enumerate().map(|(i, (who, instrument))| {
        let place = match who {
            Who::Detaining => Place::Detaining,
            Who::At(s) => Place::Listed(*s),
        };
        (
            LawKey {
                place,
                instrument: *instrument,
            },
            digits[space.first_law + i] == 0,
        )
    });
    let values = space.items.iter().enumerate().map(|(i, (item, values))| {
        let v = digits[space.first_item + i];
        let date = matches!(item.what, What::Fact(f) if case.book.facts[f.ix()].kind == Type::Date);
        let value = match values {
            Values::Bool => Val::Bool(v == 1),
            Values::Named(_) => Val::Value(v as u32),
            Values::Between(t) => inside(t, v, date),
        };
        (*item, value)
    });
    trace::World {
        readings,
        law: law.collect(),
        values: values.collect(),
    }
}

fn tri(b: bool) -> Tri {
    if b { Tri::True } else { Tri::False }
}

/// What a trace says of a norm, in an order of its own.
fn norm_line(book: &Rulebook, n: &NormTrace) -> String {
    let id = &book.rules[n.rule.ix()].id;
    let mode = match n.mode {
        Mode::Must | Mode::MustHome => "must",
        Mode::Bar => "bar",
        Mode::While => "while",
        Mode::Until => "until",
    };
    format!("{id} {mode} {:?} {:?} {:?}", n.condition, n.holds, n.stands)
}

fn differs(case: &Case<'_>, number: usize, compiled: &Compiled<'_>) -> Option<String> {
    let trace = &trace::trace(compiled, &world(case, number));
    let book = case.book;
    let w = &case.worlds[number];
    let expected = tri(case.all().has(number));
    // What nothing depends on need not be looked at.
    let idle = case.stated.iter().any(|s| {
        w.digits[case.space.first_item + s.item] != s.value && !compiled.items.contains_key(case.item(s.item))
    });
    let idle = idle || compiled.items.keys().any(|i| case.space.item_index(i).is_none());
    if trace.world != expected && !idle {
        return Some(format!(
            "world {number}: reference {expected:?}, trace {:?}",
            trace.world
        ));
    }
    for (term, state, holds) in &trace.terms {
        if tri(w.term(*term, *state)) != *holds {
            return Some(format!("term {} {state:?}: trace {holds:?}", book.terms[term.ix()].id));
        }
    }
    for (i, cell) in case.cells.iter().enumerate() {
        let Some(c) = trace.cells.iter().find(|c| (c.act, c.destination) == *cell) else {
            return Some(format!("no cell {cell:?}"));
        };
        let forbidden = w.barred(*cell) || w.waits(*cell);
        let ours = (
            Some(case.verdicts[i][number]),
            tri(w.required(*cell)),
            tri(forbidden),
            tri(w.opened(*cell)),
        );
        let theirs = (c.verdict, c.owed, c.forbidden, c.open);
        if ours != theirs {
            return Some(format!(
                "cell {cell:?}: verdict, M, F, B: reference {ours:?}, trace {theirs:?}"
            ));
        }
        let line = |n: NormAt| {
            let conclusion = &book.rules[n.rule.ix()].then[n.conclusion];
            let mode = match conclusion {
                c if is_must(c) => "must",
                c if is_flat(c) => "bar",
                c if is_while(c) => "while",
                c if is_until(c) => "until",
                _ => "?",
            };
            let states = (tri(w.condition(n)), tri(w.holds(n)), tri(w.stands(n)));
            format!(
                "{} {mode} {:?} {:?} {:?}",
                book.rules[n.rule.ix()].id,
                states.0,
                states.1,
                states.2
            )
        };
        // A trace may leave out what can never hold.
        let mut ours: Vec<String> = w
            .norms(*cell, |_| true)
            .into_iter()
            .filter(|n| w.condition(*n))
            .map(line)
            .collect();
        let mut theirs: Vec<String> = c
            .norms
            .iter()
            .filter(|n| n.condition != Tri::False)
            .map(|n| norm_line(book, n))
            .collect();
        ours.sort();
        theirs.sort();
        if ours != theirs {
            return Some(format!("norms of {cell:?}: reference {ours:?}, trace {theirs:?}"));
        }
        for (b, holds) in &c.bases {
            if tri(w.basis(*b, *cell)) != *holds {
                return Some(format!("basis {} of {cell:?}: trace {holds:?}", book.bases[b.ix()].id));
            }
        }
    }
    None
}

fn bad(pair: &Pair) -> Option<String> {
    let (book, sit) = pair.load().ok()?;
    let space = Space::new(&book, &sit);
    if space.size > 256 {
        return None;
    }
    let case = Case::new(&book, &sit, &space);
    let compiled = compile(&book, Frame::Case(&sit));
    // Up to a dozen worlds, spread over the space.
    let step = (space.size / 12).max(1);
    (0..space.size).step_by(step).find_map(|w| differs(&case, w, &compiled))
}

#[test]
fn traces_of_complete_worlds_agree() {
    for pair in some_pairs(37).take(count(600)) {
        if bad(&pair).is_some() {
            let small = pair.shrink(|p| bad(p).is_some());
            panic!("{}\n\n{small}", bad(&small).expect("it still differs"));
        }
    }
}

#[test]
fn a_day_and_back() {
    let day = Date::constant(2020, 7, 31);
    assert_eq!(day_back(reference::space::day(day)), day);
}
