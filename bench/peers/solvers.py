"""clingo and Z3 behind one interface: load an exported rulebook once, then ask which verdicts are possible where some atoms are assumed.

An atom is assumed as a pair of its name and whether it holds. Names are those of the export: atoms of clingo, symbols of SMT-LIB without bars.
"""


class Clingo:
    """The answer sets of the exported logic program are the worlds."""

    name = "clingo"

    def __init__(self, text, verdicts):
        import clingo

        self.clingo = clingo
        self.control = clingo.Control(["--warn=none"])
        self.control.add("base", [], text)
        self.control.ground([("base", [])])
        self.symbols = {}
        self.verdicts = [clingo.parse_term(v) for v in verdicts]
        self.place = {v: i for i, v in enumerate(self.verdicts)}
        for atom in self.control.symbolic_atoms:
            if atom.is_external:
                # What a case could state is free until a case states it or does not.
                self.control.assign_external(atom.symbol, None)

    def symbol(self, name):
        if name not in self.symbols:
            self.symbols[name] = self.clingo.parse_term(name)
        return self.symbols[name]

    def assumptions(self, assumed):
        return [(self.symbol(name), holds) for name, holds in assumed]

    def shown(self, model):
        return {self.place[s] for s in model.symbols(shown=True) if s in self.place}

    def possible(self, assumed):
        """The places of the verdicts that hold in some world; empty where there is none. By brave reasoning."""
        self.control.configuration.solve.enum_mode = "brave"
        self.control.configuration.solve.models = 0
        found = set()
        with self.control.solve(assumptions=self.assumptions(assumed), yield_=True) as handle:
            for model in handle:
                found = self.shown(model)
        return found

    def possible_by_blocking(self, groups, assumed):
        """The same act by act: find a world, assume away the verdicts that are known, until there is none."""
        self.control.configuration.solve.enum_mode = "auto"
        self.control.configuration.solve.models = 1
        base = self.assumptions(assumed)
        found = set()
        for group in groups:
            known = set()
            while True:
                blocked = [(self.verdicts[i], False) for i in group if i in known]
                with self.control.solve(assumptions=base + blocked, yield_=True) as handle:
                    model = handle.model()
                    if model is None:
                        break
                    # One world shows a verdict of every act: those of other acts are known when they are asked about.
                    found |= self.shown(model)
                known = found
        return found

    def possible_one_by_one(self, assumed):
        """The same with one call a verdict, and no use of what another call showed."""
        self.control.configuration.solve.enum_mode = "auto"
        self.control.configuration.solve.models = 1
        base = self.assumptions(assumed)
        every = enumerate(self.verdicts)
        return {i for i, v in every if self.control.solve(assumptions=[*base, (v, True)]).satisfiable}


class Z3:
    """The models of the exported SMT-LIB text are the worlds."""

    name = "z3"

    def __init__(self, text, verdicts):
        import z3

        self.z3 = z3
        # Z3's incremental solver for finite domains: far quicker here than its general one.
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(z3.parse_smt2_string(text))
        self.verdicts = [z3.Bool(v) for v in verdicts]
        self.symbols = {}
        # Where `new` is assumed, a verdict holds that is not ruled out by assuming it away as known.
        self.new = z3.Bool("new")
        self.unknown = [z3.Bool(f"unknown {i}") for i in range(len(verdicts))]
        hits = [z3.And(u, v) for u, v in zip(self.unknown, self.verdicts)]
        self.solver.add(z3.Implies(self.new, z3.Or(hits)))

    def symbol(self, name, holds):
        if (name, holds) not in self.symbols:
            atom = self.z3.Bool(name)
            self.symbols[name, holds] = atom if holds else self.z3.Not(atom)
        return self.symbols[name, holds]

    def assumptions(self, assumed):
        return [self.symbol(name, holds) for name, holds in assumed]

    def shown(self, model, among):
        return {i for i in among if self.z3.is_true(model.eval(self.verdicts[i], model_completion=True))}

    def possible(self, assumed):
        """The places of the verdicts that hold in some world: find a world with one that is not known yet, until there is none."""
        found = set()
        assumptions = [*self.assumptions(assumed), self.new]
        while True:
            known = [self.z3.Not(self.unknown[i]) for i in found]
            if self.solver.check(*assumptions, *known) != self.z3.sat:
                return found
            found |= self.shown(self.solver.model(), [i for i in range(len(self.verdicts)) if i not in found])

    def possible_by_blocking(self, groups, assumed):
        """The same act by act: find a world, assume away the verdicts that are known, until there is none."""
        base = self.assumptions(assumed)
        every = range(len(self.verdicts))
        found = set()
        for group in groups:
            while True:
                blocked = [self.z3.Not(self.verdicts[i]) for i in group if i in found]
                if self.solver.check(*base, *blocked) != self.z3.sat:
                    break
                found |= self.shown(self.solver.model(), every)
        return found

    def possible_one_by_one(self, assumed):
        """The same with one call a verdict, and no use of what another call showed."""
        base = self.assumptions(assumed)
        return {i for i, v in enumerate(self.verdicts) if self.solver.check(*base, v) == self.z3.sat}


SOLVERS = {"clingo": Clingo, "z3": Z3}
