"""Dollars in euros: a rate that a person writes down, or the bank's file, which is read as a stranger's."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import requests
import responses
from django.utils import timezone

from broadcasts.costs import ecb, exchange
from broadcasts.models import ExchangeRate
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import hire
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
FILE = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
THURSDAY = datetime(2026, 11, 27, 2, 15, tzinfo=UTC)
"""Friday at a quarter past three in the morning, in Cascina: the file has Thursday's rates."""
RATES = "/admin/cambi/"


def published(rate: str = "1.0886", day: str = "2026-11-26", before: str = "") -> str:
    """The bank's daily file, as it is published."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>{before}
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time='{day}'><Cube currency='USD' rate='{rate}'/><Cube currency='JPY' rate='163.10'/></Cube></Cube>
</gesmes:Envelope>"""


def read_tonight(settings, body: str, *, status: int = 200, now: datetime = THURSDAY, **more) -> bool:
    settings.ECB_RATES_URL = FILE
    with responses.RequestsMock() as bank:
        bank.add("GET", FILE, body=body, status=status, **more)
        return ecb.keep_latest(now)


def written(dollars: str, day: date, *, on: date) -> None:
    ExchangeRate.objects.create(
        dollars=Decimal(dollars),
        day=day,
        source="Sole 24 Ore",
        valid_from=on,
        set_by=hire(SARA),
        set_at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
    )


def test_the_banks_file_is_read_where_the_town_hall_allows_it(settings):
    assert read_tonight(settings, published())
    kept = ExchangeRate.objects.get()
    assert (kept.dollars, kept.day, kept.valid_from) == (
        Decimal("1.0886"),
        date(2026, 11, 26),
        date(2026, 11, 27),
    )
    assert (kept.set_by, kept.source) == (None, "Banca centrale europea, 26 novembre 2026")


def test_nobody_asks_the_bank_as_long_as_the_setting_is_empty(settings):
    settings.ECB_RATES_URL = ""
    with responses.RequestsMock():  # any call would raise
        assert not ecb.keep_latest(THURSDAY)


def test_on_a_holiday_the_file_is_yesterdays_and_nothing_is_kept_twice(settings):
    assert read_tonight(settings, published())
    assert not read_tonight(settings, published(rate="1.2"), now=THURSDAY + timedelta(days=1))
    assert ExchangeRate.objects.get().dollars == Decimal("1.0886")


LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "body",
    [
        published(before=LAUGHS),
        published(before=OUTSIDE),
        published().replace("</gesmes:Envelope>", f"<!-- {'a' * ecb.MOST_BYTES} --></gesmes:Envelope>"),
        published(rate="NaN"),
        published(rate="-1"),
        published(rate="1e9"),
        published(rate=""),
        published(day="2026-11-28"),
        published(day="ieri"),
        published().replace("USD", "GBP"),
        published()[:-20],
        "<html>Manutenzione</html>",
        "",
    ],
)
def test_what_is_not_the_banks_file_changes_nothing(settings, body):
    written("1.1", date(2026, 11, 20), on=date(2026, 11, 20))
    assert not read_tonight(settings, body)
    assert exchange.known_on(date(2026, 11, 27)).dollars == Decimal("1.1")


def test_neither_does_a_bank_that_leads_elsewhere_or_does_not_answer(settings):
    elsewhere = {"headers": {"Location": "https://example.org/"}}
    assert not read_tonight(settings, "", status=302, **elsewhere)
    settings.ECB_RATES_URL = FILE
    with responses.RequestsMock() as bank:
        bank.add("GET", FILE, body=requests.ConnectTimeout())
        assert not ecb.keep_latest(THURSDAY)
    assert not ExchangeRate.objects.exists()


def test_a_rate_changes_no_figure_of_a_day_before_it_was_written_down():
    written("1.10", date(2026, 10, 30), on=date(2026, 10, 31))
    written("1.20", date(2026, 10, 31), on=date(2026, 11, 2))
    assert exchange.known_on(date(2026, 10, 30)) is None
    assert exchange.known_on(date(2026, 11, 1)).dollars == Decimal("1.10")
    assert exchange.known_on(date(2026, 11, 2)).dollars == Decimal("1.20")
    assert exchange.of_month(date(2026, 10, 1), THURSDAY).day == date(2026, 10, 30)


def test_the_administrator_writes_a_rate_down_and_leaves_a_trace():
    fields = {"dollars": "1,0886", "day": "2026-06-08", "source": "Sole 24 Ore"}
    at_desk(SARA).post(f"{RATES}aggiungi/", fields)
    row = ExchangeRate.objects.get()
    assert (row.dollars, row.set_by.username, row.valid_from) == (
        Decimal("1.0886"),
        "sara",
        day_of(timezone.now()),
    )
    assert TrailRecord.objects.filter(about=f"cambio {row.pk}").exists()
    assert "1,0886 $" in at_desk(GIULIA).get(RATES).text


@pytest.mark.parametrize(
    "wrong", [{"day": "2999-01-01"}, {"dollars": "0"}, {"dollars": "10886"}, {"source": ""}]
)
def test_a_rate_that_cannot_be_is_refused(wrong):
    fields = {"dollars": "1,0886", "day": "2026-06-08", "source": "Sole 24 Ore"}
    response = at_desk(SARA).post(f"{RATES}aggiungi/", fields | wrong)
    assert (response.status_code, ExchangeRate.objects.count()) == (200, 0)


def test_who_spends_writes_no_rate():
    assert at_desk(PAOLO).post(f"{RATES}aggiungi/").status_code == 403
