"""Runs Schemathesis for each line that comes in, in a process of its own: what took a second to load is loaded once for all of them.

A line is JSON: `args`, the words of its command line; `env`, what the environment has beside ours; `output`, the file for what it says.
Answers with its exit code, a line each.
"""

import gc
import json
import os
import sys

# All that a run loads, and nothing that starts a thread: a thread would not be there in the process of the run.
import schemathesis.cli
import schemathesis.cli.commands.run.executor
import schemathesis.engine.core
import schemathesis.engine.run.unit
import schemathesis.specs.openapi._hypothesis
import schemathesis.specs.openapi.checks
import schemathesis.specs.openapi.schemas


def run(args, env, output):
    """Never comes back."""
    said = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(here, there)
    os.environ.update(env)
    sys.argv = ["schemathesis", *args]
    schemathesis.cli.schemathesis()


# What is there now is the same in every run: nothing has to look through it again.
gc.freeze()
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        run(**asked)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
