"""By no setting does one hand silence service or alerts unseen: who approves and the operators hear of each that can.

Before each, who writes it proves again who they are; the trail has an event of its own for it. A limit or a price
that can stop broadcasts waits for a second person. Hours and closures count at once: an office needs them on the day.
"""

from datetime import date, time
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from broadcasts.models import Closure, OfficeHours
from broadcasts.slices.bulletins.models import BulletinWatch
from broadcasts.slices.costs.amounts import price_list
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.slices.costs.month import budget_on
from broadcasts.slices.outlets.models import PressAddress
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import CONFIRM, confirmed_long_ago
from tests.builders import NOW, hire
from tests.people import PAOLO, Clerk
from tests.staff import SARA, VERA, at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
OPERATORS, PIA = "allarmi@comune.example", Clerk("pia", "Approvatore")
TODAY = NOW.date()
LIMIT = {
    "amount": "0,00",
    "warn_percent": "80",
    "blocks": "on",
    "valid_from": "01/06/2026",
    "note": "Determina",
}
PRICE = {"category": "utility", "amount": "9999", "free_each_month": "0", "source": "Listino"}
PRICE |= {"valid_from": "01/06/2026", "dollars_per_euro": "1,0886"}
HOURS = {"weekday": "5", "opens": "08:00", "closes": "08:01"}
CLOSED = {"first": "08/06/2026", "last": "31/12/2030", "reason": "Guasto"}
KINDS = (Budget, Price, OfficeHours, Closure, BulletinWatch, PressAddress)
WATCH = {"hydraulic": "1", "hydrogeological": "", "thunderstorms": "2", "ready_text": ""}
PRESS = {"name": "Prefettura", "kind": "office", "address": "sala@prefettura.example"}
ACTS = [
    ("allerte-della-protezione-civile/{watch}/modifica/", WATCH, Event.WATCH_CHANGED, False),
    ("indirizzi-per-la-stampa/aggiungi/", PRESS, Event.PRESS_LIST_CHANGED, False),
    ("indirizzi-per-la-stampa/{press}/modifica/", PRESS, Event.PRESS_LIST_CHANGED, False),
    ("indirizzi-per-la-stampa/{press}/elimina/", {"post": "yes"}, Event.PRESS_LIST_CHANGED, False),
    ("spesa/aggiungi/", LIMIT, Event.LIMIT_CHANGED, True),
    ("prezzi/aggiungi/", PRICE, Event.PRICES_CHANGED, True),
    ("orari-d-ufficio/aggiungi/", HOURS, Event.HOURS_CHANGED, False),
    ("orari-d-ufficio/{hours}/modifica/", {**HOURS, "weekday": "0"}, Event.HOURS_CHANGED, False),
    ("orari-d-ufficio/{hours}/elimina/", {"post": "yes"}, Event.HOURS_CHANGED, False),
    ("chiusure/aggiungi/", CLOSED, Event.HOURS_CHANGED, False),
    ("chiusure/{closure}/modifica/", CLOSED, Event.HOURS_CHANGED, False),
    ("chiusure/{closure}/elimina/", {"post": "yes"}, Event.HOURS_CHANGED, False),
]
"""Page, what is typed, its event, whether it waits for a second person."""
OTHERS = {
    "Campaign": "who stops one is named in its steps and above every page, who cancels one is told of",
    "NoticeDecision": "of one notice alone",
    "ServiceText": "by two",
    "Topic": "by two",
    "ElectoralPeriod": "by two: who writes a period does not begin it",
    "OfficeHolder": "holds nothing back",
    "User": "asks again and is told; who is needed is closed by two",
    "ReadyText": "holds nothing back",
    "TrialNumber": "one's own",
    "ImportBatch": "by two",
    "RightsRequest": "of one person, and bounded: test_daily_bounds.py",
    "SystemToken": "of drafts alone; its owner is told by each answer",
    "Source": "of drafts of news alone",
    "Zone": "by two",
    "AccountNotice": "ending a warning lets more leave",
    "RegisterExport": "of the register alone",
}
"""What somebody may also write alone or propose: why it silences nothing, or not alone."""


@pytest.fixture(autouse=True)
def town_hall(settings):
    settings.ALERT_EMAILS = [OPERATORS]
    hire(PIA)


def post(desk, address: str, typed: dict):
    hours = OfficeHours.objects.get(weekday=0, opens=time(9), in_force_until=None).pk
    found = Closure.objects.get_or_create(first=date(2026, 7, 1), last=date(2026, 7, 2), reason="Ferie")
    press = PressAddress.objects.get_or_create(name="La Nazione", address="cronaca@nazione.example")[0].pk
    BulletinWatch.objects.filter(etag="").update(hydraulic=1, thunderstorms=1, etag="known")
    watch = BulletinWatch.objects.get().pk
    page = address.format(hours=hours, closure=found[0].pk, press=press, watch=watch)
    return desk.post(f"/admin/{page}", typed)


def written() -> tuple:
    return tuple(list(kind.objects.order_by("pk").values()) for kind in KINDS)


@pytest.mark.parametrize(("address", "typed", "event", "waits"), ACTS, ids=[one[0] for one in ACTS])
def test_who_writes_it_proves_again_who_they_are_it_is_told_and_has_an_event_of_its_own(
    address, typed, event, waits
):
    clerk = SARA if "orari" in address or "chiusure" in address or waits else PAOLO
    desk = confirmed_long_ago(at_desk(clerk))
    post(desk, address, {})
    before = written()
    assert post(desk, address, typed).url.startswith(CONFIRM)
    assert written() == before
    assert post(at_desk(clerk), address, typed).status_code == 302
    told = {notice.person or notice.address: notice.kind for notice in StaffNotice.objects.all()}
    assert told == dict.fromkeys([hire(PIA), OPERATORS], "2" if waits else "3")
    assert TrailRecord.objects.get(event=event).by_name == clerk.username


def test_the_table_has_every_list_that_one_hand_may_write_on():
    found = set()
    for model in admin.site._registry:
        rights = [
            f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in ("add", "change", "delete")
        ]
        if any(hire(clerk).has_perm(right) for clerk in (PAOLO, SARA, PIA, VERA) for right in rights):
            found.add(model.__name__)
    assert found <= {*OTHERS, *(kind.__name__ for kind in KINDS)}


def in_force() -> tuple:
    limit, price = budget_on(TODAY), price_list().at("utility", TODAY)
    return limit and limit.amount, price.amount


@pytest.mark.parametrize(
    ("address", "typed", "after"),
    [
        ("spesa", LIMIT, (Decimal(0), Decimal("0.03"))),
        ("prezzi", PRICE, (None, Decimal(9999))),
    ],
)
def test_by_two_alone_it_counts(address, typed, after):
    before = in_force()
    at_desk(SARA).post(f"/admin/{address}/aggiungi/", typed)
    assert in_force() == before
    row = (Budget if address == "spesa" else Price).objects.get(waits=True)
    page = f"/admin/{address}/{row.pk}/modifica/"
    assert at_desk(SARA).post(page).status_code == 403
    assert "Conferma</button>" in at_desk(PIA).get(page).text
    at_desk(PIA).post(page)
    row.refresh_from_db()
    assert (in_force(), row.confirmed_by) == (after, hire(PIA))
    assert not StaffNotice.objects.asking().exists()
    assert StaffNotice.objects.filter(person=hire(SARA), subject__contains="confermato").exists()
    acted = TrailRecord.objects.filter(event__in=[Event.LIMIT_CHANGED, Event.PRICES_CHANGED])
    assert list(acted.order_by("sequence").values_list("by_name", flat=True)) == ["sara", "pia"]
    assert at_desk(PIA).post(page).status_code == 403  # once


def test_nobody_confirms_their_own():
    """Neither who approves broadcasts nor who may do anything."""
    desk = at_desk(PIA)
    desk.post("/admin/spesa/aggiungi/", LIMIT)
    page = f"/admin/spesa/{Budget.objects.get(waits=True).pk}/modifica/"
    assert desk.post(page).status_code == 403
    at_desk(PAOLO).post(page)
    assert in_force()[0] == 0
    User.objects.filter(pk=hire(SARA).pk).update(is_superuser=True)
    desk = at_desk(SARA)
    desk.post("/admin/prezzi/aggiungi/", PRICE)
    assert desk.post(f"/admin/prezzi/{Price.objects.get(waits=True).pk}/modifica/").status_code == 403


@pytest.mark.parametrize(
    ("before", "typed", "waits"),
    [
        ({}, {"amount": "400"}, True),  # the first one that blocks
        ({"amount": 400, "blocks": True}, {"amount": "399,99"}, True),
        ({"amount": 400, "blocks": True}, {"amount": "400"}, False),
        ({"amount": 400, "blocks": True}, {"amount": "401"}, False),
        ({"amount": 400, "blocks": True}, {"amount": "0", "blocks": ""}, False),
        ({"amount": 400, "blocks": True}, {"amount": ""}, False),
        ({"amount": 400, "blocks": False}, {"amount": "500"}, True),
        ({"amount": 400, "blocks": True}, {"amount": "1", "valid_from": "01/12/2026"}, True),
    ],
)
def test_a_limit_waits_where_it_blocks_more_than_the_one_in_force(before, typed, waits):
    if before:
        Budget.objects.create(**before, valid_from=date(2026, 1, 1), set_by=hire(SARA), set_at=NOW, note="x")
    at_desk(SARA).post("/admin/spesa/aggiungi/", LIMIT | typed)
    assert Budget.objects.order_by("pk").last().waits is waits


@pytest.mark.parametrize(
    ("typed", "waits"),
    [
        ({"amount": "0,0301"}, True),
        ({"amount": "0,03"}, False),
        ({"amount": "0,01"}, False),
        ({"amount": "0,03", "dollars_per_euro": "5"}, False),  # a limit is in dollars
        ({"category": "service", "amount": "0"}, True),  # and none free
        ({"valid_from": "01/01/2020", "amount": "0,02"}, True),  # a day that had no price
    ],
)
def test_a_price_waits_where_it_is_dearer_than_the_one_of_its_day(typed, waits):
    at_desk(SARA).post("/admin/prezzi/aggiungi/", PRICE | typed)
    assert Price.objects.order_by("pk").last().waits is waits
