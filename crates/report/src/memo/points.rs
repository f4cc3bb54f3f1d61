//! The points of an argument in words, and the findings to which they refer, each numbered once.

use super::Depth;
use crate::names::{Names, cited};
use crate::words;
use safeconduct_engine::answer::ActAnswer;
use safeconduct_engine::argument::{Argument, Concept, Considered, Element, Evidence, Rests, Role, Said, Standing};
use safeconduct_rulebook::prose;

/// So many bars are named in a point.
const BARS: usize = 2;

/// What a memo is written from, and what has been referred to so far.
pub(super) struct Sheet<'a> {
    pub(super) argument: &'a Argument,
    pub(super) act: &'a ActAnswer,
    pub(super) names: &'a Names,
    pub(super) depth: Depth,
    /// The findings referred to, in the order of their numbers.
    pub(super) found: Vec<&'a Evidence>,
    /// What nobody has checked of what was referred to.
    pub(super) unchecked: Vec<String>,
    /// The presumptions referred to.
    pub(super) presumed: Vec<&'a Said>,
    /// For each concept the number of the step that shows it.
    pub(super) steps: Vec<Option<usize>>,
}

impl<'a> Sheet<'a> {
    /// Nothing where the argument is about no act.
    pub(super) fn new(argument: &'a Argument, names: &'a Names, depth: Depth) -> Option<Self> {
        Some(Self {
            argument,
            act: argument.answer.acts.first()?,
            names,
            depth,
            found: Vec::new(),
            unchecked: Vec::new(),
            presumed: Vec::new(),
            steps: vec![None; argument.concepts.len()],
        })
    }

    /// The norms with one of these parts and this standing, the strongest first: those that stand under every reading, then as they are declared.
    pub(super) fn norms(&self, roles: &[Role], standing: Standing) -> Vec<&'a Considered> {
        let norms = self.argument.norms.iter();
        let mut chosen: Vec<&Considered> = norms
            .filter(|n| roles.contains(&n.role) && n.standing == standing)
            .collect();
        chosen.sort_by_key(|n| !n.every_reading);
        chosen
    }

    /// The parts of the norms that carry the verdict.
    pub(super) fn carrying(&self) -> &'static [Role] {
        match self.act.verdict.as_str() {
            "prohibited" => &[Role::Bars, Role::BarsWhile],
            "required" => &[Role::Requires],
            "conflict" => &[Role::Bars, Role::BarsWhile, Role::Requires],
            "permitted" => &[Role::Opens],
            "unavailable" => &[],
            _ => &[Role::Opens, Role::Requires, Role::Bars, Role::BarsWhile],
        }
    }

    /// Whether a point comes from one of these findings, itself or through concepts.
    pub(super) fn comes_from(&self, element: &Element, findings: &[Evidence]) -> bool {
        let among = |found: &[Evidence]| found.iter().any(|f| findings.contains(f));
        match &element.rests {
            Rests::Findings { found, .. } => among(found),
            Rests::Concept { concept } => {
                let concept: &Concept = &self.argument.concepts[*concept];
                let by = concept.by.iter().flat_map(|r| &r.elements);
                among(&concept.because) || by.into_iter().any(|e| self.comes_from(e, findings))
            }
            Rests::Either { of } => of.iter().flatten().any(|e| self.comes_from(e, findings)),
            _ => false,
        }
    }

    /// The number of a finding, in brackets.
    pub(super) fn refer(&mut self, finding: &'a Evidence) -> String {
        let known = self.found.iter().position(|f| *f == finding);
        let at = known.unwrap_or_else(|| {
            self.found.push(finding);
            self.found.len() - 1
        });
        format!("[{}]", at + 1)
    }

    fn refer_all(&mut self, findings: &'a [Evidence]) -> String {
        let refs: Vec<String> = findings.iter().map(|f| self.refer(f)).collect();
        if refs.is_empty() {
            String::new()
        } else {
            format!(" {}", refs.concat().replace("][", ", "))
        }
    }

    /// A point with its reference: `he is a prisoner of war (step 2)`; `if` before what is open.
    pub(super) fn point(&mut self, element: &'a Element) -> String {
        let said = self.said(element).text();
        if element.standing == Standing::Open {
            format!("if {said}")
        } else {
            said
        }
    }

    /// A point, and for one that holds in several ways each way with all its points.
    fn said(&mut self, element: &'a Element) -> prose::Said {
        match &element.rests {
            Rests::Either { of } => ways(of, |e| self.said(e)),
            _ => prose::Said::one(self.referred(element)),
        }
    }

    /// A single point with its reference.
    fn referred(&mut self, element: &'a Element) -> String {
        match &element.rests {
            Rests::Findings { found, presumed } if found.is_empty() && !presumed.is_empty() => {
                for said in presumed {
                    if !self.presumed.contains(&said) {
                        self.presumed.push(said);
                    }
                }
                format!("{} (presumed)", plain(element))
            }
            Rests::Findings { found, .. } => format!("{}{}", plain(element), self.refer_all(found)),
            Rests::Concept { concept } => {
                let about = &self.argument.concepts[*concept];
                match self.steps[*concept] {
                    Some(step) => format!("{} (step {step})", plain(element)),
                    None => format!("{}{}", plain(element), self.refer_all(&about.because)),
                }
            }
            Rests::Law(law) => {
                for what in &law.unverified {
                    self.doubt(match what.rsplit_once(' ') {
                        Some((before, day)) => format!("{before} {}", words::date(day)),
                        None => what.clone(),
                    });
                }
                plain(element)
            }
            Rests::Bars { bars } if !bars.is_empty() => {
                let named: Vec<String> = bars.iter().map(quoted).collect();
                format!("{}, by {}", plain(element), words::few(&named, BARS))
            }
            _ => plain(element),
        }
    }

    /// Notes what nobody has checked.
    pub(super) fn doubt(&mut self, what: String) {
        if !self.unchecked.contains(&what) {
            self.unchecked.push(what);
        }
    }

    /// A statement by its title, noting what nobody has checked of it.
    pub(super) fn say(&mut self, said: &Said) -> String {
        if let Some(what) = &said.unverified {
            self.doubt(format!("{}: {}", quoted(said), words::clause(what)));
        }
        quoted(said)
    }

    /// Several points.
    pub(super) fn points(&mut self, elements: &'a [Element]) -> String {
        let points: Vec<String> = spread(elements).into_iter().map(|e| self.point(e)).collect();
        points.join("; ")
    }
}

/// Points, with what holds in one way only as the points of that way.
pub(super) fn spread<'e>(elements: impl IntoIterator<Item = &'e Element>) -> Vec<&'e Element> {
    let mut all = Vec::new();
    for element in elements {
        match &element.rests {
            Rests::Either { of } if of.len() == 1 => all.extend(spread(of.iter().flatten())),
            _ => all.push(element),
        }
    }
    all
}

/// Several ways, each of all its points.
fn ways<'e>(of: &'e [Vec<Element>], mut say: impl FnMut(&'e Element) -> prose::Said) -> prose::Said {
    let way = |points: &'e Vec<Element>| prose::Said::join(points.iter().map(&mut say).collect(), true);
    prose::Said::join(of.iter().map(way).collect(), false)
}

/// Points without references, all of which hold.
pub(super) fn together(elements: &[&Element]) -> String {
    fn said(element: &Element) -> prose::Said {
        match &element.rests {
            Rests::Either { of } => ways(of, said),
            _ => prose::Said::one(plain(element)),
        }
    }
    let several = |e: &&Element| matches!(e.rests, Rests::Either { .. });
    let points = elements.iter().copied().map(said);
    if elements.iter().any(several) {
        prose::Said::join(points.collect(), true).text()
    } else {
        words::list(points.map(|p| p.text()), "and")
    }
}

/// A single point without references.
fn plain(element: &Element) -> String {
    let clause = words::clause(&element.clause).to_owned();
    match &element.rests {
        Rests::Law(law) if element.standing == Standing::Stands => match &law.since {
            Some(day) if clause.ends_with(&law.instrument) || clause.contains(" is bound by ") => {
                format!("{clause}, since {}", words::date(day))
            }
            _ => clause,
        },
        Rests::Reading { title, .. } if element.standing == Standing::Stands => {
            format!("on the question “{title}” the position taken is “{clause}”")
        }
        _ => clause,
    }
}

/// Titles with their citations.
pub(super) fn titles<'s>(all: impl IntoIterator<Item = &'s Said>) -> String {
    let mut said: Vec<String> = Vec::new();
    for one in all {
        let title = quoted(one);
        if !said.contains(&title) {
            said.push(title);
        }
    }
    said.join("; ")
}

/// A title in a sentence, with its citation: `“No hand-over” (HC art 2)`.
pub(super) fn quoted(said: &Said) -> String {
    cited(
        &format!("“{}”", said.title),
        &words::citations([said.citation.as_str()]),
    )
}

/// A title with its citation.
pub(super) fn title(said: &Said) -> String {
    cited(&said.title, &words::citations([said.citation.as_str()]))
}

/// A small number as a word.
pub(super) fn number(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}
