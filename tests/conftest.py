"""The database, the client of the Cloud API, and Meta at the other end: the only thing that is not real."""

import gc
import math
import os
import shutil
from collections import Counter
from urllib.parse import urlsplit

import pytest
import responses
from django.conf import settings
from django.core.cache import caches
from hypothesis import HealthCheck
from hypothesis import settings as properties
from pytest_django.plugin import blocking_manager_key

from cascina_whatsapp import urls  # noqa: F401  (all pages: what is registered, the tests walk)
from cascina_whatsapp.operations.metrics.keeping import KEEPER
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from subscribers.texts import languages

from . import migrated_rows, register_guards
from .graph import Graph
from .patience import files_may_take_long

pytest_plugins = ["tests.chromium", "tests.clock", "tests.databases"]
MEDIA = settings.MEDIA_ROOT
EXAMPLES = {"ordinary": 20, "thorough": 200}
"""How many examples a property is tried with: at every `make test`, always the same ones; in the sweep, new ones."""
for profile, examples in EXAMPLES.items():
    properties.register_profile(
        profile,
        max_examples=examples,
        derandomize=profile == "ordinary",
        deadline=None,  # a busy machine is no defect
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
properties.load_profile("ordinary")


def pytest_addoption(parser):
    """For runs side by side, of which one has a server's database."""
    parser.addoption(
        "--database", choices=["with", "without"], help="only the tests that use it, or that don't"
    )


def pytest_configure():
    """The folder of static files, which the middleware wants to see; the search for garbage, which is rarer.

    Thousands of tests and all that they import stay in memory: Python would look through them again and again.
    """
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    gc.set_threshold(100_000, 50, 100)
    migrated_rows.put_back_by_us_alone()


def pytest_report_header() -> str:
    """Which database and which broker the tests use, and how to take others."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    database = f"PostgreSQL at {urlsplit(url).hostname}" if url else "SQLite, a file of this run's own"
    broker = "Redis" if os.environ.get("TEST_REDIS_URL") else "a folder"
    return f"database: {database} (TEST_DATABASE_URL); broker of the journeys: {broker} (TEST_REDIS_URL)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything is there (REQUIRE_ALL, in CI), a test that is left out has failed."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL"):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """SQLite in a file, as in production: in memory it would lock whole tables between threads."""
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")


@pytest.fixture
def committed_db(transactional_db):
    """A database with real commits, for threads and live servers. See the two hooks that follow."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Whatever mark its module has, a test with `committed_db` commits, and begins with the migrations' rows."""
    for item in items:
        if "committed_db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    if wanted := config.getoption("--database"):
        chosen = [item for item in items if _uses_database(item) == (wanted == "with")]
        config.hook.pytest_deselected(items=list(set(items) - set(chosen)))
        items[:] = chosen


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or {"db", "live_server"} & set(item.fixturenames))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After `committed_db` Django empties all tables: open the register for it, then put everything back."""
    if "committed_db" not in getattr(item, "fixturenames", ()) or "_django_db_marker" not in item.funcargs:
        return (yield)  # it commits nothing, or was left out before it had a database
    register_guards.drop()
    try:
        return (yield)
    finally:  # also when a fixture complains at the end, or every later test would fail with it
        if nextitem is not None:  # after the last test there is no database any more
            with item.config.stash[blocking_manager_key].unblock():
                migrated_rows.put_back()
                register_guards.make()


@pytest.fixture
def graph():
    """Meta, which takes every message unless the story says otherwise."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as meta:
        yield Graph(meta)


@pytest.fixture
def api() -> CloudApi:
    """Our client, as production makes it."""
    return CloudApi.from_settings(settings)


@pytest.fixture(autouse=True, scope="session")
def a_busy_machine_makes_no_file_complex():
    """A test about the clock of whoever reads a file sets one of its own."""
    files_may_take_long()


@pytest.fixture(autouse=True)
def figures_are_kept_until_a_story_writes_them(monkeypatch):
    """By the clock they would be written in the middle of any test, by whatever thread measures something."""
    monkeypatch.setattr(KEEPER, "_added", Counter())
    monkeypatch.setattr(KEEPER, "_latest", {})
    monkeypatch.setattr(KEEPER, "_written_at", math.inf)


@pytest.fixture(autouse=True)
def languages_are_read_anew():
    """What one test put into force, and took back with its transaction, no other finds."""
    languages.forget()


@pytest.fixture(autouse=True)
def pages_are_made_anew():
    """No story reads what another one kept, within the time for which nothing is asked."""
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def no_attachment_is_left_behind():
    """The folder is this run's own. Nothing is made on the disk for the thousands of tests that have no file."""
    yield
    if os.path.exists(MEDIA):
        shutil.rmtree(MEDIA)
