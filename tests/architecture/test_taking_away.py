"""A slice can be taken away: with its folder and its lines gone, what is left migrates, and works."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience

from .taking_away import OPENED, SLICES, copy, run, take_away

PAGES = ["tests/architecture/test_every_page.py::test_no_link_leads_where_one_may_not_go"]
"""Every page of every group in a town hall in full swing, and every link. Before, an empty database migrates."""
JOURNEYS = ["tests/journeys/test_conversation.py", "tests/journeys/test_broadcast.py"]
"""Joining, sending, leaving."""
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")


@pytest.fixture(scope="module", params=SLICES)
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
@pytest.mark.parametrize("tests", [PAGES, JOURNEYS], ids=["pages", "journeys"])
def test_pages_open_without_a_dead_link_and_people_join_read_and_leave(without, tests):
    run(*without, *PYTEST, *tests, limit=3 * patience.PROCESS)
