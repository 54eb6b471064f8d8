"""A database of version 0.2.0 goes up to the newest, down and up again: the register stays whole."""

import os
import subprocess
import sys
from io import StringIO
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.architecture.test_rules import OUR_APPS

from . import fill_0_2_0
from .looking import columns_of, rows_of, schema_of

pytestmark = pytest.mark.sweep
OURS = tuple(fill_0_2_0.VERSION)
TABLES = tuple(f"{label}_" for label in OURS)
ALL = ("accounts", "staff_notices", "trail", "privacy", "broadcasts")
ALL += ("elections", "subscribers", "webhook", "encryption", "metrics")
"""The apps of the newest version, in the order in which they may go."""
REGISTER = (
    "subscribers_consentrecord",
    "subscribers_registerhead",
    "subscribers_seal",
    "subscribers_servicetext",
)
"""The tables that prove something: every row of 0.2.0 stays, in every column, whatever the version."""


def at_0_2_0(alias: str) -> None:
    """Lead the database to 0.2.0, from below or from above; Django's own apps to what is installed.

    An app that needs tables which 0.2.0 did not have is not there then, or goes.
    """
    executor = MigrationExecutor(connections[alias])
    graph = executor.loader.graph
    then = {node for key in fill_0_2_0.VERSION.items() for node in graph.forwards_plan(key)}
    others = [key for key in graph.leaf_nodes() if key[0] not in OURS]
    needs = {key: {node for node in graph.forwards_plan(key) if node[0] in OURS} for key in others}
    stay = [key for key in others if needs[key] <= then]
    go = [(key[0], None) for key in others if key not in stay]
    executor.migrate([*go, *stay, *fill_0_2_0.VERSION.items()])


def at_newest(alias: str) -> None:
    call_command("migrate", database=alias, verbosity=0)


def apps_of_0_2_0(alias: str):
    loader = MigrationLoader(connections[alias])
    return loader.project_state(list(fill_0_2_0.VERSION.items())).apps


@pytest.fixture
def filled(empty_database: str) -> str:
    """The alias of a database of 0.2.0 with rows in every table."""
    at_0_2_0(empty_database)
    fill_0_2_0.fill(apps_of_0_2_0(empty_database), empty_database)
    return empty_database


def verified(alias: str) -> str:
    """What the newest version's own command says of the register."""
    name = connections[alias].settings_dict["NAME"]
    if connections[alias].vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))
    environment = os.environ | {"TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "verify_consent_log"]
    run = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, check=False, capture_output=True, text=True
    )
    return run.stdout + run.stderr


def test_every_table_of_0_2_0_has_rows(filled: str):
    """Or what follows would prove nothing of it."""
    connection = connections[filled]
    rows = rows_of(connection, columns_of(connection, (*TABLES, "auth_user")))
    assert [table for table, content in rows.items() if not content] == []
    assert len(rows["subscribers_consentrecord"]) == fill_0_2_0.RECORDS + 1


def decrypt(alias: str) -> None:
    """What docs/upgrading.md says to do before one goes back to a version that doesn't encrypt."""
    call_command("rotate_keys", "--decrypt", database=alias, stdout=StringIO())


def test_what_is_there_is_encrypted_and_the_way_back_is_shut_until_it_is_not(filled: str):
    before = rows_of(connections[filled], {"subscribers_subscriber": ["phone", "bsuid"]})
    at_newest(filled)
    stored = rows_of(connections[filled], {"subscribers_subscriber": ["phone", "bsuid"]})
    assert all(
        not value or value.startswith("enc1.") for row in stored["subscribers_subscriber"] for value in row
    )
    for label, last in fill_0_2_0.VERSION.items():
        with pytest.raises(DatabaseError, match="rotate_keys --decrypt"):
            call_command("migrate", label, last, database=filled, verbosity=0)
    decrypt(filled)
    assert rows_of(connections[filled], {"subscribers_subscriber": ["phone", "bsuid"]}) == before


def test_up_to_the_newest_and_down_and_up_again(filled: str):
    connection = connections[filled]
    columns = columns_of(connection, TABLES)
    register = {table: columns[table] for table in REGISTER}
    proved, rows, schema = rows_of(connection, register), rows_of(connection, columns), schema_of(connection)

    at_newest(filled)
    newest = schema_of(connection)
    assert rows_of(connection, register) == proved
    assert f"{fill_0_2_0.RECORDS + 1} eventi verificati" in verified(filled)

    decrypt(filled)
    at_0_2_0(filled)
    assert schema_of(connection) == schema
    assert rows_of(connection, columns) == rows

    at_newest(filled)
    assert schema_of(connection) == newest
    assert rows_of(connection, register) == proved
    assert f"{fill_0_2_0.RECORDS + 1} eventi verificati" in verified(filled)


def test_an_upgrade_refuses_while_something_that_it_takes_away_is_there(empty_database: str):
    """A renewal's question and a first share are finished by the version that knows them, a shared e-mail mended."""
    alias = empty_database
    before = [("broadcasts", "0044_changed_notes")]
    MigrationExecutor(connections[alias]).migrate(before)
    state = MigrationLoader(connections[alias]).project_state(before)
    accounts = state.apps.get_model("auth", "User").objects.using(alias)
    first, second = (accounts.create(username=name, email=f"{name}@x.it") for name in ("Urp", "urp"))
    with pytest.raises(RuntimeError, match=f"{first.pk}, {second.pk}.*versione di prima"):
        call_command("migrate", "accounts", database=alias, verbosity=0)
    second.delete()
    campaigns = state.apps.get_model("broadcasts", "Campaign").objects.using(alias)
    for under_way in ({"purpose": "renewal_question"}, {"first_share": 10}):
        campaign = campaigns.create(title="Rinnovo", body="Testo", status="approved", **under_way)
        with pytest.raises(RuntimeError, match=f"essaggio {campaign.pk}.*versione di prima"):
            at_newest(alias)
        campaigns.filter(pk=campaign.pk).update(status="cancelled")
    at_newest(alias)


def test_down_to_nothing_and_up_again(filled: str):
    """Back without a trace of ours, tables or groups; then everything is made as it was the first time."""
    connection, groups = connections[filled], Group.objects.using(filled).order_by("name")
    at_newest(filled)
    newest, named = schema_of(connection), list(groups.values_list("name", flat=True))
    decrypt(filled)
    for label in ALL:
        call_command("migrate", label, "zero", database=filled, verbosity=0)
        assert columns_of(connection, (f"{label}_",)) == {}
    assert columns_of(connection, tuple(f"{app.label}_" for app in OUR_APPS)) == {}
    assert not groups.exists()

    at_newest(filled)
    assert schema_of(connection) == newest
    assert list(groups.values_list("name", flat=True)) == named
