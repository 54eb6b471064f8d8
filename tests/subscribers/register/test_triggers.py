# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers that keep the register and other acts as they are: those that migrations make are looked for."""

import pytest
from django.db import connection

from broadcasts.elections import triggers as declaration_triggers
from broadcasts.outlets import triggers as alert_triggers
from cascina_whatsapp.append_only.triggers import in_force
from cascina_whatsapp.elections import triggers as period_triggers
from cascina_whatsapp.public_site import triggers as amendment_triggers
from cascina_whatsapp.trail import triggers as trail_triggers
from subscribers.register import triggers
from tests import register_guards

pytestmark = pytest.mark.django_db
ROOMS = (triggers, trail_triggers, period_triggers, declaration_triggers, amendment_triggers, alert_triggers)


def test_the_migration_makes_those_that_are_expected():
    assert in_force() == set().union(*(room.EXPECTED[connection.vendor] for room in ROOMS))
    assert [room.lacking() for room in ROOMS] == [[]] * len(ROOMS)


def test_without_them_each_is_named():
    register_guards.drop()
    assert [room.lacking() for room in ROOMS] == [sorted(room.EXPECTED[connection.vendor]) for room in ROOMS]
    register_guards.make()
    assert triggers.lacking() == []
