//! What an interview relies on, on random rulebooks and cases: the outline of an answer, and the bound on the questions that are left.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod generator;

use generator::{count, some_pairs};
use jiff::civil::date;
use safeconduct_engine::situation::{Item, Situation, Stated, What};
use safeconduct_engine::{answer, outline, prepare};
use safeconduct_rulebook::model::{Rulebook, Type, Val};

#[test]
fn an_outline_is_the_answer_without_its_reasons() {
    let mut compared = 0;
    for pair in some_pairs(41).take(count(400)) {
        let (book, case) = pair.load().expect("it loads");
        let (whole, short) = match (answer(&book, &case), outline(&book, &case, |_, _| true)) {
            (Ok(whole), Ok(short)) => (whole, short),
            (Err(one), Err(other)) => {
                assert_eq!(one, other);
                continue;
            }
            _ => panic!("one of them has an answer:\n{pair}"),
        };
        let cell = |a: &safeconduct_engine::answer::ActAnswer| {
            let verdicts = (a.verdict.clone(), a.now.clone(), a.possible.clone());
            let more = (
                a.possible_under_profile.clone(),
                a.settled.clone(),
                a.by_reading.clone(),
            );
            (a.act.clone(), a.title.clone(), a.destination.clone(), verdicts, more)
        };
        let cells = |a: &safeconduct_engine::answer::Answer| a.acts.iter().map(cell).collect::<Vec<_>>();
        assert_eq!(cells(&whole), cells(&short), "{pair}");
        let beside = |a: &safeconduct_engine::answer::Answer| {
            format!("{:?}", (&a.duties, &a.dilemmas, &a.disputed, &a.states, &a.as_of))
        };
        assert_eq!(beside(&whole), beside(&short), "{pair}");
        compared += whole.acts.len();
    }
    assert!(compared > 400, "{compared}");
}

/// Values that an item might have.
fn values(book: &Rulebook, item: Item) -> Vec<Val> {
    match item.what {
        What::Relation(_) => vec![Val::Bool(false), Val::Bool(true)],
        What::Fact(id) => match &book.facts[id.ix()].kind {
            Type::YesNo => vec![Val::Bool(true), Val::Bool(false)],
            Type::OneOf(values) => (0..values.len()).map(|v| Val::Value(v as u32)).collect(),
            Type::Date => [1950, 2020, 2025, 2040]
                .map(|year| Val::Date(date(year, 1, 1)))
                .to_vec(),
            Type::Number => [0, 3, 20, 100].map(Val::Number).to_vec(),
        },
    }
}

/// The case with a value for an item; `None` where that contradicts what is stated.
fn with(book: &Rulebook, case: &Situation, item: Item, value: Val) -> Option<Situation> {
    let mut after = case.clone();
    after.disputed.retain(|d| d.item != item);
    after.stated.push(Stated {
        item,
        value,
        by: None,
        strength: u8::MAX,
        since: None,
        source: None,
        unverified: None,
    });
    after.stated.sort_by_key(|s| s.item);
    prepare(book, &after).is_ok().then_some(after)
}

#[test]
fn no_more_questions_are_asked_than_the_bound_says() {
    let (mut asked, mut promised) = (0, 0);
    for (turn, pair) in some_pairs(43).take(count(1000)).enumerate() {
        let (book, mut case) = pair.load().expect("it loads");
        let Ok(mut exact) = prepare(&book, &case) else { continue };
        let cells: Vec<usize> = exact.asked(&case).collect();
        let open = exact.unsettled(&cells);
        let bound = exact.at_most(&open, &[]);
        let (mut questions, mut skip) = (0, Vec::new());
        while let Some((item, _)) = prepare(&book, &case)
            .expect("no contradiction")
            .next_question(&cells, &skip)
        {
            questions += 1;
            let mut values = values(&book, item);
            let first = (turn + questions) % values.len();
            values.rotate_left(first);
            // Every fourth is not known.
            let known = (turn + questions) % 4 != 0;
            match values
                .into_iter()
                .find_map(|v| with(&book, &case, item, v))
                .filter(|_| known)
            {
                Some(after) => case = after,
                None => skip.push(item),
            }
        }
        assert!(
            questions <= bound,
            "{questions} questions, at most {bound} were promised\n{pair}"
        );
        asked += questions;
        promised += bound;
    }
    println!("{asked} questions, at most {promised} promised");
    assert!(asked > 300, "{asked}");
}
