"""A slice can be taken away: with its folder and its lines gone, what is left migrates, and works."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience

from .taking_away import NAMES, OPENED, copy, run, take_away

STORIES = (
    "tests/architecture/test_every_page.py::test_no_link_leads_where_one_may_not_go",
    "tests/journeys/test_conversation.py::test_join_and_leave_with_one_word_each",
    "tests/journeys/test_broadcast.py::test_every_phone_gets_its_own_message[text]",
    "tests/journeys/test_broadcast.py::test_who_leaves_in_the_middle_gets_nothing_more",
)
"""An empty database migrates; every page of every group, and every link on it; joining, sending, leaving."""


@pytest.fixture(scope="module", params=NAMES)
def without(request, tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """A slice, and where the sources are without it."""
    folder = tmp_path_factory.mktemp(f"without-{request.param}")
    copy(folder)
    take_away(request.param, folder)
    yield request.param, folder
    shutil.rmtree(folder)


def test_every_module_is_imported_and_django_finds_nothing_wrong(without):
    run(*without, "-c", OPENED)


@pytest.mark.sweep
def test_pages_open_without_a_dead_link_and_people_join_read_and_leave(without):
    run(*without, "-m", "pytest", "-q", "-p", "no:cacheprovider", *STORIES, limit=3 * patience.PROCESS)
