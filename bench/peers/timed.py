"""Times one solver on one question, in this process: JSON in, JSON out.

In:  {"text": "…", "verdicts": ["…", …], "groups": [[0, 1, …], …], "assume": [], "method": "blocking", "each" or "own"}
Out: {"load": seconds, "ask": seconds, "again": seconds, "possible": [0, 3, …]}

`blocking` is the loop that is asked of everybody: act by act, find a world, rule out the verdicts that are known, until there is none. `each` is one call a verdict. `own` is
the way that suits the solver best: brave reasoning for clingo, one search for any verdict that is not known yet for Z3.
Times are those of the processor, not of the clock: other work on the machine counts less.
"""

import json
import sys
import time

from solvers import SOLVERS


def main():
    kind = SOLVERS[sys.argv[1]]
    question = json.load(sys.stdin)
    __import__(kind.name)
    start = time.process_time()
    solver = kind(question["text"], question["verdicts"])
    loaded = time.process_time()

    def ask():
        if question["method"] == "blocking":
            return solver.possible_by_blocking(question["groups"], question["assume"])
        if question["method"] == "each":
            return solver.possible_one_by_one(question["assume"])
        return solver.possible(question["assume"])

    possible = ask()
    asked = time.process_time()
    ask()
    again = time.process_time()
    answer = {"load": loaded - start, "ask": asked - loaded, "again": again - asked, "possible": sorted(possible)}
    print(json.dumps(answer))


main()
