"""Every list of the admin costs the same number of queries however long it is, and reads no large table through."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import Model
from django.db.models.functions import Mod
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcasts.models import (
    AccountNotice,
    Campaign,
    Closure,
    Delivery,
    NoticeDecision,
    NumberStatus,
    OfficeHours,
    ReadyText,
    WhatsAppTemplate,
)
from broadcasts.slices.bulletins.models import BulletinWatch
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.slices.outlets.models import PressAddress
from broadcasts.slices.trials.models import TrialNumber
from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.elections.models import ElectoralPeriod, OfficeHolder
from cascina_whatsapp.presentation import components
from cascina_whatsapp.privacy.models import RetentionRun, RightsRequest
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail import verification as trail_verification
from cascina_whatsapp.security.trail.models import TrailCheck, TrailRecord
from cascina_whatsapp.web.api.models import SystemToken
from cascina_whatsapp.web.sources.models import Source
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers.models import (
    ConsentRecord,
    ImportBatch,
    RegisterCheck,
    RegisterExport,
    Seal,
    ServiceText,
    Subscriber,
    Topic,
    Zone,
)
from subscribers.register import sealing, verification
from tests.broadcasts.elections.periods import written
from tests.builders import NOW, choose, choose_zones, subscribe, topic, under_way
from tests.people import crowd
from tests.privacy.requests import ask

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]  # every choice of every list
MANY = 12
HEAVIEST_LIST = 35_000
"""Bytes, before they are compressed."""
PEOPLE = crowd(MANY + 1)


def person(number: int) -> Subscriber:
    return subscribe(PEOPLE[number])


def clerk(number: int) -> User:
    """Each row by somebody else: a query a row would show."""
    return User.objects.create(username=f"clerk-{number}", first_name="Ada", last_name=str(number))


def reader_with_choices(number: int) -> Subscriber:
    person(number)
    choose_zones(PEOPLE[number], "Navacchio")
    return choose(PEOPLE[number], topic())


def seal(number: int) -> Seal:
    person(number)
    return sealing.seal(NOW + timedelta(days=number))


def batch(number: int) -> ImportBatch:
    return ImportBatch.objects.create(
        file_name="x.csv", note="x", uploaded_by=clerk(number), uploaded_at=NOW, count=0
    )


def delivery(number: int) -> Campaign:
    person(number)
    return under_way(title=f"Messaggio {number}")


def text(number: int) -> ServiceText:
    last = ServiceText.objects.filter(key="help").order_by("version").last()
    key = last.key if last else "help"
    return ServiceText.objects.create(
        key=key,
        version=(last.version if last else 0) + 1,
        body=f"Testo {number}",
        in_force_from=NOW + timedelta(days=number),
    )


MORE: dict[type[Model], Callable[[int], object]] = {
    Campaign: delivery,
    Delivery: delivery,
    Price: lambda number: Price.objects.create(
        category="utility", amount=number, valid_from=date(2026, 1, 1 + number), source="Listino"
    ),
    TrialNumber: lambda number: TrialNumber.objects.create(
        user=clerk(number), phone=f"+3932000001{number:02}", code_asked_at=NOW
    ),
    Budget: lambda number: Budget.objects.create(
        amount=400, valid_from=NOW, set_by=clerk(number), set_at=NOW, note="Determina"
    ),
    WhatsAppTemplate: lambda number: WhatsAppTemplate.objects.create(
        name=f"t{number}", language="it", status="APPROVED", synchronised_at=NOW
    ),
    AccountNotice: lambda number: AccountNotice.objects.create(at=NOW, field="account_alerts", event="X"),
    NumberStatus: lambda number: NumberStatus.objects.create(tier="TIER_2K", checked_at=NOW),
    OfficeHours: lambda number: OfficeHours.objects.create(
        weekday=5, opens=time(number, 0), closes=time(number, 30)
    ),
    Closure: lambda number: Closure.objects.create(
        first=date(2026, 12, 1 + number), last=date(2026, 12, 1 + number), reason="Vigilia"
    ),
    NoticeDecision: lambda number: NoticeDecision.objects.create(
        notice=text(number), is_material=False, reason="Un refuso", by=clerk(number), at=NOW
    ),
    PressAddress: lambda number: PressAddress.objects.create(
        name=f"Testata {number}", kind="press", address=f"redazione{number}@testata.example"
    ),
    ReadyText: lambda number: ReadyText.objects.create(name=f"Testo {number}", title="[via]", body="x"),
    Topic: lambda number: Topic.objects.create(name=f"Argomento {number}"),
    Zone: lambda number: Zone.objects.create(name=f"Zona {number}"),
    Subscriber: reader_with_choices,
    ImportBatch: batch,
    RightsRequest: lambda number: ask(of=person(number)),
    ConsentRecord: person,
    RegisterExport: lambda number: RegisterExport.objects.create(
        reason="Controllo", requested_by=clerk(number), requested_at=NOW
    ),
    Seal: seal,
    RegisterCheck: lambda number: verification.check(NOW + timedelta(minutes=number)),
    ServiceText: text,
    TrailRecord: lambda number: trail.record(Event.SIGNED_IN, by=clerk(number), now=NOW),
    TrailCheck: lambda number: trail_verification.check(NOW + timedelta(minutes=number)),
    RetentionRun: lambda number: RetentionRun.objects.create(started_at=NOW, lines=[{"count": number}]),
    OfficeHolder: lambda number: OfficeHolder.objects.create(
        name=f"Ada {number}", surname="Bianchi", role="mayor"
    ),
    ElectoralPeriod: lambda number: written(made_by=clerk(number), name=f"Periodo {number}"),
    User: clerk,
    AccountChange: lambda number: AccountChange.objects.create(
        user=clerk(number),
        kind="give",
        group=Group.objects.create(name=f"gruppo {number}"),
        reason="Serve",
        asked_by=clerk(100 + number),
        asked_at=NOW,
        expires_at=NOW,
    ),
    SystemToken: lambda number: SystemToken.objects.create(
        system=f"sito {number}", digest=f"{number:064x}", prefix="csc_", made_by=clerk(number), made_at=NOW
    ),
    Source: lambda number: Source.objects.create(
        name=f"sito {number}", address=f"https://www.comune.example/{number}"
    ),
    DeadLetter: lambda number: DeadLetter.objects.create(
        body=b"{}", kind="InboundMessage", error="ValueError"
    ),
}
"""Model → makes one more row, which belongs to other people than the rows before."""
SHOWN_WHOLE = {Budget, NumberStatus, OfficeHolder, Price, User, WhatsAppTemplate}
"""Models that have a page of their own instead, without columns or filters."""
lists = pytest.mark.parametrize(
    "model",
    [model for model in MORE if model not in SHOWN_WHOLE and not admin.site.get_model_admin(model).listed_on],
    ids=lambda model: model.__name__,
)
"""Lists with columns and filters."""


@pytest.fixture
def desk() -> Client:
    """Somebody who sees everything."""
    client = Client()
    client.force_login(User.objects.create(username="tutto", is_staff=True, is_superuser=True))
    return client


def page_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def queries(desk: Client, page: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(page, follow=True).status_code == 200
    return [query["sql"] for query in captured]


def choices(desk: Client, page: str) -> list[str]:
    """The addresses behind the choices of every filter on a page, "Tutti" included, each once."""
    changelist = desk.get(page).context["cl"]
    found = [choice for filter in changelist.filter_specs for choice in filter.choices(changelist)]
    # A filter with a form of its own, such as a period, offers no choices to follow.
    return list(dict.fromkeys(page.split("?")[0] + c["query_string"] for c in found if "query_string" in c))


def test_every_list_is_tested():
    only_row = {BulletinWatch}
    assert set(MORE) == set(admin.site._registry) - only_row


@pytest.mark.parametrize("model", MORE, ids=lambda model: model.__name__)
def test_a_long_list_costs_what_a_short_one_costs(model, desk):
    MORE[model](0)
    desk.get(page_of(model))  # what Django remembers from the first time on
    short = queries(desk, page_of(model))
    before = model._default_manager.count()
    for number in range(1, MANY + 1):
        MORE[model](number)
    assert model._default_manager.count() >= before + min(MANY, 1)
    long = queries(desk, page_of(model))
    assert len(long) == len(short), "\n".join(long)


ROW = re.compile(r"<tr\b")


@lists
def test_a_full_page_of_a_list_is_light(model, desk):
    """Worked out from a few rows: for some there are not fifty that differ."""
    MORE[model](0)
    weights = {}
    for number in range(1, MANY + 1):
        page = desk.get(page_of(model)).content.decode()
        weights[len(ROW.findall(page))] = len(page.encode())
        MORE[model](number)
    (few, light), (many, heavy) = min(weights.items()), max(weights.items())
    a_row = (heavy - light) / max(1, many - few)
    rows = admin.site._registry[model].list_per_page
    assert light + a_row * (rows - few) < HEAVIEST_LIST


@lists
def test_every_column_has_an_italian_heading(model):
    """The table shows it, and the cards of a telephone name their cells by it."""
    model_admin = admin.site._registry[model]
    columns = {getattr(column, "__name__", column): column for column in model_admin.list_display}
    headings = {name: label_for_field(column, model, model_admin) for name, column in columns.items()}
    # Without a description Django says what the code says.
    bare = {name for name, label in headings.items() if label.casefold() == name.replace("_", " ")}
    assert bare == set()


@lists
def test_every_choice_of_a_filter_answers(model, desk):
    """Django sends a choice that a filter cannot understand elsewhere."""
    MORE[model](0)
    answers = {page: desk.get(page).status_code for page in choices(desk, page_of(model))}
    assert {page: code for page, code in answers.items() if code != 200} == {}


# ── Large tables ──────────────────────────────────────────────────────────────────────────────────────────

INHABITANTS, BROADCASTS = 4000, 8
STARTS = {
    Delivery: ["", "?p=4", "?campaign={oldest}", "?campaign={oldest}&p=4", "?person={person}"],
    Subscriber: ["", "?p=4"],
}
"""Where a reader of a large list may be when they choose from a filter: every choice there is opened."""
LARGE = [model._meta.db_table for model in STARTS]
SHARES = ["read", "read", "read", "delivered", "delivered", "sent", "failed", "skipped"]
"""None is queued, uncertain or accepted: looking for those must not read all the others."""
READS_ALL = {
    "postgresql": r"Seq Scan on (?:{})\b",
    # Here the table itself is the index by row number: only with a sorting after it all of it must be read.
    "sqlite": r"(?s)SCAN (?:{})\b(?! USING).*TEMP B-TREE FOR ORDER BY",
}

THROWN_AWAY = re.compile(r"Rows Removed by Filter: (\d+)")
"""What PostgreSQL says of whoever goes along an index and looks at row after row in vain."""


def town() -> dict:
    """So many people and deliveries that the database has a reason to use an index; what the addresses need."""
    people = [
        Subscriber(status="subscribed", phone=f"+39320{n:07}", phone_pseudonym=f"{n:064}", decided_at=NOW)
        for n in range(INHABITANTS)
    ]
    Subscriber.objects.bulk_create(people)
    first = under_way(title="Il più vecchio")
    for _ in range(1, BROADCASTS):
        under_way()
    for place, status in enumerate(SHARES):
        share = Delivery.objects.alias(rest=Mod("pk", len(SHARES))).filter(rest=place)
        share.update(status=status, reason="x" if status in ("failed", "skipped") else "")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"oldest": first.pk, "person": Subscriber.objects.first().pk}


PEOPLE_NOW = re.compile(
    r'SELECT COUNT\(\*\) AS "__count" FROM "subscribers_subscriber" WHERE \(?'
    r'"subscribers_subscriber"."status" = \'subscribed\'( AND "subscribers_subscriber"."follows_all")?\)?$'
)
"""How many are subscribed now, as on Inizio: at most the inhabitants, some milliseconds."""


def plans(statements: list[str]) -> list[str]:
    """How the database carries out those statements that touch a large table."""
    explain = "EXPLAIN (ANALYZE, COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    found = []
    with connection.cursor() as cursor:
        for statement in statements:
            if any(f'FROM "{table}"' in statement for table in LARGE) and not PEOPLE_NOW.match(statement):
                cursor.execute(f"{explain} {statement}".replace("%", "%%"))
                found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def reads_all(plan: str) -> bool:
    """Whether it means looking at all rows of a large table, or in vain at half a broadcast's."""
    through = re.search(READS_ALL[connection.vendor].format("|".join(LARGE)), plan)
    return bool(through) or any(int(rows) > INHABITANTS // 2 for rows in THROWN_AWAY.findall(plan))


def test_no_choice_of_a_large_list_reads_the_table_through(desk, monkeypatch):
    monkeypatch.setattr(components, "COUNTED_AT_MOST", 200)  # as 10,000 of a million
    numbers = town()
    starts = [page_of(model) + start.format(**numbers) for model in STARTS for start in STARTS[model]]
    chosen = [page for start in starts for page in choices(desk, start)]
    problems = []
    for page in sorted(set(starts + chosen)):
        explained = plans(queries(desk, page))
        assert explained, page
        problems += [f"{page}\n{plan}" for plan in explained if reads_all(plan)]
    assert problems == [], "\n\n".join(problems)


def test_a_list_counts_no_further_than_it_can_be_paged(desk, monkeypatch):
    for number in range(4):
        person(number)
    page = f"{page_of(Subscriber)}?status__exact=subscribed"
    assert "4 iscritti" in desk.get(page).text
    assert "oltre" not in desk.get(page).text
    monkeypatch.setattr(components, "COUNTED_AT_MOST", 3)
    assert "oltre 3 iscritti" in desk.get(page).text
    assert "gli altri si trovano con i filtri" in desk.get(page).text
