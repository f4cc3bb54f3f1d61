//! The order in which everything is compiled, and the cells.

use super::frame::Frame;
use super::norms::declarations;
use super::parts::Part;
use super::scope::{Scopes, thresholds};
use super::{BasisOn, Cell, ChoiceOn, Compiled, Compiler, Context, DutyOn, Mode, NormDecl, OneOf};
use crate::circuit::{Circuit, Lit};
use crate::fault::Fault;
use safeconduct_rulebook::model::{Norm as NormName, *};
use std::collections::{BTreeMap, HashMap};

impl<'r> Compiler<'r> {
    pub(crate) fn new(rb: &'r Rulebook, frame: Frame<'r>, fault: Option<Fault>) -> Self {
        let decls: Vec<NormDecl> = declarations(rb);
        let mut decls_by_act = vec![Vec::new(); rb.acts.len()];
        for (i, decl) in decls.iter().enumerate() {
            decls_by_act[decl.act.ix()].push(i);
        }
        let mut rules_by_term = vec![Vec::new(); rb.terms.len()];
        for (r, rule) in rb.rules.iter().enumerate() {
            for conclusion in &rule.then {
                if let Conclusion::Term { term, .. } = conclusion {
                    rules_by_term[term.ix()].push(RuleId(r as u32));
                }
            }
        }
        let mut exceptions_to: HashMap<NormName, Vec<ExceptionId>> = HashMap::new();
        for (e, exception) in rb.exceptions.iter().enumerate() {
            for to in &exception.to {
                exceptions_to.entry(*to).or_default().push(ExceptionId(e as u32));
            }
        }
        let mut this = Self {
            rb,
            frame,
            fault,
            c: Circuit::default(),
            items: HashMap::new(),
            thresholds: thresholds(rb, &frame),
            questions: Vec::new(),
            law: BTreeMap::new(),
            limits: Vec::new(),
            roles: Vec::new(),
            home: rb.home(),
            decls,
            decls_by_act,
            rules_by_term,
            exceptions_to,
            scopes: Scopes::new(rb),
            terms: HashMap::new(),
            applied: HashMap::new(),
            rule_conditions: HashMap::new(),
            norm_holds: HashMap::new(),
            norm_stands: HashMap::new(),
            barred: HashMap::new(),
            closures: HashMap::new(),
            parts: None,
        };
        for question in &rb.questions {
            let lits = this.one_of_inputs(question.positions.len());
            this.questions.push(lits);
        }
        if let Frame::Generic { states } = frame {
            for _ in &rb.roles {
                let lits = (0..states).map(|_| this.c.input()).collect();
                this.roles.push(lits);
            }
        }
        this
    }

    pub(crate) fn build(mut self) -> Compiled<'r> {
        let rb = self.rb;
        let complete = match self.frame {
            Frame::Case(case) => case.complete.into(),
            Frame::Form(_) | Frame::Generic { .. } => self.c.input(),
        };
        let mut cells = self.cells();
        let one_of = self.one_of(&mut cells, complete);
        for cell in &mut cells {
            self.finish(cell, &one_of);
        }
        let terms = self.all_terms();
        let duties = self.duties();
        let claims = self.claims(&cells);
        let waivers = self.waivers();
        let impossible = self.impossibles();
        let mut world: Vec<Lit> = impossible.iter().map(|i| i.never).collect();
        let mut presumptions = self.presumptions();
        let protective = self.protective();
        // Protective conditions may read items on which there are presumptions.
        presumptions = if presumptions.len() == self.presumption_count() {
            presumptions
        } else {
            self.presumptions()
        };
        let mut statement_constraints = std::collections::HashSet::new();
        let (mut stated, mut selectors) = (Vec::new(), Vec::new());
        match self.frame {
            Frame::Case(case) => {
                stated = self.statements(case);
                world.extend(self.bind_presumptions(case, &stated, &mut presumptions));
                let (plain, overridable) = self.bind_statements(&mut stated, &presumptions);
                statement_constraints.extend(plain.iter().copied());
                world.extend(plain.into_iter().chain(overridable));
            }
            Frame::Form(_) => {
                selectors = self.selectors(&presumptions);
                world.extend(self.bind_selectors(&mut selectors, &mut presumptions));
            }
            // Anything may have been recorded: no presumption binds.
            Frame::Generic { .. } => {}
        }
        let mut types = self.types();
        world.retain(|l| *l != Lit::TRUE);
        types.retain(|l| *l != Lit::TRUE);
        Compiled {
            rulebook: rb,
            states: self.frame.states(),
            circuit: self.c,
            items: self.items.into_iter().collect(),
            questions: self.questions,
            open_law: self.law,
            roles: self.roles,
            limits: self.limits,
            complete,
            world,
            types,
            impossible,
            statement_constraints,
            stated,
            selectors,
            presumptions,
            protective,
            cells,
            one_of,
            duties,
            terms,
            claims,
            waivers,
            parts: self.parts.unwrap_or_default(),
        }
    }

    /// How many presumptions there are on the items read so far.
    fn presumption_count(&self) -> usize {
        use crate::situation::What;
        let about = |p: &Presumption, what: What| match p.what {
            Presumed::Fact(fact) => what == What::Fact(fact),
            Presumed::Relation(relation) => what == What::Relation(relation),
        };
        if self.fault == Some(Fault::PresumptionIgnored) {
            return 0;
        }
        self.items
            .keys()
            .map(|i| self.rb.presumptions.iter().filter(|p| about(p, i.what)).count())
            .sum()
    }

    fn destinations(&self, act: ActId) -> Vec<Option<u32>> {
        if self.rb.acts[act.ix()].destination {
            (0..self.frame.states()).map(Some).collect()
        } else {
            vec![None]
        }
    }

    fn cells(&mut self) -> Vec<Cell> {
        let rb = self.rb;
        let mut out = Vec::new();
        for a in 0..rb.acts.len() {
            let act = ActId(a as u32);
            for destination in self.destinations(act) {
                let decls = self.decls_by_act[a].clone();
                let norms: Vec<_> = decls.into_iter().filter_map(|d| self.norm(d, destination)).collect();
                let mut bases = Vec::new();
                for (b, basis) in rb.bases.iter().enumerate() {
                    if basis.acts.contains(&act) {
                        let condition = self.cond(&basis.when, &mut Context::new(Some(act), destination));
                        let condition = self.where_there(Part::Basis(BasisId(b as u32)), condition);
                        let exceptions = self.exceptions(NormName::Basis(BasisId(b as u32)), Some(act), destination);
                        let lifted = self.c.any(exceptions.iter().map(|(_, l)| *l));
                        let holds = self.c.and(condition, !lifted);
                        if condition != Lit::FALSE {
                            bases.push(BasisOn {
                                basis: BasisId(b as u32),
                                condition,
                                exceptions,
                                holds,
                            });
                        }
                    }
                }
                let barred = self.barred(act, destination);
                let suspended: Vec<Lit> = norms
                    .iter()
                    .filter(|n| n.mode == Mode::While)
                    .map(|n| n.stands)
                    .collect();
                let suspended = self.c.any(suspended);
                let duties = norms
                    .iter()
                    .filter(|n| matches!(n.mode, Mode::Must | Mode::MustHome))
                    .map(|n| n.stands);
                let opened: Vec<Lit> = bases
                    .iter()
                    .map(|b| b.holds)
                    .chain(duties)
                    .chain([rb.acts[a].free.into()])
                    .collect();
                let open = self.c.any(opened);
                let mut steps = Vec::new();
                for (i, norm) in norms.iter().enumerate() {
                    if let Conclusion::MustNot {
                        bar: Bar::Until(names), ..
                    } = &rb.rules[norm.rule.ix()].then[norm.conclusion as usize]
                    {
                        steps.extend(names.iter().map(|s| (i, *s, self.done(*s, act, destination))));
                    }
                }
                out.push(Cell {
                    act,
                    destination,
                    norms,
                    bases,
                    barred,
                    suspended,
                    open,
                    last_choice_of: Vec::new(),
                    must: Lit::FALSE,
                    owed: Lit::FALSE,
                    forbidden: Lit::FALSE,
                    verdicts: [Lit::FALSE; 5],
                    steps,
                });
            }
        }
        out
    }

    /// Whether the record shows a step as done for an act and destination.
    fn done(&self, step: StepId, act: ActId, destination: Option<u32>) -> bool {
        let Some(case) = self.frame.case() else { return false };
        let once = self.rb.steps[step.ix()].acts.is_empty();
        case.done
            .iter()
            .any(|d| d.step == step && (once || (d.act == Some(act) && d.state == destination)))
    }

    fn one_of(&mut self, cells: &mut [Cell], complete: Lit) -> Vec<OneOf> {
        let rb = self.rb;
        let mut out = Vec::new();
        for (r, rule) in rb.rules.iter().enumerate() {
            let id = RuleId(r as u32);
            for (i, conclusion) in rule.then.iter().enumerate() {
                if let Conclusion::MustOneOf(acts) = conclusion {
                    let condition = self.rule_condition(id, None, None);
                    let condition = self.where_there(Part::Conclusion(id, i as u32), condition);
                    let lifted = self.lifted(NormName::Rule(id), None, None);
                    let stands = self.c.and(condition, !lifted);
                    let choices = self.choices(acts, cells, complete);
                    let index = out.len();
                    let duty = self.one_of_duty(OneOf {
                        rule: id,
                        conclusion: i as u32,
                        home: false,
                        condition,
                        stands,
                        choices,
                        dilemma: Lit::FALSE,
                    });
                    for (c, choice) in duty.choices.iter().enumerate().filter(|(_, c)| !c.other) {
                        let others: Vec<Lit> = duty
                            .choices
                            .iter()
                            .enumerate()
                            .filter(|(o, _)| *o != c)
                            .map(|(_, o)| !o.left)
                            .collect();
                        let alone = self.c.all(others);
                        let last = self.c.all([duty.stands, choice.left, alone]);
                        if last != Lit::FALSE
                            && self.fault != Some(Fault::LastChoiceFree)
                            && let Some(cell) = cells
                                .iter_mut()
                                .find(|x| x.act == choice.act && x.destination == choice.destination)
                        {
                            cell.last_choice_of.push((index, last));
                        }
                        if self.fault == Some(Fault::ChoiceGivesBasis)
                            && let Some(cell) = cells
                                .iter_mut()
                                .find(|x| x.act == choice.act && x.destination == choice.destination)
                        {
                            let opened = self.c.and(duty.stands, choice.active);
                            cell.open = self.c.or(cell.open, opened);
                        }
                    }
                    out.push(duty);
                }
            }
        }
        for decl in self.decls.clone().into_iter().filter(|d| d.mode == Mode::MustHome) {
            let mut choices = Vec::new();
            for cell in cells.iter().filter(|c| c.act == decl.act) {
                for norm in cell
                    .norms
                    .iter()
                    .filter(|n| n.mode == Mode::MustHome && (n.rule, n.conclusion) == (decl.rule, decl.conclusion))
                {
                    let left = self.c.and(norm.stands, !cell.barred);
                    choices.push(ChoiceOn {
                        act: cell.act,
                        destination: cell.destination,
                        other: false,
                        active: norm.stands,
                        left,
                    });
                }
            }
            if choices.len() > 1 {
                let two = self.two(&choices.iter().map(|c| c.active).collect::<Vec<_>>());
                let duty = OneOf {
                    rule: decl.rule,
                    conclusion: decl.conclusion,
                    home: true,
                    condition: two,
                    stands: two,
                    choices,
                    dilemma: Lit::FALSE,
                };
                out.push(self.one_of_duty(duty));
            }
        }
        out
    }

    fn one_of_duty(&mut self, mut duty: OneOf) -> OneOf {
        let left = self.c.any(duty.choices.iter().map(|c| c.left).collect::<Vec<_>>());
        duty.dilemma = self.c.and(duty.stands, !left);
        duty
    }

    /// At least two of them.
    fn two(&mut self, lits: &[Lit]) -> Lit {
        let (mut one, mut two) = (Lit::FALSE, Lit::FALSE);
        for &lit in lits {
            let both = self.c.and(one, lit);
            two = self.c.or(two, both);
            one = self.c.or(one, lit);
        }
        two
    }

    fn choices(&mut self, acts: &[ActTo], cells: &[Cell], complete: Lit) -> Vec<ChoiceOn> {
        let mut out: Vec<ChoiceOn> = Vec::new();
        for a in acts {
            let with_destination = self.rb.acts[a.act.ix()].destination;
            for cell in cells.iter().filter(|c| c.act == a.act) {
                let asked = match self.frame.case() {
                    Some(case) => cell.destination.is_none_or(|d| case.asked.contains(&d)),
                    None => true,
                };
                if a.to.is_none() && !asked {
                    continue;
                }
                let active = self.toward(a.to, cell.destination);
                if active == Lit::FALSE
                    || out
                        .iter()
                        .any(|c| !c.other && (c.act, c.destination) == (cell.act, cell.destination))
                {
                    continue;
                }
                let left = self.c.all([active, !cell.barred, cell.open]);
                out.push(ChoiceOn {
                    act: cell.act,
                    destination: cell.destination,
                    other: false,
                    active,
                    left,
                });
            }
            if with_destination && a.to.is_none() && complete != Lit::TRUE {
                out.push(ChoiceOn {
                    act: a.act,
                    destination: None,
                    other: true,
                    active: !complete,
                    left: !complete,
                });
            }
        }
        out
    }

    /// The duty, the breaches and the verdicts of a cell.
    fn finish(&mut self, cell: &mut Cell, one_of: &[OneOf]) {
        let mut must: Vec<Lit> = cell.last_choice_of.iter().map(|(_, l)| *l).collect();
        let mut norms = std::mem::take(&mut cell.norms);
        for norm in &mut norms {
            match norm.mode {
                Mode::Must => norm.owed = norm.stands,
                Mode::MustHome => {
                    let group = one_of.iter().find(|o| {
                        o.home && (o.rule, o.conclusion) == (norm.rule, norm.conclusion) && o.choices[0].act == cell.act
                    });
                    let others: Vec<ChoiceOn> = group
                        .map(|g| {
                            g.choices
                                .iter()
                                .copied()
                                .filter(|c| c.destination != cell.destination)
                                .collect()
                        })
                        .unwrap_or_default();
                    let sole = self.c.all(others.iter().map(|c| !c.active).collect::<Vec<_>>());
                    let none_left = self.c.all(others.iter().map(|c| !c.left).collect::<Vec<_>>());
                    let last = self.c.and(none_left, !cell.barred);
                    let owed = self.c.or(sole, last);
                    let owed = if self.fault == Some(Fault::EveryHomeOwed) {
                        Lit::TRUE
                    } else {
                        owed
                    };
                    norm.owed = self.c.and(norm.stands, owed);
                }
                Mode::Bar | Mode::While | Mode::Until => {}
            }
            must.push(norm.owed);
        }
        cell.norms = norms;
        cell.must = self.c.any(must);
        let suspends = if self.fault == Some(Fault::WhileDoesNotSuspend) {
            Lit::FALSE
        } else {
            cell.suspended
        };
        cell.owed = self.c.and(cell.must, !suspends);
        cell.forbidden = self.c.or(cell.barred, cell.suspended);
        let (m, f, b) = (cell.owed, cell.forbidden, cell.open);
        cell.verdicts = [
            self.c.and(m, !f),
            self.c.all([!m, !f, b]),
            self.c.and(!m, f),
            self.c.all([!m, !f, !b]),
            self.c.and(m, f),
        ];
    }

    fn all_terms(&mut self) -> Vec<(TermId, Option<u32>, Lit)> {
        let mut out = Vec::new();
        for (t, term) in self.rb.terms.iter().enumerate() {
            let id = TermId(t as u32);
            let places: Vec<Option<u32>> = if term.per_destination {
                (0..self.frame.states()).map(Some).collect()
            } else {
                vec![None]
            };
            for place in places {
                let lit = self.term(id, place);
                out.push((id, place, lit));
            }
        }
        out
    }

    fn duties(&mut self) -> Vec<DutyOn> {
        let rb = self.rb;
        let mut out = Vec::new();
        for (d, duty) in rb.duties.iter().enumerate() {
            let when = self.cond(&duty.when, &mut Context::default());
            let suspended = match &duty.suspended_while {
                Some(cond) => self.cond(cond, &mut Context::default()),
                None => Lit::FALSE,
            };
            out.push(DutyOn {
                duty: DutyId(d as u32),
                when,
                suspended,
            });
        }
        out
    }

    fn waivers(&mut self) -> Vec<Lit> {
        if self.frame.case().is_some() {
            return Vec::new();
        }
        let rb = self.rb;
        rb.waivers
            .iter()
            .map(|w| self.cond(&w.when, &mut Context::default()))
            .collect()
    }

    fn claims(&mut self, cells: &[Cell]) -> Vec<Vec<(Option<usize>, Lit, Lit)>> {
        if self.frame.case().is_some() {
            return Vec::new();
        }
        let rb = self.rb;
        let mut out = Vec::new();
        for claim in &rb.claims {
            let on: Vec<Option<usize>> = if claim.acts.is_empty() {
                vec![None]
            } else {
                (0..cells.len())
                    .filter(|i| claim.acts.contains(&cells[*i].act))
                    .map(Some)
                    .collect()
            };
            let mut instances = Vec::new();
            for cell in on {
                let mut ctx = match cell {
                    Some(i) => Context::new(Some(cells[i].act), cells[i].destination),
                    None => Context::default(),
                };
                let when = self.cond(&claim.when, &mut ctx);
                let then = match &claim.says {
                    ClaimSays::Then(cond) => self.cond(cond, &mut ctx),
                    _ => Lit::TRUE,
                };
                instances.push((cell, when, then));
            }
            out.push(instances);
        }
        out
    }
}
