//! What holds of a record, whatever the database. Each test gets an empty one.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, unused_macros, unused_imports)]

use jiff::{SignedDuration, Timestamp};
use safeconduct_store::StoreError;
use safeconduct_store::case::{Case, Standing};
use safeconduct_store::chain::Flaw;
use safeconduct_store::decision::{End, Move, Mover, NotPossible, Proposal, Rules};
use safeconduct_store::entry::{Compartment, Entry, Id};
use safeconduct_store::event::{Event, Found, ReadBack, Said, Setting, Value};
use safeconduct_store::rights::{Action, BadGrant, Grant, OFFICE, Role, Wanted};
use safeconduct_store::store::{Batch, Content, Store};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(crate) fn id() -> Id {
    Id::random().unwrap()
}

pub(crate) fn batch(stream: Id, expected: u64, event: Event) -> Batch {
    Batch {
        stream,
        expected,
        author: id(),
        request: id(),
        events: vec![(Compartment::General, event)],
    }
}

pub(crate) fn opened() -> Event {
    Event::Opened(Setting {
        name: "case-17".to_owned(),
        detaining: "UA".to_owned(),
        destinations: Some(vec!["KP".to_owned(), "KR".to_owned()]),
        ..Setting::default()
    })
}

pub(crate) fn found(path: &str, value: Value) -> Event {
    Event::Found(Found {
        path: path.to_owned(),
        value,
        source: Some(format!("a report on {path}")),
        strength: Some("report".to_owned()),
        found_by: None,
        standard: None,
        since: None,
        said: None,
        language: None,
    })
}

pub(crate) fn torture(value: &str) -> Event {
    found("destination.KP.torture", Value::Text(value.to_owned()))
}

pub(crate) fn said() -> Event {
    Event::Said(Box::new(Said {
        words: "저는 돌아가고 싶지 않습니다".to_owned(),
        language: "ko".to_owned(),
        on: jiff::civil::date(2026, 2, 11),
        place: "a room in the hospital".to_owned(),
        minutes: Some(50),
        present: vec!["interpreter I-07".to_owned()],
        kept_out: vec!["camp staff".to_owned()],
        told: Some("sheet 3".to_owned()),
        interpreter: None,
        translation: None,
        read_back: ReadBack::Confirmed,
        offered: vec!["counsel".to_owned()],
        signed: Some(false),
    }))
}

/// Writes an event at the end of a stream.
pub(crate) fn append(store: &mut Store, stream: Id, event: Event) -> Entry {
    let version = store.stream(stream, 0).unwrap().len() as u64;
    store.append(&batch(stream, version, event)).unwrap().remove(0)
}

pub(crate) fn order_authors_and_versions(mut store: Store) {
    let (a, b) = (id(), id());
    let first = batch(a, 0, opened());
    store.append(&first).unwrap();
    store.append(&batch(b, 0, opened())).unwrap();
    let mut two = batch(a, 1, torture("found"));
    two.events
        .push((Compartment::Medical, found("prisoner.fit_to_travel", Value::Bool(true))));
    let written = store.append(&two).unwrap();
    assert_eq!(
        written.iter().map(|e| (e.seq, e.version)).collect::<Vec<_>>(),
        [(3, 2), (4, 3)]
    );
    let read = store.stream(a, 0).unwrap();
    assert_eq!(read.iter().map(|r| r.entry.seq).collect::<Vec<_>>(), [1, 3, 4]);
    assert_eq!(read[0].entry.author, first.author);
    assert_eq!(read[2].content, Content::Event(two.events[1].1.clone()));
    assert_eq!(store.stream(a, 1).unwrap().len(), 2);
    let verified = store.verify(&[]).unwrap();
    assert_eq!((verified.entries, verified.opened), (4, 4));
}

pub(crate) fn who_did_not_see_the_last_version_writes_nothing(mut store: Store) {
    let stream = id();
    store.append(&batch(stream, 0, opened())).unwrap();
    store.append(&batch(stream, 1, torture("found"))).unwrap();
    let late = store.append(&batch(stream, 1, torture("dispelled"))).unwrap_err();
    assert!(
        matches!(
            late,
            StoreError::Conflict {
                expected: 1,
                actual: 2,
                ..
            }
        ),
        "{late}"
    );
    assert_eq!(store.stream(stream, 0).unwrap().len(), 2);
}

pub(crate) fn a_repeated_request_writes_once(mut store: Store) {
    let stream = id();
    let request = batch(stream, 0, opened());
    let first = store.append(&request).unwrap();
    store.append(&batch(stream, 1, torture("found"))).unwrap();
    assert_eq!(store.append(&request).unwrap(), first);
    let mut other = request.clone();
    other.events = vec![(Compartment::General, torture("found"))];
    assert!(matches!(store.append(&other), Err(StoreError::Repeated)));
    let mut other = request;
    other.author = id();
    assert!(matches!(store.append(&other), Err(StoreError::Repeated)));
    assert_eq!(store.stream(stream, 0).unwrap().len(), 2);
}

pub(crate) fn nothing_is_written_where_part_of_it_is_wrong(mut store: Store) {
    let stream = id();
    let mut bad = batch(stream, 0, opened());
    let empty = Event::Withdrawn {
        entry: 1,
        reason: " ".to_owned(),
    };
    bad.events.push((Compartment::General, empty));
    assert!(matches!(store.append(&bad), Err(StoreError::Invalid(_))));
    assert!(store.stream(stream, 0).unwrap().is_empty());
}

pub(crate) fn conflicting_findings_are_kept_until_one_is_preferred(mut store: Store) {
    let stream = id();
    append(&mut store, stream, opened());
    let a = append(&mut store, stream, torture("found")).seq;
    let b = append(&mut store, stream, torture("dispelled")).seq;
    let case = store.case(stream, None).unwrap();
    assert_eq!(case.conflicts()["destination.KP.torture"].len(), 2);
    let prefer = |entry, over| Event::Preferred {
        entry,
        over: vec![over],
        reason: "the later report was withdrawn by its author".to_owned(),
    };
    append(&mut store, stream, prefer(a, b));
    let case = store.case(stream, None).unwrap();
    assert!(case.conflicts().is_empty());
    assert!(matches!(case.findings[&b].standing, Standing::Overruled(_)));
    append(&mut store, stream, prefer(b, a));
    let case = store.case(stream, None).unwrap();
    assert_eq!(case.findings[&b].standing, Standing::Stands);
    assert!(matches!(case.findings[&a].standing, Standing::Overruled(_)));
}

pub(crate) fn who_takes_back_his_words_takes_back_what_rests_on_them(mut store: Store) {
    let stream = id();
    append(&mut store, stream, opened());
    let words = append(&mut store, stream, said()).seq;
    let Event::Found(mut wish) = found("wish.KP.says", Value::Text("no".to_owned())) else {
        panic!("a finding");
    };
    wish.said = Some(words);
    let wish = append(&mut store, stream, Event::Found(wish)).seq;
    let before = store.case(stream, None).unwrap();
    assert_eq!(before.findings[&wish].standing, Standing::Stands);
    append(
        &mut store,
        stream,
        Event::TakenBack {
            entry: words,
            words: None,
        },
    );
    let after = store.case(stream, None).unwrap();
    assert!(matches!(after.findings[&wish].standing, Standing::Withdrawn(_)));
    assert_eq!(
        after.said[&words].what, before.said[&words].what,
        "the words stay on the record"
    );
}

pub(crate) fn what_was_known_at_a_time(store: Store) {
    let now = Arc::new(AtomicI64::new(1_770_000_000));
    let clock = now.clone();
    let mut store = store.with_clock(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap());
    let stream = id();
    let mut snapshots: Vec<(Timestamp, Case)> = Vec::new();
    for event in [opened(), torture("found"), torture("dispelled"), said()] {
        let entry = append(&mut store, stream, event);
        snapshots.push((entry.recorded, store.case(stream, None).unwrap()));
        now.fetch_add(60, Ordering::SeqCst);
    }
    for (time, snapshot) in snapshots {
        assert_eq!(store.case(stream, Some(time)).unwrap(), snapshot);
        let later = time + SignedDuration::from_secs(59);
        assert_eq!(store.case(stream, Some(later)).unwrap(), snapshot);
    }
}

pub(crate) fn the_clock_never_goes_back(store: Store) {
    let now = Arc::new(AtomicI64::new(1_770_000_000));
    let clock = now.clone();
    let mut store = store.with_clock(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap());
    let stream = id();
    let first = append(&mut store, stream, opened());
    now.fetch_sub(30, Ordering::SeqCst);
    let second = append(&mut store, stream, torture("found"));
    assert_eq!(first.recorded, second.recorded, "a small step back is not written down");
    now.fetch_sub(3600, Ordering::SeqCst);
    let refused = store.append(&batch(stream, 2, torture("dispelled"))).unwrap_err();
    assert!(matches!(refused, StoreError::ClockBehind { .. }), "{refused}");
    store.verify(&[]).unwrap();
}

pub(crate) fn what_is_erased_is_gone_and_the_record_still_holds(mut store: Store) {
    let stream = id();
    append(&mut store, stream, opened());
    let secret = append(&mut store, stream, said()).seq;
    let request = batch(stream, 2, opened());
    let erased = store.erase(request, secret, "order of the court of 3 March").unwrap();
    assert_eq!(erased[0].kind, Event::ERASED);
    let case = store.case(stream, None).unwrap();
    assert!(case.said.is_empty() && case.erased.contains(&secret));
    let verified = store.verify(&[]).unwrap();
    assert_eq!((verified.entries, verified.opened, verified.erased), (3, 2, 1));
    // That something was erased cannot be erased, nor can what is in another stream.
    assert!(store.erase(batch(stream, 3, opened()), 3, "again").is_err());
    let other = id();
    append(&mut store, other, opened());
    assert!(store.erase(batch(stream, 3, opened()), 4, "not mine").is_err());
    assert_eq!(store.stream(stream, 0).unwrap().len(), 3, "what failed wrote nothing");
}

pub(crate) fn a_head_kept_elsewhere_tells_that_the_end_was_cut_off(mut store: Store) {
    let stream = id();
    append(&mut store, stream, opened());
    let head = store.sign_head().unwrap();
    append(&mut store, stream, torture("found"));
    assert_eq!(store.verify(std::slice::from_ref(&head)).unwrap().heads, 2);
    let mut later = head.clone();
    later.seq = 9;
    let flaw = store.verify(&[later]).unwrap_err();
    assert!(matches!(flaw, StoreError::Tampered(Flaw::Signature(9))), "{flaw}");
}

pub(crate) fn a_decision_takes_two_people_and_time(store: Store) {
    let now = Arc::new(AtomicI64::new(1_770_000_000));
    let clock = now.clone();
    let mut store = store.with_clock(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap());
    let stream = id();
    append(&mut store, stream, opened());
    let seen = append(&mut store, stream, torture("dispelled")).seq;
    let mover = || Mover {
        person: id(),
        unit: id(),
    };
    let (author, approver) = (mover(), mover());
    let proposal = |seen| Proposal {
        act: "transfer".to_owned(),
        destination: Some("KR".to_owned()),
        irreversible: true,
        seen,
        rulebook: "sha256:0".to_owned(),
        verdict: "permitted".to_owned(),
        contrary: None,
    };
    let stale = store.propose(stream, proposal(seen - 1), author, id()).unwrap_err();
    assert!(
        matches!(stale, StoreError::NotPossible(NotPossible::Changed(_))),
        "{stale}"
    );
    let proposed = store.propose(stream, proposal(seen), author, id()).unwrap().seq;
    let approve = || Move::Approve {
        replies: vec![
            "counsel was heard".to_owned(),
            "the assurance covers onward transfer".to_owned(),
        ],
    };
    let decide = |store: &mut Store, what, who| store.decide(stream, proposed, what, who, Rules::default(), id());
    assert!(decide(&mut store, approve(), author).is_err());
    decide(&mut store, approve(), approver).unwrap();
    assert!(decide(&mut store, Move::Release, author).is_err());
    now.fetch_add(24 * 3600, Ordering::SeqCst);
    // He says something else: what was approved is not what would be done.
    append(&mut store, stream, said());
    let changed = decide(&mut store, Move::Release, author).unwrap_err();
    assert!(
        matches!(changed, StoreError::NotPossible(NotPossible::Changed(_))),
        "{changed}"
    );
    let seen = store.case(stream, None).unwrap().decisions.last_fact;
    let again = store.propose(stream, proposal(seen), author, id()).unwrap().seq;
    let decide = |store: &mut Store, what, who| store.decide(stream, again, what, who, Rules::default(), id());
    decide(&mut store, approve(), approver).unwrap();
    now.fetch_add(24 * 3600, Ordering::SeqCst);
    decide(&mut store, Move::Release, author).unwrap();
    let case = store.case(stream, None).unwrap();
    assert_eq!(case.decisions.all[&again].end, Some(End::Released));
    assert_eq!(case.decisions.all[&proposed].end, None);
}

pub(crate) fn rights_are_given_taken_and_end(store: Store) {
    let now = Arc::new(AtomicI64::new(1_770_000_000));
    let clock = now.clone();
    let time = move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap();
    let mut store = store.with_clock(time.clone());
    let (head, person, case) = (id(), id(), id());
    let wanted = Wanted {
        action: Action::See,
        case: Some(case),
        compartment: Compartment::General,
    };
    let grant = |until| Grant {
        to: person,
        role: Role::Adviser,
        case: Some(case),
        compartments: [Compartment::General].into(),
        until,
    };
    let may = |store: &mut Store| store.rights().unwrap().0.may(person, wanted, time()).is_ok();
    assert!(!may(&mut store));
    assert!(matches!(
        store.grant(grant(None), person, id()),
        Err(StoreError::BadGrant(BadGrant::ToSelf))
    ));
    let given = store.grant(grant(None), head, id()).unwrap().seq;
    assert!(may(&mut store));
    let revoked = Event::Revoked {
        grant: given,
        reason: "the case went to another".to_owned(),
    };
    append(&mut store, OFFICE, revoked);
    assert!(!may(&mut store));
    store
        .grant(grant(Some(time() + SignedDuration::from_hours(8))), head, id())
        .unwrap();
    assert!(may(&mut store));
    now.fetch_add(8 * 3600, Ordering::SeqCst);
    assert!(!may(&mut store), "it ends by itself");
    store.grant(grant(None), head, id()).unwrap();
    append(&mut store, OFFICE, Event::Left { person });
    assert!(!may(&mut store));
}

/// Every test above, by name.
macro_rules! suite {
    ($make:path) => {
        suite!($make: order_authors_and_versions, who_did_not_see_the_last_version_writes_nothing, a_repeated_request_writes_once,
            nothing_is_written_where_part_of_it_is_wrong, conflicting_findings_are_kept_until_one_is_preferred,
            who_takes_back_his_words_takes_back_what_rests_on_them, what_was_known_at_a_time, the_clock_never_goes_back,
            what_is_erased_is_gone_and_the_record_still_holds, a_decision_takes_two_people_and_time, rights_are_given_taken_and_end, a_head_kept_elsewhere_tells_that_the_end_was_cut_off);
    };
    ($make:path: $($name:ident),*) => {
        $(#[test]
        fn $name() {
            $make(|store| suite::$name(store));
        })*
    };
}
pub(crate) use suite;
