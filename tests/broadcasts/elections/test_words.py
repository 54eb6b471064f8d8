"""Words are weighed where a broadcast leaves in an electoral period or just before, those of its file too."""

from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from broadcasts.content.attachments import attachment
from broadcasts.models import Campaign
from broadcasts.slices.elections import gate, words
from broadcasts.steps.plan import Plan
from cascina_whatsapp.elections.models import OfficeHolder
from tests.broadcasts.elections.periods import (
    POLLS_CALLED,
    POLLS_CLOSE,
    RUN_OFF_CLOSES,
    active,
    rome,
    written,
)
from tests.broadcasts.moments import HOUR
from tests.broadcasts.rules.test_attached_pdfs import NOTICE, PICTURE, make_pdf
from tests.builders import NOW, always_open, campaign, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import at_desk

NAMES = {"title": "Grazie al sindaco", "body": "Domani in biblioteca con Mario Rossi, assessore."}
HEADING = "Elezioni: da valutare"


@pytest.fixture(autouse=True)
def _mayor():
    OfficeHolder.objects.create(name="Mario", surname="Rossi", role=OfficeHolder.Role.MAYOR)


def attached(content: bytes, name: str, **fields) -> Campaign:
    """A broadcast with this file, taken in as a clerk's upload is."""
    kind, file, facts = attachment.check_upload(ContentFile(content, name=name))
    return campaign(
        kind=kind,
        attachment=file.read(),
        attachment_facts=facts,
        **{"title": "Avviso"} | fields,
    )


def image() -> bytes:
    Image.new("RGB", (200, 100), "navy").save(drawn := BytesIO(), "PNG")
    return drawn.getvalue()


def test_title_and_text_are_weighed_and_a_pdf_of_before_is_said_to_be_unread():
    told = words.warnings(campaign(**NAMES))
    assert [sentence.split(" ")[0] for sentence in told] == ["Titolo:", "Testo:", "Testo:"]
    assert told[0].startswith("Titolo: «sindaco»")
    assert told[1].startswith("Testo: «Mario Rossi»: È il nome di chi ha una carica o si candida")

    row = campaign(kind="document", attachment=make_pdf(NOTICE), attachment_facts={"pages": 1})
    assert words.warnings(row) == [words.NOT_READ]


def test_the_pdf_is_read_when_it_is_taken_in_its_hidden_data_too():
    hall = "BT /F1 24 Tf 72 700 Td (A cura dell Assessorato) Tj ET"
    hidden = "<< /Author (m.rossi) /Subject (Saluto del sindaco) >>"
    told = words.warnings(
        attached(make_pdf(hall, extra=(hidden,), trailer="/Info 4 0 R"), "saluto-sindaco.pdf")
    )
    assert [sentence.partition("»")[0] for sentence in told] == [
        "Nome del file: «sindaco",
        "Dati nascosti del PDF (autore): «m.rossi",
        "Dati nascosti del PDF (argomento): «sindaco",
        "Dentro il PDF: «Assessorato",
    ]


def test_of_an_image_only_the_name_is_read_and_that_is_said():
    assert words.warnings(attached(image(), "via-roma.png")) == [words.ONLY_LOOKED_AT]
    told = words.warnings(attached(image(), "Locandina_MarioRossi.png"))
    assert told[0].startswith("Nome del file: «Mario Rossi»")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (make_pdf(PICTURE), words.NO_TEXT),
        (make_pdf("BT /F1 6 Tf 9 9 Td (" + "lavori " * 4000 + ") Tj ET"), words.CUT_SHORT),
    ],
)
def test_what_could_not_be_read_is_said(content, sentence):
    assert words.warnings(attached(content, "avviso.pdf")) == [sentence]


def test_facts_are_bounded():
    row = attached(make_pdf(NOTICE), "a" * 400 + ".pdf")
    assert len(row.attachment_facts["name"]) == attachment.LONGEST_NAME
    assert words.warnings(row) == []


def test_a_good_message_has_none_and_costs_one_query_in_a_period_and_without_one():
    row = campaign()
    with CaptureQueriesContext(connection) as asked:
        assert words.warnings(row) == []
    assert len(asked) == 1

    written()  # a draft of a period warns of nothing
    with CaptureQueriesContext(connection) as asked:
        assert not gate.is_watched(Plan(row, NOW))
    assert len(asked) == 1
    active()
    with CaptureQueriesContext(connection) as asked:
        assert gate.is_watched(Plan(row, NOW))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("period", "leaves", "is_watched"),
    [
        ({}, POLLS_CALLED - HOUR, False),
        ({}, POLLS_CALLED, True),
        ({}, POLLS_CLOSE + HOUR, True),
        ({}, RUN_OFF_CLOSES, False),
        ({"run_off": "no"}, POLLS_CLOSE, False),
        ({"warning_from": rome(2026, 3, 10).date()}, rome(2026, 3, 9, 23, 58), False),
        ({"warning_from": rome(2026, 3, 10).date()}, rome(2026, 3, 10), True),
        ({"applies_to_us": False, "applies_reason": "Non si vota qui"}, POLLS_CALLED, False),
    ],
)
def test_only_what_leaves_in_a_period_or_in_its_warning_is_watched(period, leaves, is_watched):
    always_open()
    subscribe(ANNA)
    active(**period)
    now = rome(2026, 3, 1, 9)
    assert gate.is_watched(Plan(campaign(scheduled_for=leaves), now)) is is_watched


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(("clerk", "page"), [(GIULIA, "change"), (PAOLO, "launch")])
def test_who_writes_and_who_approves_read_the_same(clerk, page):
    row = campaign(status="draft" if page == "change" else "in_review", **NAMES)
    path = reverse(f"admin:broadcasts_campaign_{page}", args=[row.pk])
    assert HEADING not in at_desk(clerk).get(path).text
    active()
    shown = unescape(at_desk(clerk).get(path).text)
    assert HEADING in shown
    assert "Testo: «Mario Rossi»" in shown
    Campaign.objects.update(status="sent")
    page = reverse("admin:broadcasts_campaign_change", args=[row.pk])
    assert HEADING not in at_desk(clerk).get(page).text
