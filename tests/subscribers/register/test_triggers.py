"""The triggers that keep the register and other acts as they are: those that migrations make are looked for."""

import pytest
from django.db import connection

from cascina_whatsapp.security.append_only import rows
from tests import register_guards

pytestmark = pytest.mark.django_db
ALL = {
    "sqlite": {
        "consent_no_update",
        "consent_no_delete",
        "seal_no_update",
        "seal_no_delete",
        "text_no_update",
        "text_no_delete",
        "trail_no_update",
        "trail_no_delete",
        "period_no_update",
        "period_no_delete",
        "declaration_no_update",
        "declaration_no_delete",
        "amendment_no_update",
        "amendment_no_delete",
        "alert_file_no_update",
        "alert_file_no_delete",
    },
    "postgresql": {
        "consent_no_change",
        "consent_no_truncate",
        "seal_no_change",
        "seal_no_truncate",
        "text_no_change",
        "text_no_truncate",
        "trail_no_change",
        "trail_no_truncate",
        "period_no_change",
        "period_no_truncate",
        "declaration_no_change",
        "declaration_no_truncate",
        "amendment_no_change",
        "amendment_no_truncate",
        "alert_file_no_change",
        "alert_file_no_truncate",
    },
}


def test_the_migrations_make_those_that_are_expected():
    assert rows.in_force() == ALL[connection.vendor]
    assert rows.lacking() == []


def test_without_them_each_is_named():
    register_guards.drop()
    assert rows.lacking() == sorted(ALL[connection.vendor])
    assert rows.lacking("trail") == sorted(
        name for name in ALL[connection.vendor] if name.startswith("trail")
    )
    register_guards.make()
    assert rows.lacking() == []
