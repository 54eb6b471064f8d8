# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A database without tables beside the tests' own, for those that migrate it to and fro."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections


@pytest.fixture
def empty_database(django_db_blocker, tmp_path) -> Iterator[str]:
    """The alias of a database of its own, without tables."""
    settings = {**connection.settings_dict, "TEST": {**connection.settings_dict["TEST"]}}
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            settings["NAME"] = str(tmp_path / "empty.sqlite3")
            made = settings["NAME"]
        else:
            made = settings["NAME"] = f"{settings['NAME']}_empty"
            with _maintenance() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{made}"')
                cursor.execute(f'CREATE DATABASE "{made}"')
        connections.databases["empty"] = settings
        try:
            yield "empty"
        finally:
            connections["empty"].close()
            del connections["empty"], connections.databases["empty"]
            if connection.vendor == "postgresql":
                with _maintenance() as cursor:
                    cursor.execute(f'DROP DATABASE "{made}"')


@contextmanager
def _maintenance():
    """A cursor that may make and drop databases."""
    with connection._nodb_cursor() as cursor:
        yield cursor
