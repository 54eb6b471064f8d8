# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep the register as it is: those that the migration makes are those that are looked for."""

import pytest
from django.db import connection

from cascina_whatsapp.append_only.triggers import in_force
from cascina_whatsapp.trail import triggers as trail_triggers
from subscribers.register import triggers
from tests import register_guards

pytestmark = pytest.mark.django_db


def test_the_migration_makes_those_that_are_expected():
    both = triggers.EXPECTED[connection.vendor] | trail_triggers.EXPECTED[connection.vendor]
    assert in_force() == both
    assert triggers.lacking() == trail_triggers.lacking() == []


def test_without_them_each_is_named():
    register_guards.drop()
    assert triggers.lacking() == sorted(triggers.EXPECTED[connection.vendor])
    assert trail_triggers.lacking() == sorted(trail_triggers.EXPECTED[connection.vendor])
    register_guards.make()
    assert triggers.lacking() == []
