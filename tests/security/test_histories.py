"""Reasons are read where the right to read them is asked: rows have no history beside the trail."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from broadcasts.models import Delivery, Unmasking
from tests.builders import delivery_to, hire, subscribe
from tests.pages import names
from tests.people import ANNA
from tests.staff import ROSA, VERA, at_desk
from tests.trails import traces

pytestmark = pytest.mark.django_db
WHY = "Ha chiamato la figlia, è in ospedale"


@pytest.fixture
def shown() -> Delivery:
    """Vera, with the right to it, has had the number of Anna's delivery shown."""
    delivery = delivery_to(subscribe(ANNA))
    hire(VERA).user_permissions.add(Permission.objects.get(codename="unmask_delivery"))
    page = reverse("admin:broadcasts_delivery_unmask", args=[delivery.pk])
    text = at_desk(VERA).post(page, {"reason": WHY}).text
    assert "320 000 0101" in text or ANNA.phone in text
    return delivery


def test_why_is_read_by_who_may_read_it_and_stands_in_no_history(shown: Delivery):
    assert not LogEntry.objects.exists()
    assert [words for _, _, words in traces()] == ["Numero mostrato."]
    assert [name for name, _ in names() if name.endswith("_history")] == []
    assert Unmasking.objects.get().reason == WHY
    assert WHY in at_desk(ROSA).get(reverse("admin:trail_trailrecord_changelist")).text


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
