"""Meta's own account of last month, as the simulated WhatsApp tells it from what it accepted, or wrong on purpose."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import responses
from django.conf import settings
from django.utils import timezone

from broadcasts.slices.costs import billed_counts
from broadcasts.slices.costs.models import Expense, ReportedMonth
from cascina_whatsapp.whatsapp.cloud_api.setup import SetupApi
from tests.box.tests.in_process import InProcess
from tests.box.tests.running import definition
from tests.builders import campaign
from tests.people import ANNA, PAOLO
from tests.staff import at_desk

PAGE = "/admin/spesa/"
OCTOBER, HEADING = date(2026, 10, 1), "Il conto di WhatsApp</h2>"


@pytest.fixture
def meta():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield InProcess(mock, "http://127.0.0.1:1/")


@pytest.fixture
def api() -> SetupApi:
    return SetupApi.from_settings(settings)


@pytest.fixture(autouse=True)
def the_month_after(time_machine):
    time_machine.move_to(datetime(2026, 11, 12, 10, tzinfo=UTC))


def accepted(meta: InProcess, count: int, *, inside: int = 0, on: date = date(2026, 10, 20)) -> None:
    """So many messages of a template arrived that day, and so many replies."""
    whatsapp = meta.whatsapp
    citizen = whatsapp.citizens.with_phone(ANNA.phone)
    template = whatsapp.shelf.templates.get(("avviso", "it")) or whatsapp.shelf.add(definition())
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC).timestamp()
    for number in range(count + inside):
        kind = template if number < count else None
        sent = whatsapp.sent_messages.accept(citizen, {"type": "template"}, b"", kind, at)
        sent.status = "delivered"


def read(api: SetupApi) -> bool:
    return billed_counts.read(api=api, now=timezone.now())


def told() -> list[tuple]:
    return list(ReportedMonth.objects.values_list("month", "messages", "cost"))


def test_it_adds_up_what_arrived_last_month(meta, api):
    accepted(meta, 3, inside=2)
    accepted(meta, 1, on=date(2026, 10, 2))
    accepted(meta, 7, on=date(2026, 11, 2))
    accepted(meta, 1)
    meta.whatsapp.sent_messages.accepted[-1].status = "failed"
    assert read(api)
    assert told() == [(OCTOBER, 6, Decimal("0.12"))]


def test_read_again_a_month_is_as_meta_tells_it_now_and_ours_is_never_touched(meta, api):
    Expense.objects.create(
        campaign=campaign(), day=date(2026, 10, 20), in_window=False, category="utility", messages=5
    )
    assert read(api)  # nothing was told
    assert HEADING not in at_desk(PAOLO).get(PAGE).text
    accepted(meta, 3)
    read(api)
    meta.behaves(bill_more_messages=5, bill_factor=2.0)
    read(api)
    assert told() == [(OCTOBER, 8, Decimal("0.48"))]
    assert Expense.objects.get().messages == 5
    text = at_desk(PAOLO).get(PAGE).text
    assert HEADING in text
    assert "0,33\N{NO-BREAK SPACE}$ in più" in text
    assert "3 messaggi in più" in text


def test_without_the_permission_what_was_known_stays(meta, api):
    accepted(meta, 3)
    read(api)
    meta.behaves(bill_allowed=False)
    assert not read(api)
    assert len(told()) == 1


def test_where_meta_tells_no_cost_the_page_compares_messages_alone(meta, api):
    accepted(meta, 3)
    meta.behaves(bill_costs=False)
    assert read(api)
    text = at_desk(PAOLO).get(PAGE).text
    assert "Il costo non lo dice" in text
    assert "3 messaggi in più" in text


@pytest.mark.parametrize(
    "asked",
    [
        "pricing_analytics.start(1).end(2).granularity(DAILY).metric_types(COST)",
        "pricing_analytics.start(5).end(2).granularity(DAILY)",
        "pricing_analytics.start({now}).end({later}).granularity(WEEKLY)",
        "pricing_analytics.start({now}).end({later}).granularity(DAILY).metric_types(PROFIT)",
    ],
)
def test_the_simulated_whatsapp_refuses_what_meta_would(meta, api, asked):
    now = int(timezone.now().timestamp())
    response = api._call("GET", api._account, params={"fields": asked.format(now=now - 60, later=now)})
    assert (response.status_code, response.json()["error"]["code"]) == (400, 100)


@pytest.mark.parametrize(
    "answer",
    [{"pricing_analytics": {"data": [{"data_points": [{"volume": "x"}]}]}}, {"pricing_analytics": [1]}, []],
)
def test_an_answer_that_nobody_understands_changes_nothing(api, answer):
    ReportedMonth.objects.create(month=OCTOBER, messages=1)
    with responses.RequestsMock() as meta:
        account = settings.WHATSAPP_BUSINESS_ACCOUNT_ID
        meta.get(f"{settings.WHATSAPP_API_URL}/{settings.WHATSAPP_API_VERSION}/{account}", json=answer)
        assert not read(api)
    assert told() == [(OCTOBER, 1, None)]
