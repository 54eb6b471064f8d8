# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep the register as it is: those that the migration makes are those that are looked for."""

import pytest
from django.db import connection

from subscribers.register import triggers
from tests import register_guards

pytestmark = pytest.mark.django_db


def in_force() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(triggers.NAMES[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_the_migration_makes_those_that_are_expected():
    assert in_force() == triggers.EXPECTED[connection.vendor]
    assert triggers.lacking() == []


def test_without_them_each_is_named():
    register_guards.drop()
    assert triggers.lacking() == sorted(triggers.EXPECTED[connection.vendor])
    register_guards.make()
    assert triggers.lacking() == []
