"""The stages of the gates (.ci/stages.sh): a red one stops nobody, turns the whole red, and is told at the end."""

import subprocess

from tests.journeys.stack import BASE

STAGES = BASE / ".ci" / "stages.sh"
RED = "echo 'FAILED tests/operations/test_health.py::test_it'; echo '1 failed, 4 passed in 0.10s'; exit 3"


def gate(folder, *stages: str) -> tuple[int, list[str]]:
    """Run these commands as stages: how the gate ended, and the lines that it printed after them."""
    script = [f"set -euo pipefail; . {STAGES} {folder}", *stages, "closing"]
    done = subprocess.run(["bash", "-c", "\n".join(script)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.partition("── all stages ──\n")[2].splitlines()


def test_all_is_green(tmp_path):
    ended, told = gate(
        tmp_path, "stage check true", "stage test echo '12 passed, 1 deselected in 3.00s (0:00:03)'"
    )
    assert ended == 0
    assert [line.split()[:3] + line.split()[4:] for line in told] == [  # without how many seconds it took
        ["check", "0", "tests", "s", "passed"],
        ["test", "12", "tests", "s", "passed"],
    ]


def test_one_is_red_and_the_next_is_run_all_the_same(tmp_path):
    ended, told = gate(
        tmp_path, f'stage test bash -c "{RED}"', "stage reuse touch " + str(tmp_path / "was_run")
    )
    assert ended == 1
    assert (tmp_path / "was_run").exists()
    assert [line.split()[0::5] for line in told[:2]] == [["test", "FAILED"], ["reuse", "passed"]]
    assert told[2:] == ["── failed: test ──", "FAILED tests/operations/test_health.py::test_it"]


def test_of_what_fails_without_a_word_of_its_own_the_last_lines_are_told(tmp_path):
    ended, told = gate(tmp_path, "stage archive bash -c 'echo no space left; exit 1'")
    assert ended == 1
    assert told[1:] == ["── failed: archive ──", "no space left"]


def test_what_failed_and_passed_alone_is_told_and_stops_nobody(tmp_path):
    unsteady = "UNSTEADY tests/operations/test_health.py::test_it (PostgreSQL); at first: assert 1 == 2"
    ended, told = gate(tmp_path, f"stage test echo '{unsteady}'")
    assert ended == 0
    assert told[1:] == [unsteady]
