//! Who may do what: one function, asked by every page, search, count, export, file and error.
//!
//! Nothing is allowed that no grant allows. A grant names a person, a role, a case, compartments and, if it is to end, an end. There is no role that
//! approves its own work or speaks for the person whom a case is about: no such right exists. Who administers the office has no right on any case.

use crate::StoreError;
use crate::entry::{Compartment, Entry, Id};
use crate::event::Event;
use crate::store::{Batch, Content, Store};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody is in a case, or in the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Legal adviser.
    Adviser,
    /// Head of office, who approves.
    Approver,
    /// Member of a mixed medical commission.
    Commission,
    /// Counsel of the person.
    Counsel,
    /// Judge, tribunal or review panel.
    Judge,
    /// Officer of the information bureau.
    Records,
    /// Interpreter or translator.
    Interpreter,
    /// Somebody of the ICRC, UNHCR or the protecting power.
    Observer,
    /// Administers people, keys and backups, and sees no case.
    Administrator,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Read, search, count; also to know that there is anything.
    See,
    /// Write findings, replies and steps.
    Find,
    /// Write down what the person says.
    Record,
    /// Put forward findings as a party: they never take the place of the office's.
    Submit,
    /// Propose a decision.
    Propose,
    /// Approve or refuse what another proposed, and lift what stands in the way.
    Approve,
    /// Object or hold.
    Object,
    /// Take out: print, copy, file.
    Export,
    /// Erase, once that was approved.
    Erase,
    /// See who read and wrote.
    Audit,
    /// Give and take rights on the case.
    Grant,
    /// People and units; keys, backups, settings. Never of a case.
    Administer,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Adviser,
        Self::Approver,
        Self::Commission,
        Self::Counsel,
        Self::Judge,
        Self::Records,
        Self::Interpreter,
        Self::Observer,
        Self::Administrator,
    ];

    /// What a role can do at all.
    pub fn actions(self) -> &'static [Action] {
        use Action::{Administer, Approve, Audit, Erase, Export, Find, Grant, Object, Propose, Record, See, Submit};
        match self {
            Self::Adviser => &[See, Find, Record, Propose, Object, Export],
            Self::Approver => &[See, Approve, Object, Export, Erase, Audit, Grant],
            Self::Commission => &[See, Find],
            Self::Counsel => &[See, Submit, Object, Export],
            Self::Judge => &[See, Find, Object, Export, Audit],
            Self::Records => &[See, Find, Export],
            Self::Interpreter => &[Record],
            Self::Observer => &[See, Object],
            Self::Administrator => &[Administer],
        }
    }

    /// The compartments that a grant of this role can open at all.
    pub fn compartments(self) -> &'static [Compartment] {
        use Compartment::{Counsel, Family, General, Identity, Intelligence, Medical};
        match self {
            Self::Adviser | Self::Approver => &[General, Identity, Family, Medical, Intelligence],
            Self::Commission => &[Medical],
            Self::Counsel => &[General, Identity, Family, Medical, Counsel],
            Self::Judge => &[General, Identity, Medical, Intelligence],
            Self::Records => &[General, Identity, Family],
            Self::Interpreter => &[General],
            Self::Observer => &[General, Identity, Family, Medical],
            Self::Administrator => &[],
        }
    }
}

/// A right that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// To whom.
    pub to: Id,
    /// As what.
    pub role: Role,
    /// On which case; none for the office itself, which only an administrator has.
    pub case: Option<Id>,
    /// Which compartments it opens.
    pub compartments: BTreeSet<Compartment>,
    /// When it ends.
    pub until: Option<Timestamp>,
}

/// What somebody wants to do, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What.
    pub action: Action,
    /// In which case; none for the office itself.
    pub case: Option<Id>,
    /// In which compartment.
    pub compartment: Compartment,
}

/// Why something is refused. It says nothing about what there is: what is hidden and what does not exist look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No grant that counts now allows it.
    #[error("there is nothing here that you may use in this way")]
    NoGrant,
}

/// Why a grant cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadGrant {
    /// Nobody gives a right to himself.
    #[error("nobody gives a right to himself")]
    ToSelf,
    /// The role cannot open the compartment.
    #[error("a grant of this role cannot open the compartment `{}`", .0.word())]
    Compartment(Compartment),
    /// An administrator has no case, and nobody else the office.
    #[error("an administrator has rights on no case, and nobody else on the office itself")]
    Scope,
    /// It opens nothing.
    #[error("it opens no compartment")]
    Nothing,
    /// It ended before it began.
    #[error("it ends before it begins")]
    Ended,
    /// One person would be on both sides.
    #[error("this person is {0:?} in this case already, and cannot be {1:?} too")]
    BothSides(Role, Role),
}

/// Roles that one person cannot have in one case: whoever decides is no party, and whoever translates takes no part in the decision.
const APART: &[(Role, Role)] = &[
    (Role::Adviser, Role::Approver),
    (Role::Adviser, Role::Counsel),
    (Role::Adviser, Role::Judge),
    (Role::Adviser, Role::Observer),
    (Role::Approver, Role::Counsel),
    (Role::Approver, Role::Judge),
    (Role::Approver, Role::Observer),
    (Role::Approver, Role::Interpreter),
    (Role::Counsel, Role::Judge),
    (Role::Counsel, Role::Commission),
    (Role::Judge, Role::Interpreter),
    (Role::Interpreter, Role::Adviser),
    (Role::Interpreter, Role::Counsel),
    (Role::Commission, Role::Approver),
];

/// All grants of an office, by the entry that gave each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    grants: BTreeMap<u64, Grant>,
}

impl Rights {
    /// A grant that was written down.
    pub fn granted(&mut self, seq: u64, grant: Grant) {
        self.grants.insert(seq, grant);
    }

    /// A grant is taken back: from now on it counts nowhere.
    pub fn revoked(&mut self, seq: u64) {
        self.grants.remove(&seq);
    }

    /// Everything of a person is taken back.
    pub fn left(&mut self, person: Id) {
        self.grants.retain(|_, g| g.to != person);
    }

    /// Whether a person may do something now; the entry of the grant that allows it, so that everybody can be told why he sees what he sees.
    ///
    /// # Errors
    /// No grant allows it.
    pub fn may(&self, person: Id, wanted: Wanted, now: Timestamp) -> Result<u64, Refused> {
        let allows = |g: &Grant| {
            g.to == person
                && g.case == wanted.case
                && g.until.is_none_or(|until| now < until)
                && g.role.actions().contains(&wanted.action)
                && (wanted.case.is_none() || g.compartments.contains(&wanted.compartment))
                && (wanted.case.is_none() || g.role.compartments().contains(&wanted.compartment))
        };
        let found = self.grants.iter().find(|(_, g)| allows(g));
        found.map(|(seq, _)| *seq).ok_or(Refused::NoGrant)
    }

    /// The compartments of a case that a person sees now.
    pub fn seen(&self, person: Id, case: Id, now: Timestamp) -> BTreeSet<Compartment> {
        let sees = |compartment: &Compartment| {
            let wanted = Wanted {
                action: Action::See,
                case: Some(case),
                compartment: *compartment,
            };
            self.may(person, wanted, now).is_ok()
        };
        Compartment::ALL.into_iter().filter(sees).collect()
    }

    /// The cases of which a person sees anything now.
    pub fn cases(&self, person: Id, now: Timestamp) -> BTreeSet<Id> {
        let mine = self.grants.values().filter(|g| g.to == person).filter_map(|g| g.case);
        mine.filter(|case| !self.seen(person, *case, now).is_empty()).collect()
    }

    /// Whether a grant can be given by somebody.
    ///
    /// # Errors
    /// Why not.
    pub fn can_be_given(&self, grant: &Grant, by: Id, now: Timestamp) -> Result<(), BadGrant> {
        if grant.to == by {
            return Err(BadGrant::ToSelf);
        }
        if (grant.role == Role::Administrator) != grant.case.is_none() {
            return Err(BadGrant::Scope);
        }
        let outside = grant
            .compartments
            .iter()
            .find(|c| !grant.role.compartments().contains(c));
        if let Some(compartment) = outside {
            return Err(BadGrant::Compartment(*compartment));
        }
        if grant.compartments.is_empty() && grant.case.is_some() {
            return Err(BadGrant::Nothing);
        }
        if grant.until.is_some_and(|until| until <= now) {
            return Err(BadGrant::Ended);
        }
        let mine = self
            .grants
            .values()
            .filter(|g| g.to == grant.to && g.case == grant.case);
        for other in mine.filter(|g| g.until.is_none_or(|until| now < until)) {
            let pair = |(a, b): &&(Role, Role)| [(*a, *b), (*b, *a)].contains(&(other.role, grant.role));
            if APART.iter().any(|p| pair(&p)) {
                return Err(BadGrant::BothSides(other.role, grant.role));
            }
        }
        Ok(())
    }
}

/// The stream of the office itself, in which rights are given and taken.
pub const OFFICE: Id = Id([0; 16]);

impl Store {
    /// The rights as they are now, and the version of the stream in which they stand.
    ///
    /// # Errors
    /// As [`Store::stream`].
    pub fn rights(&mut self) -> Result<(Rights, u64), StoreError> {
        let (mut rights, mut version) = (Rights::default(), 0);
        self.visit(Some(OFFICE), 0, &mut |record| {
            version = record.entry.version;
            match record.content {
                Content::Event(Event::Granted(grant)) => rights.granted(record.entry.seq, grant),
                Content::Event(Event::Revoked { grant, .. }) => rights.revoked(grant),
                Content::Event(Event::Left { person }) => rights.left(person),
                // What cannot be read gives nobody a right.
                _ => {}
            }
            Ok(())
        })?;
        Ok((rights, version))
    }

    /// Gives a right, if it can be given, and if nothing else was given at the same moment. Whether `by` may give rights in this case is asked before,
    /// with [`Rights::may`]; the first rights of an office and of a case are given by setting them up.
    ///
    /// # Errors
    /// [`StoreError::BadGrant`]; as [`Store::append`].
    pub fn grant(&mut self, grant: Grant, by: Id, request: Id) -> Result<Entry, StoreError> {
        let (rights, expected) = self.rights()?;
        rights.can_be_given(&grant, by, self.now())?;
        let written = self.append(&Batch {
            stream: OFFICE,
            expected,
            author: by,
            request,
            events: vec![(Compartment::General, Event::Granted(grant))],
        })?;
        let first = written.into_iter().next();
        first.ok_or_else(|| StoreError::Invalid("nothing was written".to_owned()))
    }
}
