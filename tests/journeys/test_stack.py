"""What the stories stand on: a wait ends at once when a process has died."""

import sys

import pytest

from .stack import Stack


@pytest.fixture
def ordinary_day():
    """Nothing runs here."""


def test_a_process_that_ends_by_itself_fails_the_story_and_shows_its_log(tmp_path):
    stack = Stack(tmp_path)
    stack._spawn("worker", sys.executable, "-c", "print('no settings')")
    with pytest.raises(AssertionError, match=r"worker has ended by itself\nno settings"):
        stack.until(lambda: False)


def test_one_that_the_story_kills_does_not(tmp_path):
    stack = Stack(tmp_path)
    stack._spawn("worker", sys.executable, "-c", "input()")
    stack.kill("worker")
    assert stack.until(lambda: "so") == "so"
