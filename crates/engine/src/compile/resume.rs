//! Compiling goes on: further conditions of the same rulebook, in the circuit that is there.

use super::frame::Frame;
use super::{Compiled, Compiler};

impl<'r> Compiled<'r> {
    /// Compiles more conditions of the same frame into the same circuit. What has been compiled already gives the same gates.
    pub(crate) fn resume<T>(&mut self, frame: Frame<'r>, compile: impl FnOnce(&mut Compiler<'r>) -> T) -> T {
        let mut compiler = Compiler::new(self.rulebook, frame, None);
        compiler.c = std::mem::take(&mut self.circuit);
        compiler.items = (self.items.iter()).map(|(item, repr)| (*item, repr.clone())).collect();
        compiler.questions.clone_from(&self.questions);
        compiler.law.clone_from(&self.open_law);
        compiler.limits.clone_from(&self.limits);
        compiler.roles.clone_from(&self.roles);
        compiler.terms = self.terms.iter().map(|(t, s, lit)| ((*t, *s), *lit)).collect();
        compiler.barred = (self.cells.iter())
            .map(|c| ((c.act, c.destination), c.barred))
            .collect();
        let made = compile(&mut compiler);
        self.circuit = compiler.c;
        made
    }
}
