//! How many questions can be left.

use super::Exact;
use super::arena::{Ties, inputs};
use crate::circuit::Lit;
use crate::situation::Item;
use crate::solve::Solver;

impl Exact<'_> {
    /// At most so many items, besides those in `skip`, can still matter to these cells under the profile, whatever is found of the others: the open
    /// ones on which their verdicts depend once everything that is certain is put in, and those that constraints tie to them.
    pub fn at_most(&self, cells: &[usize], skip: &[Item]) -> usize {
        let compiled = &self.compiled;
        let mut knows = Solver::new(&compiled.circuit, true);
        let stated = compiled.stated.iter().flat_map(|s| [s.kept, s.rebuts]);
        let constraints = || compiled.types.iter().chain(&compiled.world).copied();
        for lit in constraints().chain(stated).chain([self.profile]) {
            knows.assert(lit);
        }
        knows.solve([]);
        let mut roots: Vec<Lit> = cells.iter().flat_map(|c| compiled.cells[*c].verdicts).collect();
        let verdicts = roots.len();
        roots.extend(constraints());
        let (circuit, image) = compiled.circuit.extract(&roots, |n| knows.known(n));
        let roots: Vec<Lit> = roots.into_iter().map(|l| l.through(&image)).collect();
        let ties = Ties::new(&circuit, roots[verdicts..].to_vec());
        let (reach, _) = ties.close(inputs(&circuit, &roots[..verdicts]));
        let open = compiled.items.iter().filter(|(item, repr)| {
            let reached = |l: &Lit| reach[l.through(&image).node()];
            !skip.contains(item) && self.stated(**item).is_none() && repr.inputs().iter().any(reached)
        });
        open.count()
    }
}
