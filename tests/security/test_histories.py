"""A row's history says what was done with it, not why: reasons are read where the right to read them is asked."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model
from django.urls import reverse

from broadcasts.models import Delivery, Unmasking
from subscribers.models import ConsentRecord, Subscriber
from tests.builders import hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.privacy.requests import ask
from tests.staff import ROSA, STAFF, VERA, at_desk, found_by

pytestmark = pytest.mark.django_db
WHY = "Ha chiamato la figlia, è in ospedale"


def may(clerk: Clerk, permission: str) -> None:
    hire(clerk).user_permissions.add(Permission.objects.get(codename=permission))


def history(clerk: Clerk, row: Model) -> str:
    """What the page of the row's history says to this clerk; nothing where it is closed to them."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    answer = at_desk(clerk).get(reverse(name, args=[row.pk]))
    return answer.content.decode() if answer.status_code == 200 else ""


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


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_why_a_number_was_shown_is_in_no_history_of_a_message(shown: Delivery, clerk: Clerk):
    assert WHY not in history(clerk, shown)


def test_that_it_was_shown_is(shown: Delivery):
    assert "Numero mostrato." in history(GIULIA, shown)


def test_why_is_read_by_who_may_read_it(shown: Delivery):
    assert Unmasking.objects.get().reason == WHY
    page = at_desk(ROSA).get(reverse("admin:broadcasts_unmasking_changelist")).content.decode()
    assert WHY in page


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_why_somebody_was_removed_is_in_no_history_of_a_person(clerk: Clerk):
    anna = subscribe(ANNA)
    address = reverse("admin:subscribers_subscriber_remove", args=[anna.pk])
    found_by(at_desk(PAOLO), anna).post(address, {"channel": "desk", "reason": WHY})
    assert ConsentRecord.objects.filter(reason=WHY).exists()
    assert WHY not in history(clerk, Subscriber.objects.get())


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_what_is_noted_of_a_request_is_in_no_history_of_it(clerk: Clerk):
    asked = ask(of=subscribe(ANNA))
    for button in ("extend", "refuse"):
        at_desk(VERA).post(reverse(f"admin:privacy_rightsrequest_{button}", args=[asked.pk]), {"reason": WHY})
    assert WHY not in history(clerk, asked)


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
