"""What is printed on A4: a long table begins below what stands before it, and goes on over the page."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs.models import Expense
from tests.builders import campaign
from tests.people import PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
BROADCASTS = 24
PRINTED = {
    "the month's spending": ("/admin/spesa/", "Persone"),
    "the month's summary": (reverse("admin:broadcasts_campaign_month"), "Risultato"),
}
"""Page, and a heading of its table."""


@pytest.mark.parametrize(("address", "heading"), PRINTED.values(), ids=PRINTED)
def test_a_month_takes_two_sheets(sit_at, address, heading):
    now = timezone.now()
    for number in range(BROADCASTS):
        row = campaign(
            title=f"Avviso {number}",
            by_whatsapp=False,
            status=CampaignStatus.SENT,
            started_at=now,
            finished_at=now,
        )
        Expense.objects.create(
            campaign=row, day=timezone.localdate(), in_window=False, category="utility", messages=400 + number
        )
    month = timezone.localtime(now - timedelta(seconds=1))
    page = sit_at(PAOLO, f"{address}?mese={month:%Y-%m}")
    printed = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    first, *others = (sheet.extract_text() for sheet in printed)
    assert len(others) <= 1
    assert heading in first
    assert "Avviso 1" in first
    assert "stampato" in (others or [first])[-1]
