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


def _saying(text: str) -> subprocess.Popen:
    command = [sys.executable, "-c", "import sys; sys.stdout.write(sys.argv[1])", text]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
