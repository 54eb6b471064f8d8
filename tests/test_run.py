# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make test` prints while it runs, and what it keeps for the end."""

import subprocess
import sys

import pytest

from tests import run

SAID = "  5 % (1 of 20): tests/test_health.py\nFAILED tests/test_health.py::test_it (call)\n"
CLOSINGS = {
    "all passed": "5846 passed, 2 deselected in 319.00s (0:05:19)\n",
    "some failed": "=================== FAILURES ===================\nE  assert\n1 failed in 0.10s\n",
    "nothing to run": "no tests ran in 0.01s\n",
}


@pytest.mark.parametrize("closing", CLOSINGS.values(), ids=CLOSINGS)
def test_lines_bear_the_name_of_their_run_and_the_closing_ones_are_kept(capsys, closing: str):
    assert "".join(run.listen("SQLite", _saying(SAID + closing))) == closing
    assert capsys.readouterr().out == "".join(f"SQLite │ {line}" for line in SAID.splitlines(keepends=True))


def test_a_run_that_ends_without_closing_lines_has_shown_all_it_said(capsys):
    assert run.listen("SQLite", _saying("ImportError while loading conftest\n")) == []
    assert capsys.readouterr().out == "SQLite │ ImportError while loading conftest\n"


def test_no_more_are_at_work_than_the_machine_can_serve_and_all_are_made(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "AT_ONCE", 2)
    outcomes = run.follow({f"run {number}": _counting(tmp_path, number) for number in range(6)})

    seen = [int(outcome.closing[0].split()[0]) for outcome in outcomes.values()]
    assert list(outcomes) == [f"run {number}" for number in range(6)]
    assert max(seen) == 2
    assert [outcome.passed for outcome in outcomes.values()] == [True, False] * 3


def test_a_part_of_the_runs_is_named():
    runs = dict.fromkeys(["SQLite: journeys", "SQLite: browser", "PostgreSQL and Redis: journeys"], _saying)
    assert list(run.named([], runs)) == list(runs)
    assert list(run.named(["journeys"], runs)) == ["SQLite: journeys", "PostgreSQL and Redis: journeys"]
    with pytest.raises(SystemExit, match="no such run: journey; there are: browser, journeys"):
        run.named(["journey"], runs)


def _counting(folder, number: int):
    """A run that says how many are at work, itself with them; every other one fails."""
    script = """
import pathlib, sys, time
folder, number = pathlib.Path(sys.argv[1]), int(sys.argv[2])
(folder / str(number)).touch()
time.sleep(0.5)
print(len(list(folder.iterdir())), "passed in 0.1s")
(folder / str(number)).unlink()
sys.exit(number % 2)
"""
    command = [sys.executable, "-c", script, str(folder), str(number)]
    return lambda: subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _saying(text: str) -> subprocess.Popen:
    command = [sys.executable, "-c", "import sys; sys.stdout.write(sys.argv[1])", text]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
