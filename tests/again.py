"""`make again TEST=… N=50`: run one test that often beside as many busy loops as there are processors.

As a plugin of pytest (`-p tests.again`) it repeats each selected test AGAIN times; fixtures of a module or of the
session are made once for all.
"""

import os
import subprocess
import sys

from tests import run
from tests.run_queue import AT_ONCE, Run, made

LOOP = "while True: pass"


def pytest_generate_tests(metafunc):
    """Give each test one more parameter, of which it knows nothing: the number of its turn."""
    metafunc.fixturenames.append("turn")
    metafunc.parametrize("turn", range(int(os.environ["AGAIN"])), scope="function")


def main(test: str, times: str) -> int:
    """0 if every turn passed."""
    busy = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(AT_ONCE)]
    try:
        has_servers = not (run.postgresql_problem() or run.redis_problem())
        urls = (run.DATABASE, run.REDIS) if has_servers else ("", "")
        outcome = made(Run(test, ["-p", "tests.again", test], *urls, environment={"AGAIN": times}))
    finally:
        for loop in busy:
            loop.kill()
            loop.wait()
    print(outcome.closing)  # noqa: T201
    return outcome.status


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("make again TEST=tests/operations/test_health.py::test_name N=50")
    sys.exit(main(*sys.argv[1:]))
