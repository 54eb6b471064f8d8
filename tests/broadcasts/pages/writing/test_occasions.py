"""An event on the writing page and for whoever approves: folded until it is wanted, kept, told beside its fields."""

from html import unescape

import pytest

from broadcasts.models import Campaign
from broadcasts.models.campaign_columns import columns_of
from broadcasts.rules import occasions
from broadcasts.rules.occasions import Occasion
from broadcasts.rules.states import CampaignStatus
from tests.broadcasts.pages.pages import page as at
from tests.broadcasts.rows import fresh
from tests.broadcasts.rules.test_occasions import PLACE, READING
from tests.builders import approve_templates, campaign, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.usefixtures("monday_morning")
TYPED = {
    "occasion_begins": "2026-12-12",
    "occasion_begins_at": "16:30",
    "occasion_ends": "",
    "occasion_ends_at": "18:00",
    "occasion_place": PLACE,
}
FOLDED = '<details class="more" data-field="occasion">'


def whole(written: Campaign, **overrides: object) -> dict:
    fields = {
        "title": written.title,
        "topics": [topic.pk for topic in written.chosen_topics],
        "body": written.body,
        "link": written.link,
        "seen_version": written.version,
    }
    return fields | TYPED | overrides


def ask(written: Campaign, page: str, **typed: object) -> dict:
    return at_desk(GIULIA).post(at(written, page), whole(written, **typed)).json()


def test_folded_until_there_is_one_it_is_kept_while_it_is_typed_half_of_it_too():
    row, desk = campaign(), at_desk(GIULIA)
    assert FOLDED in desk.get(at(row, "change")).text
    assert ask(row, "autosave", occasion_place=PLACE.replace(",", ",\r\n\n"))["unsaved"] == []
    row.refresh_from_db()
    assert (row.occasion, row.version) == (Occasion(**READING), 2)  # a place is one line
    page = desk.get(at(row, "change")).text
    assert FOLDED not in page
    assert f'value="{PLACE}"' in page
    assert 'type="date" name="occasion_begins" value="2026-12-12"' in page
    assert 'type="time" name="occasion_begins_at" value="16:30"' in page
    assert ask(row, "autosave")["version"] == 2  # nothing is new

    ask(row, "autosave", occasion_begins="", occasion_begins_at="", occasion_ends_at="")
    row.refresh_from_db()
    assert row.occasion == Occasion(place=PLACE)
    ask(row, "autosave", **dict.fromkeys(TYPED, ""))
    assert fresh(row).occasion == Occasion()


@pytest.mark.parametrize(
    ("typed", "field", "label"),
    [
        ({"occasion_begins": "domani"}, "occasion_begins", "giorno in cui comincia l'evento"),
        ({"occasion_ends_at": "26:00"}, "occasion_ends_at", "ora in cui finisce l'evento"),
        ({"occasion_place": "x" * 500}, "occasion_place", "luogo dell'evento"),
        ({"occasion_place": "Teatro\0"}, "occasion_place", "luogo dell'evento"),
    ],
)
def test_what_can_not_be_kept_is_said(typed, field, label):
    row = campaign()
    assert ask(row, "autosave", **typed)["unsaved"] == [label]
    assert field in ask(row, "preview", **typed)["problems"]


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {}),
        ({"occasion_begins": ""}, {}),  # what is still missing is no problem yet
        ({"occasion_ends": "2026-12-11"}, {"occasion_ends": occasions.ENDS_BEFORE}),
        ({"occasion_ends_at": "16:00"}, {"occasion_ends_at": occasions.ENDS_AN_HOUR_BEFORE}),
        ({"occasion_begins_at": ""}, {"occasion_ends_at": occasions.NO_HOUR}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_while_one_types(typed, problems):
    assert ask(campaign(), "preview", **typed)["problems"] == problems


def test_without_its_day_no_approval_is_asked_and_a_day_that_is_past_is_thought_over():
    row = campaign()
    answer = at_desk(GIULIA).post(at(row, "change"), whole(row, step="ask-review", occasion_begins=""))
    assert answer.context["adminform"].form.errors == {"occasion_begins": [occasions.NO_DAY]}
    assert FOLDED not in answer.text
    assert Campaign.objects.get().status == CampaignStatus.DRAFT
    told = ask(row, "preview", occasion_begins="")["regions"]["advice"]
    assert "giorno in cui comincia l'evento" in unescape(told)

    told = ask(row, "preview", occasion_begins="2026-06-01")
    assert told["problems"] == {}
    assert occasions.OVER in unescape(told["regions"]["advice"])
    assert occasions.OVER not in unescape(ask(row, "preview")["regions"]["advice"])


def test_who_approves_reads_it_and_that_it_changed():
    subscribe(ANNA)
    approve_templates()
    row = campaign(**columns_of(Occasion(**READING)))
    at_desk(GIULIA).post(at(row, "change"), whole(row, step="ask-review"), follow=True)
    assert Campaign.objects.get().status == CampaignStatus.IN_REVIEW
    assert PLACE in at_desk(GIULIA).get(at(row, "change")).text
    page = at_desk(PAOLO).get(at(row, "launch"))
    assert "sabato 12 dicembre 2026, dalle 16:30 alle 18:00" in page.text
    assert PLACE in page.text
    seen = page.context["seen"]
    at_desk(PAOLO).post(at(row, "send-back"), {"seen": seen, "note": "Il giorno è un altro"})
    row.refresh_from_db()
    changed = whole(row, step="ask-review", occasion_begins="2026-12-13")
    at_desk(GIULIA).post(at(row, "change"), changed, follow=True)
    page = at_desk(PAOLO).get(at(row, "launch"))
    assert [one["label"] for one in page.context["message"].since_note["differences"]] == ["Evento"]
    assert "domenica 13 dicembre 2026" in page.text


def test_without_whatsapp_the_page_beside_it_begins_with_it():
    row = campaign(by_whatsapp=False)
    shown = ask(row, "preview", where_asked="1")["regions"]["shown"]
    assert "sabato 12 dicembre 2026" in shown
    assert PLACE in shown
