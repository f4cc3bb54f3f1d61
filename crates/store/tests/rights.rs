//! Every role, action, compartment and kind of grant, against a table that was written by hand.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::{SignedDuration, Timestamp};
use safeconduct_store::entry::{Compartment, Id};
use safeconduct_store::rights::{Action, BadGrant, Grant, Refused, Rights, Role, Wanted};
use std::collections::BTreeSet;

const ACTIONS: [Action; 12] = [
    Action::See,
    Action::Find,
    Action::Record,
    Action::Submit,
    Action::Propose,
    Action::Approve,
    Action::Object,
    Action::Export,
    Action::Erase,
    Action::Audit,
    Action::Grant,
    Action::Administer,
];

/// Actions in the order above: x is allowed. Compartments in the order general, identity, family, medical, counsel, intelligence: x can be opened.
const TABLE: [(Role, &str, &str); 9] = [
    //                     see find record submit propose approve object export erase audit grant administer
    (Role::Adviser, "xxx.x.xx....", "xxxx.x"),
    (Role::Approver, "x....xxxxxx.", "xxxx.x"),
    (Role::Commission, "xx..........", "...x.."),
    (Role::Counsel, "x..x..xx....", "xxxxx."),
    (Role::Judge, "xx....xx.x..", "xx.x.x"),
    (Role::Records, "xx.....x....", "xxx..."),
    (Role::Interpreter, "..x.........", "x....."),
    (Role::Observer, "x.....x.....", "xxxx.."),
    (Role::Administrator, "...........x", "......"),
];

fn now() -> Timestamp {
    Timestamp::from_second(1_770_000_000).unwrap()
}

fn marked(marks: &str, at: usize) -> bool {
    marks.as_bytes()[at] == b'x'
}

#[test]
fn every_cell_of_the_table() {
    let (person, other, case, another) = (Id([1; 16]), Id([2; 16]), Id([3; 16]), Id([4; 16]));
    let all: BTreeSet<Compartment> = Compartment::ALL.into_iter().collect();
    let grant = |role, case, until| Grant {
        to: person,
        role,
        case,
        compartments: all.clone(),
        until,
    };
    let mut cells = 0;
    for (role, actions, compartments) in TABLE {
        let scope = (role != Role::Administrator).then_some(case);
        for (a, action) in ACTIONS.into_iter().enumerate() {
            for (c, compartment) in Compartment::ALL.into_iter().enumerate() {
                let wanted = |case| Wanted {
                    action,
                    case,
                    compartment,
                };
                let given = |until| {
                    let mut rights = Rights::default();
                    rights.granted(7, grant(role, scope, until));
                    rights
                };
                let rights = given(Some(now() + SignedDuration::from_secs(1)));
                let right = marked(actions, a) && (scope.is_none() || marked(compartments, c));
                let expected = if right { Ok(7) } else { Err(Refused::NoGrant) };
                assert_eq!(
                    rights.may(person, wanted(scope), now()),
                    expected,
                    "{role:?} {action:?} {compartment:?}"
                );
                // Another case, the office, another person, nobody's grant, one that has ended, one that was taken back, somebody who left.
                let nothing = Err(Refused::NoGrant);
                assert_eq!(rights.may(person, wanted(Some(another)), now()), nothing);
                assert_eq!(rights.may(other, wanted(scope), now()), nothing);
                if scope.is_some() {
                    assert_eq!(rights.may(person, wanted(None), now()), nothing);
                }
                assert_eq!(Rights::default().may(person, wanted(scope), now()), nothing);
                assert_eq!(given(Some(now())).may(person, wanted(scope), now()), nothing);
                let mut taken = given(None);
                taken.revoked(7);
                assert_eq!(taken.may(person, wanted(scope), now()), nothing);
                let mut left = given(None);
                left.left(person);
                assert_eq!(left.may(person, wanted(scope), now()), nothing);
                cells += 7;
            }
        }
    }
    println!("{cells} cells");
}

#[test]
fn a_compartment_that_was_not_granted_is_not_there() {
    let (person, case) = (Id([1; 16]), Id([3; 16]));
    let mut rights = Rights::default();
    rights.granted(
        1,
        Grant {
            to: person,
            role: Role::Adviser,
            case: Some(case),
            compartments: [Compartment::General].into(),
            until: None,
        },
    );
    assert_eq!(rights.seen(person, case, now()), [Compartment::General].into());
    assert_eq!(rights.cases(person, now()), [case].into());
    assert!(rights.cases(Id([2; 16]), now()).is_empty());
}

#[test]
fn grants_that_cannot_be_given() {
    let (person, head, case) = (Id([1; 16]), Id([2; 16]), Id([3; 16]));
    let grant = |role, case, compartments: &[Compartment]| Grant {
        to: person,
        role,
        case,
        compartments: compartments.iter().copied().collect(),
        until: None,
    };
    let general = [Compartment::General];
    let mut rights = Rights::default();
    let adviser = grant(Role::Adviser, Some(case), &general);
    assert_eq!(rights.can_be_given(&adviser, person, now()), Err(BadGrant::ToSelf));
    rights.can_be_given(&adviser, head, now()).unwrap();
    let can = |rights: &Rights, grant: &Grant| rights.can_be_given(grant, head, now());
    assert_eq!(
        can(&rights, &grant(Role::Adviser, Some(case), &[])),
        Err(BadGrant::Nothing)
    );
    assert_eq!(
        can(&rights, &grant(Role::Adviser, None, &general)),
        Err(BadGrant::Scope)
    );
    assert_eq!(
        can(&rights, &grant(Role::Administrator, Some(case), &general)),
        Err(BadGrant::Scope)
    );
    let nosy = grant(
        Role::Commission,
        Some(case),
        &[Compartment::Medical, Compartment::Family],
    );
    assert_eq!(can(&rights, &nosy), Err(BadGrant::Compartment(Compartment::Family)));
    let late = Grant {
        until: Some(now()),
        ..adviser.clone()
    };
    assert_eq!(can(&rights, &late), Err(BadGrant::Ended));
    // Who advises in a case does not approve in it, whatever the order; in another case he may.
    rights.granted(1, adviser);
    let approver = grant(Role::Approver, Some(case), &general);
    assert_eq!(
        can(&rights, &approver),
        Err(BadGrant::BothSides(Role::Adviser, Role::Approver))
    );
    can(&rights, &grant(Role::Approver, Some(Id([4; 16])), &general)).unwrap();
    rights.revoked(1);
    can(&rights, &approver).unwrap();
}

/// No role can decide on its own work: nobody who can propose can approve.
#[test]
fn no_role_proposes_and_approves() {
    for role in Role::ALL {
        let has = |action| role.actions().contains(&action);
        assert!(!(has(Action::Propose) && has(Action::Approve)), "{role:?}");
        assert!(!(has(Action::Administer) && role.actions().len() > 1), "{role:?}");
    }
}
