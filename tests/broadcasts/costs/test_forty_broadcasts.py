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

import io
import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import responses
from django.conf import settings
from django.db import connection
from openpyxl import load_workbook

from broadcasts.costs import billed_counts, reported
from broadcasts.costs.budget import month_to_date
from broadcasts.costs.statement import statement_of
from broadcasts.models import Campaign, Delivery, ExchangeRate, Price, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.whatsapp.cloud_api.analytics import AnalyticsApi
from subscribers.models import Reply, ServiceText
from tests.builders import approve_templates, campaign, hire, topic
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
PEOPLE = 12_000
RISE = date(2026, 10, 19)
AFTERWARDS = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
NOTICE, EVENT = {"delivered": 11_800, "inside": 20}, {"delivered": 11_500, "inside": 10}
ADDRESS = "/admin/tetti-di-spesa/conto/?mese=2026-10"
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
    ExchangeRate.objects.create(
        dollars=Decimal("1.0886"),
        day=date(2026, 10, 1),
        source="Banca centrale europea",
        valid_from=date(2026, 10, 2),
        set_at=noon(date(2026, 10, 2)),
    )
    for day in [*EARLY, *LATE]:
        arrived(day, **NOTICE, title="Avviso", topic=topic("Viabilità e cantieri"))
    billed_counts.refresh(AFTERWARDS, over_since=noon(date(2026, 9, 30)))
    WhatsAppTemplate.objects.filter(name=standard_templates.NAMES["text"]).update(category="MARKETING")
    for day in EVENTS:
        arrived(day, **EVENT, title="Evento", topic=topic("Eventi e cultura"), author=hire(PAOLO))
    text = ServiceText.objects.get(key="help")
    at = noon(ANSWERS)
    Reply.objects.bulk_create(
        Reply(text=text, status="delivered", created_at=at, not_before=at, delivered_at=at)
        for _ in range(900)
    )
    billed_counts.refresh(AFTERWARDS, over_since=noon(date(2026, 9, 30)))


def by_meta() -> Counter:
    """(day, category, type) → messages, as Meta would count them if it counted right."""
    counts: Counter = Counter()
    for day in [*EARLY, *LATE]:
        counts[day, "UTILITY", "REGULAR"] += NOTICE["delivered"]
        counts[day, "SERVICE", "FREE_CUSTOMER_SERVICE"] += NOTICE["inside"]
    for day in EVENTS:
        counts[day, "MARKETING", "REGULAR"] += EVENT["delivered"]
        counts[day, "SERVICE", "FREE_CUSTOMER_SERVICE"] += EVENT["inside"]
    counts[ANSWERS, "SERVICE", "FREE_CUSTOMER_SERVICE"] += 280
    counts[ANSWERS, "SERVICE", "REGULAR"] += 620
    return counts


def price(day: date, category: str, kind: str) -> Decimal:
    if kind != "REGULAR":
        return Decimal(0)
    if category == "UTILITY":
        return Decimal("0.0320") if day >= RISE else Decimal("0.0300")
    return Decimal("0.0691") if category == "MARKETING" else Decimal("0.0300")


def meta_tells(counts: Counter, *, more_cost: dict | None = None) -> None:
    """Its pricing analytics, read by us over HTTP."""
    points = [
        {
            "start": int(datetime.combine(day, time(), tzinfo=UTC).timestamp()),
            "end": int(datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC).timestamp()),
            "country": "IT",
            "tier": "TIER_1",
            "pricing_type": kind,
            "pricing_category": category,
            "volume": volume,
            "cost": float(volume * price(day, category, kind) + (more_cost or {}).get((day, category), 0)),
        }
        for (day, category, kind), volume in counts.items()
    ]
    account = (
        f"{settings.WHATSAPP_API_URL}/{settings.WHATSAPP_API_VERSION}/{settings.WHATSAPP_BUSINESS_ACCOUNT_ID}"
    )
    with responses.RequestsMock() as meta:
        meta.get(account, json={"pricing_analytics": {"data": [{"data_points": points}]}, "id": "1"})
        assert reported.read(api=AnalyticsApi.from_settings(settings), now=AFTERWARDS)


def rows_of(page: str, heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    table = page.split(f">{heading}</h3>")[1].split("</table>")[0].split("<tbody>")[1]
    return [CELL.findall(row) for row in table.split("<tr>")[1:]]


def test_our_bill_is_the_one_reckoned_by_hand_and_the_accounts_office_can_add_it_up(october):
    found = statement_of(date(2026, 10, 1), AFTERWARDS)
    sums = (Decimal("18062.80"), Decimal("18.60"), Decimal("18081.40"))
    shown = (found.sent, found.inside_cost, found.total)
    assert (found.messages, *(one.dollars for one in shown)) == (471_220, *sums)
    assert [one.in_words for one in shown] == ["16.592,72 €", "17,09 €", "16.609,81 €"]
    month = month_to_date(noon(ANSWERS))
    assert (month.spent, month.shown.in_words) == (Decimal("18081.40"), "16.609,81 €")
    assert [(share.name, share.broadcasts, share.amount.dollars) for share in found.by_topic] == [
        ("Viabilità e cantieri", 32, Decimal("11705.60")),
        ("Eventi e cultura", 8, Decimal("6357.20")),
    ]
    assert [(share.name, share.amount.dollars) for share in found.by_writer] == [
        (GIULIA.username, Decimal("11705.60")),
        (PAOLO.username, Decimal("6357.20")),
    ]

    book = load_workbook(io.BytesIO(b"".join(at_desk(PAOLO).post(ADDRESS))), read_only=True)
    assert book.sheetnames == ["Riepilogo", "Messaggi", "Per argomento", "Per chi ha scritto", "Confronto"]
    broadcasts = list(book["Messaggi"].iter_rows(min_row=2, values_only=True))
    assert (len(broadcasts), round(sum(row[6] for row in broadcasts), 2)) == (40, 18062.80)
    assert list(book["Riepilogo"].iter_rows(values_only=True))[-1] == ("Totale", 471_220, 18081.4, 16609.81)
    assert all(isinstance(row[0], datetime) for row in broadcasts)
    assert all(isinstance(cell, int | float) for row in broadcasts for cell in row[5:8])
    assert (len(broadcasts[0]), round(sum(row[7] for row in broadcasts), 2)) == (8, 16592.72)
    for sheet in ("Per argomento", "Per chi ha scritto"):
        assert round(sum(row[3] for row in book[sheet].iter_rows(min_row=2, values_only=True)), 2) == 18062.80
    about = TrailRecord.objects.filter(event=Event.EXPORTED).latest("pk").about
    assert about == "conto di ottobre 2026: Per Excel"

    of_the_administrator = at_desk(SARA).get(ADDRESS).text  # who sees costs, and may read no message
    assert "18.081,40\N{NO-BREAK SPACE}$ per WhatsApp" in of_the_administrator
    assert "Evento" not in of_the_administrator
    assert at_desk(SARA).post(ADDRESS).status_code == 403


def test_a_wrong_bill_differs_by_exactly_what_the_page_shows(october):
    """Seven notices too many on the 5th (0.21 $), 12.34 $ too much for the event of the 6th, an answer forgotten."""
    meta_tells(by_meta())
    page = at_desk(PAOLO).get(ADDRESS).text
    whole = ["Tutti", "471.220", "471.220", "0", "18.081,40 $", "18.081,40 $", "0,00 $"]
    assert rows_of(page, "Tipo per tipo")[-1] == whole
    assert "Giorni diversi" not in page

    wrong = by_meta()
    wrong[date(2026, 10, 5), "UTILITY", "REGULAR"] += 7
    wrong[ANSWERS, "SERVICE", "REGULAR"] -= 1
    meta_tells(wrong, more_cost={(date(2026, 10, 6), "MARKETING"): Decimal("12.34")})
    page = at_desk(PAOLO).get(ADDRESS).text
    assert rows_of(page, "Giorni diversi") == [
        ["5 ottobre", "avviso", "11.800", "11.807", "+7", "354,00 $", "354,21 $", "+0,21 $"],
        ["6 ottobre", "invito", "11.500", "11.500", "0", "794,65 $", "806,99 $", "+12,34 $"],
        ["31 ottobre", "risposta", "900", "899", "−1", "18,60 $", "18,57 $", "−0,03 $"],
    ]
    assert rows_of(page, "Tipo per tipo") == [
        ["invito", "92.000", "92.000", "0", "6.357,20 $", "6.369,54 $", "+12,34 $"],
        ["risposta", "1.620", "1.619", "−1", "18,60 $", "18,57 $", "−0,03 $"],
        ["avviso", "377.600", "377.607", "+7", "11.705,60 $", "11.705,81 $", "+0,21 $"],
        ["Tutti", "471.220", "471.226", "+6", "18.081,40 $", "18.093,92 $", "+12,52 $"],
    ]
    rows = re.findall(r"<tr>.*?</tr>", page)
    of_the_month = next(row for row in rows if "Ottobre" in row)
    assert "11,50\N{NO-BREAK SPACE}€ in più" in of_the_month
    assert CELL.findall(of_the_month)[-2:] == ["16.609,81\N{NO-BREAK SPACE}€", "16.621,31\N{NO-BREAK SPACE}€"]
    assert "La fattura di ottobre conta 6 messaggi in più di noi" in page
    assert re.findall(r"(?:Avvisi|Inviti)<br>|[\d.]+,\d\d.€(?=</b>)", page.split(">Per tipo</h2>")[1]) == [
        "Avvisi<br>",
        "10.752,96\N{NO-BREAK SPACE}€",
        "Inviti<br>",
        "5.839,76\N{NO-BREAK SPACE}€",
        "17,09\N{NO-BREAK SPACE}€",
    ]
