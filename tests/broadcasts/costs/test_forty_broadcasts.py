"""The bill of a month of forty broadcasts to twelve thousand people, reckoned by hand, beside a wrong one of Meta's.

By hand, in dollars. The price of utility rises on 19 October. Free in October: the first 1,000 inside the window.

    16 notices before the 19th:  16 × 11,800 = 188,800 × 0.0300 =  5,664.00      16 × 20 = 320 inside
    16 notices from the 19th on: 16 × 11,800 = 188,800 × 0.0320 =  6,041.60      16 × 20 = 320 inside
     8 events, as marketing:      8 × 11,500 =  92,000 × 0.0691 =  6,357.20       8 × 10 =  80 inside
                                                                                 900 answers
    inside the window: 320 + 320 + 80 + 900 = 1,620, 1,000 free, 620 × 0.0300 =     18.60
    in all: 469,600 + 1,620 = 471,220 messages                     18,081.40

In euros, at 1.0886 dollars, each broadcast rounded to the cent by itself:

    16 × 325.19 + 16 × 346.87 + 8 × 729.97 = 16,592.72, and 17.09 inside the window: 16,609.81
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import responses
import time_machine
from django.conf import settings
from django.db import connection

from broadcasts.models import Campaign, Delivery, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs import billed_counts
from broadcasts.slices.costs.models import Price
from broadcasts.slices.costs.month import month_until
from cascina_whatsapp.whatsapp.cloud_api.setup import SetupApi
from subscribers.models import Reply, ServiceText
from tests.builders import approve_templates, campaign, hire, topic
from tests.people import PAOLO
from tests.staff import SARA, at_desk

PEOPLE = 12_000
RISE = date(2026, 10, 19)
AFTERWARDS = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
NOTICE, EVENT = {"delivered": 11_800, "inside": 20}, {"delivered": 11_500, "inside": 10}
ADDRESS = "/admin/spesa/?mese=2026-10"
EARLY = [date(2026, 10, day) for day in range(1, 17)]
LATE = [date(2026, 10, 19) + timedelta(days=day % 12) for day in range(16)]
EVENTS = [date(2026, 10, 3 + 3 * number) for number in range(8)]
ANSWERS = date(2026, 10, 31)
CELL = re.compile(r"<t[hd][^>]*>([^<]*)</t[hd]>")


def noon(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=UTC)


def arrived(day: date, delivered: int, inside: int, **overrides) -> Campaign:
    """A broadcast of that day, to twelve thousand people whose names nobody knows any more; the others failed."""
    at = noon(day)
    made = campaign(status=CampaignStatus.SENT, approved_at=at, started_at=at, finished_at=at, **overrides)
    columns = "campaign_id, status, attempts, needs_template, outside_window, wamid, reason, delivered_at"
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {PEOPLE}) "
            f"INSERT INTO {Delivery._meta.db_table} ({columns}) SELECT %s, "
            "CASE WHEN n <= %s THEN 'delivered' ELSE 'failed' END, 1, %s, n > %s, '', '', "
            f"{'CAST(%s AS timestamptz)' if connection.vendor == 'postgresql' else '%s'} FROM numbers",
            [made.pk, delivered + inside, False, inside, moment],
        )
    return made


@pytest.fixture
def october():
    approve_templates()
    Price.objects.create(category="utility", amount=Decimal("0.0320"), valid_from=RISE, source="Listino")
    Price.objects.update(dollars_per_euro=Decimal("1.0886"))
    for day in [*EARLY, *LATE]:
        arrived(day, **NOTICE, title="Avviso", topic=topic("Viabilità e cantieri"))
    billed_counts.tally(AFTERWARDS, noon(date(2026, 9, 30)))
    WhatsAppTemplate.objects.filter(name=standard_templates.NAMES["text"]).update(category="MARKETING")
    for day in EVENTS:
        arrived(day, **EVENT, title="Evento", topic=topic("Eventi e cultura"), author=hire(PAOLO))
    text = ServiceText.objects.get(key="help")
    at = noon(ANSWERS)
    Reply.objects.bulk_create(
        Reply(text=text, status="delivered", created_at=at, not_before=at, delivered_at=at)
        for _ in range(900)
    )
    billed_counts.tally(AFTERWARDS, noon(date(2026, 9, 30)))


def meta_tells(messages: int, cost: str) -> None:
    """Its pricing analytics, read by us over HTTP."""
    account = (
        f"{settings.WHATSAPP_API_URL}/{settings.WHATSAPP_API_VERSION}/{settings.WHATSAPP_BUSINESS_ACCOUNT_ID}"
    )
    points = [{"volume": messages - 1, "cost": float(cost)}, {"volume": 1, "cost": 0}]
    with responses.RequestsMock() as meta:
        meta.get(account, json={"pricing_analytics": {"data": [{"data_points": points}]}, "id": "1"})
        assert billed_counts.read(api=SetupApi.from_settings(settings), now=AFTERWARDS)


def test_our_account_is_the_one_reckoned_by_hand_and_metas_differs_by_what_the_page_shows(october):
    """Six messages and 12.52 $ too many."""
    month = month_until(date(2026, 10, 1), AFTERWARDS)
    assert (month.spent, month.shown.in_words) == (Decimal("18081.40"), "16.609,81 €")
    assert (month.inside.dollars, month.inside.in_words) == (Decimal("18.60"), "17,09 €")
    assert (len(month.broadcasts), sum(one["paid"] for one in month.broadcasts)) == (40, 469_600)
    assert {one["kind"] for one in month.broadcasts} == {"avviso", "invito"}
    of_the_administrator = at_desk(SARA).get(ADDRESS).text  # who sees costs, and may read no message
    assert "18.081,40\N{NO-BREAK SPACE}$ per WhatsApp" in of_the_administrator
    assert "Evento" not in of_the_administrator
    assert "Evento" in at_desk(PAOLO).get(ADDRESS).text

    with time_machine.travel(AFTERWARDS, tick=False):
        meta_tells(471_220, "18081.40")
        assert ">Uguale<" in at_desk(PAOLO).get(ADDRESS).text
        meta_tells(471_226, "18093.92")
        page = at_desk(PAOLO).get(ADDRESS).text
    of_the_month = next(row for row in re.findall(r"<tr>.*?</tr>", page) if "Ottobre" in row)
    assert "11,50\N{NO-BREAK SPACE}€ in più" in of_the_month
    assert "6 messaggi in più" in of_the_month
    assert CELL.findall(of_the_month)[-2:] == ["16.609,81\N{NO-BREAK SPACE}€", "16.621,31\N{NO-BREAK SPACE}€"]
