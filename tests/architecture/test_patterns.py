"""No regular expression of ours reads a text again from each of its characters: three posts would stop the site."""

import os
import sys

from tests.patience import run

LENGTH = 30_000
"""Characters of a run: read again from each of them, five hundred million."""


def test_every_expression_reads_a_run_of_signs_once():
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.architecture.patterns", str(LENGTH)]
    done = run(command, env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
