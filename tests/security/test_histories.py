"""Reasons are read where the right to read them is asked: rows have no history beside the trail."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from broadcasts.models import Delivery, Unmasking
from tests.builders import hire, subscribe, under_way
from tests.pages import names
from tests.people import ANNA, Clerk
from tests.staff import ROSA, VERA, at_desk
from tests.trails import traces

pytestmark = pytest.mark.django_db
WHY = "Ha chiamato la figlia, è in ospedale"


def may(clerk: Clerk, permission: str) -> None:
    hire(clerk).user_permissions.add(Permission.objects.get(codename=permission))


@pytest.fixture
def shown() -> Delivery:
    """Vera, with the right to it, has had the number of Anna's delivery shown."""
    subscribe(ANNA)
    under_way()
    delivery = Delivery.objects.get()
    may(VERA, "unmask_delivery")
    answer = at_desk(VERA).post(
        reverse("admin:broadcasts_delivery_unmask", args=[delivery.pk]), {"reason": WHY}
    )
    assert "320 000 0101" in answer.content.decode() or ANNA.phone in answer.content.decode()
    return delivery


def test_django_s_own_list_of_changes_stays_empty(shown: Delivery):
    assert not LogEntry.objects.exists()
    assert [words for _, _, words in traces()] == ["Numero mostrato."]


def test_no_row_has_a_page_of_its_history():
    assert [name for name, _ in names() if name.endswith("_history")] == []


def test_why_is_read_by_who_may_read_it(shown: Delivery):
    assert Unmasking.objects.get().reason == WHY
    page = at_desk(ROSA).get(reverse("admin:trail_trailrecord_changelist")).content.decode()
    assert WHY in page


def test_reasons_that_stood_there_are_gone_after_the_upgrade():
    LogEntry.objects.create(
        user=hire(VERA), action_flag=CHANGE, object_repr="x", change_message=f"Numero mostrato: {WHY}"
    )
    other = LogEntry.objects.create(user=hire(VERA), action_flag=CHANGE, object_repr="x", change_message=WHY)
    migration = import_module("broadcasts.migrations.0004_reasons_out_of_histories")
    migration.forget_reasons(apps, connection.schema_editor())
    told = dict(LogEntry.objects.values_list("pk", "change_message"))
    assert told.pop(other.pk) == WHY
    assert list(told.values()) == ["Numero mostrato."]
