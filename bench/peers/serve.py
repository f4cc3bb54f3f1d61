"""A solver that reads one question a line and answers it in a line: JSON, on standard input and output.

    {"load": "name", "text": "…", "verdicts": ["…", …]}    ->  {"loaded": "name", "version": "…"}
    {"ask": "name", "assume": [["atom", true], …]}          ->  {"possible": [0, 3, …]}
    {"forget": "name"}                                      ->  {}
"""

import json
import sys

from solvers import SOLVERS


def version(name):
    if name == "clingo":
        import clingo

        return clingo.__version__
    import z3

    return z3.get_version_string()


def main():
    name = sys.argv[1]
    loaded = {}
    for line in sys.stdin:
        question = json.loads(line)
        if "load" in question:
            loaded[question["load"]] = SOLVERS[name](question["text"], question["verdicts"])
            answer = {"loaded": question["load"], "version": version(name)}
        elif "forget" in question:
            loaded.pop(question["forget"], None)
            answer = {}
        else:
            answer = {"possible": sorted(loaded[question["ask"]].possible(question["assume"]))}
        print(json.dumps(answer), flush=True)


main()
