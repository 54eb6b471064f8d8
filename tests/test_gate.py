"""The stages of the gates (.ci/stages.sh): a red one stops nobody, turns the whole red, and is told at the end."""

import subprocess

import pytest

from tests.journeys.stack import BASE

STAGES = BASE / ".ci" / "stages.sh"
RED = "echo 'FAILED tests/operations/test_health.py::test_it'; echo '1 failed, 4 passed in 0.10s'; exit 3"


def gate(folder, *stages: str) -> tuple[int, list[str]]:
    """Run these commands as stages: how the gate ended, and the lines that it printed after them."""
    script = [f"set -euo pipefail; . {STAGES} {folder}", *stages, "closing"]
    done = subprocess.run(["bash", "-c", "\n".join(script)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.partition("── all stages ──\n")[2].splitlines()


UNSTEADY = "UNSTEADY tests/operations/test_health.py::test_it (PostgreSQL); at first: assert 1 == 2"
GATES = {
    # what is told: (the stages, how the gate ends, each stage's line without its seconds, the lines after them)
    "all is green": (
        ["stage check true", "stage test echo '12 passed, 1 deselected in 3.00s (0:00:03)'"],
        0,
        ["check 0 tests s passed", "test 12 tests s passed"],
        [],
    ),
    "one is red, and the next is run all the same": (
        [f'stage test bash -c "{RED}"', "stage reuse touch {was_run}"],
        1,
        ["test 4 tests s FAILED", "reuse 0 tests s passed"],
        ["── failed: test ──", "FAILED tests/operations/test_health.py::test_it"],
    ),
    "of what fails without a word of its own the last lines are told": (
        ["stage archive bash -c 'touch {was_run}; echo no space left; exit 1'"],
        1,
        ["archive 0 tests s FAILED"],
        ["── failed: archive ──", "no space left"],
    ),
    "what failed and passed alone is told and stops nobody": (
        [f"stage test echo '{UNSTEADY}'", "stage reuse touch {was_run}"],
        0,
        ["test 0 tests s passed", "reuse 0 tests s passed"],
        [UNSTEADY],
    ),
}


@pytest.mark.parametrize(("stages", "status", "lines", "after"), GATES.values(), ids=GATES)
def test_every_stage_is_run_and_the_gate_says_how_it_ended(stages, status: int, lines, after, tmp_path):
    was_run = tmp_path / "was_run"
    ended, told = gate(tmp_path, *(stage.replace("{was_run}", str(was_run)) for stage in stages))

    assert ended == status
    assert [" ".join([*words[:3], *words[4:]]) for words in map(str.split, told[: len(lines)])] == lines
    assert told[len(lines) :] == after
    assert was_run.exists() or not any("was_run" in stage for stage in stages)
