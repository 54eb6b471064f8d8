"""The nights' retention on the staff's pages: for the data-protection officer and whoever runs the service."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape

from cascina_whatsapp.privacy import retention, retention_table
from cascina_whatsapp.privacy.models import RetentionRun
from cascina_whatsapp.security.retention_rules import Rule
from subscribers.models import SeenMessage
from tests.builders import NOW
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk

pytestmark = pytest.mark.django_db
LIST = "/admin/pulizie-dei-dati/"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "privacy" / "retention.md"


def breaks(*_) -> int:
    raise OSError


def night(*, broken: bool = False) -> RetentionRun:
    rules = (Rule(key="broken", label="Un disco guasto", rows=breaks),) if broken else ()
    return retention.run(NOW, rules=(*rules, *retention_table.RULES))


def page_of(run: RetentionRun) -> str:
    return reverse("admin:privacy_retentionrun_change", args=[run.pk])


@pytest.mark.parametrize(
    ("clerk", "status"), [(VERA, 200), (SARA, 200), (GIULIA, 403), (PAOLO, 403), (ROSA, 403)]
)
def test_who_sees_it(clerk, status):
    run, desk = night(), at_desk(clerk)
    for page in (LIST, page_of(run), f"{LIST}simulazione/"):
        assert desk.get(page).status_code == status
    posted = (page_of(run), f"{LIST}aggiungi/", f"{LIST}{run.pk}/elimina/")
    assert [desk.post(page, {"post": "yes"}).status_code for page in posted] == [403] * 3  # nobody writes it
    assert RetentionRun.objects.get() == run


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (lambda: night(), "Riuscita"),
        (lambda: night(broken=True), "Non riuscita del tutto"),
        (lambda: RetentionRun.objects.create(started_at=NOW), "In corso o interrotta"),
    ],
)
def test_a_badge_says_how_it_went(run, told):
    page = page_of(run())
    for path in (LIST, page):
        assert told in at_desk(VERA).get(path).text


def test_a_night_is_told_line_by_line():
    text = at_desk(VERA).get(page_of(night(broken=True))).text
    assert "Non riuscito (OSError)" in text
    assert "Non riuscite 1 su" in text
    for rule in retention_table.RULES:
        assert escape(rule.label) in text


def test_what_was_not_due_is_folded_away():
    """Thirty lines that say zero hide the one that does not."""
    untouched = f'di cui niente era scaduto <span class="quiet">{len(retention_table.RULES)}</span></summary>'
    text = at_desk(VERA).get(page_of(night())).text
    assert "Nulla: niente era scaduto." in text
    assert untouched in text
    SeenMessage.objects.create(digest="a" * 64, seen_at=NOW.replace(year=2020))
    told = at_desk(VERA).get(page_of(night())).text.partition("<summary>Dati di cui")[0]
    assert "messaggi già trattati" in told
    assert "Nulla" not in told


def test_the_officer_sees_what_would_go_and_nothing_goes():
    SeenMessage.objects.create(digest="a" * 64, seen_at=NOW.replace(year=2020))
    html = at_desk(VERA).get(f"{LIST}simulazione/").text

    assert re.search(
        r'messaggi già trattati</th>\s*<td[^>]*>[^<]*</td>\s*<td data-heading="Quanti">1</td>', html
    )
    assert SeenMessage.objects.exists()
    assert not RetentionRun.objects.exists()
    assert f'href="{LIST}simulazione/"' in at_desk(VERA).get(LIST).text


def test_the_document_has_a_row_for_every_rule(settings):
    settings.PROOF_YEARS, settings.DELIVERIES_DAYS = 5, 90  # as .env.example has them
    rows = [
        f"| {rule.label} | {rule.term} | {rule.since} | {rule.fate} | {by} |"
        for rule in retention_table.RULES
        for by in [rule.setting if rule.setting in settings.PLAIN_SETTINGS else "–"]
    ]
    document = DOCUMENT.read_text(encoding="utf-8")
    assert [row for row in rows if row not in document] == []
