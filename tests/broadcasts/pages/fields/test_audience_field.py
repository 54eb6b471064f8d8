"""A clerk says whom a broadcast is for: one topic, several, or everybody with a reason."""

from html import unescape

import pytest
from django.template.loader import render_to_string

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign
from subscribers.models import Zone
from tests.broadcasts.pages.pages import page
from tests.builders import NOW, campaign, choose, choose_zones, hire, subscribe, topic, zone
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO
from tests.staff import at_desk

ROADS, EVENTS = "Viabilità e cantieri", "Eventi e cultura"
REASON = "Sciopero di tutti gli uffici"


def typed(draft: Campaign, **fields) -> dict:
    """The whole form, of a text that says when and where."""
    written = {"title": draft.title, "kind": "text", "body": draft.body, "link": draft.link}
    return written | {"seen_version": draft.version} | fields


def test_each_choice_says_how_many_it_reaches_and_which_is_chosen():
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    choose(ANNA, topic(ROADS))
    choose(BRUNO)
    response = at_desk(GIULIA).get(page(campaign(topic=topic(EVENTS))))
    choices = response.context["to_whom"]

    assert len(choices["zones"]) == Zone.objects.count()
    assert {people for _, people in choices["zones"]} == {3}
    people = {box.choice_label: people for box, people in choices["topics"]}
    assert (people[ROADS], people[EVENTS], choices["everybody"]) == (2, 1, 3)
    assert [box.choice_label for box, _ in choices["topics"] if box.data["selected"]] == [EVENTS]
    form = response.context["adminform"].form
    drawn = render_to_string("admin/broadcasts/campaign/to_whom.html", {"form": form, "to_whom": choices})
    assert "Tutti gli iscritti <span>3<" in drawn
    assert "Perché a tutti" in drawn


@pytest.mark.parametrize("name", ["change", "autosave"])
@pytest.mark.parametrize(
    ("before", "ticked", "after"),
    [
        ([], ["Navacchio", "Zambra"], "Navacchio e Zambra"),
        (["Navacchio"], ["Zambra"], "Zambra"),
        (["Navacchio"], [], ""),
    ],
)
def test_zones_are_kept_by_the_button_and_by_itself(name: str, before: list, ticked: list, after: str):
    """Pettori is closed, and can't be chosen; a copy has the same ones."""
    Zone.objects.filter(name="Pettori").update(is_active=False)
    draft = campaign(zones=[zone(one) for one in before])
    fields = {"topics": [topic().pk], "zones": [zone(one).pk for one in ticked]}
    at_desk(GIULIA).post(page(draft, name), typed(draft, **fields))
    told = f"{ROADS}, solo {after}" if after else ROADS
    assert Campaign.objects.get().to_whom == told
    assert drafting.duplicate(Campaign.objects.get(), by=hire(GIULIA), now=NOW).to_whom == told

    closed = at_desk(GIULIA).post(page(draft, "autosave"), typed(draft, zones=[zone("Pettori").pk]))
    assert "Pettori" not in Campaign.objects.get(pk=draft.pk).to_whom
    assert closed.status_code == 200


@pytest.mark.parametrize(
    ("topics", "zones", "people", "note"),
    [
        ([ROADS], [], 3, ""),
        ([ROADS], ["Zambra"], 2, ""),
        ([ROADS], ["Pettori"], 1, "meno di 2 persone"),
        (["Allerte e urgenze"], ["Pettori"], 3, "arriva anche fuori da Pettori"),
        ([], [], 3, ""),
        ([], ["Zambra"], 2, ""),
    ],
)
def test_people_are_counted_as_zones_are_ticked(topics, zones, people: int, note: str, settings):
    """Without a topic it is for everybody."""
    settings.SMALLEST_AUDIENCE = 2
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    choose_zones(ANNA, "Zambra")
    choose_zones(BRUNO, "Navacchio")
    draft = campaign()
    fields = {"topics": [topic(one).pk for one in topics], "zones": [zone(one).pk for one in zones]}
    fields |= {} if topics else {"to_everybody": "on", "everybody_reason": REASON}
    told = at_desk(GIULIA).post(page(draft, "preview"), typed(draft, with_people="true", **fields)).json()
    summary = told["regions"]["summary"]

    assert f"<b>{people} person" in summary
    assert ('<p class="quiet">' in summary) == bool(note)
    assert note in unescape(summary)
    assert ("tutti gli iscritti" in summary) == (not topics and not zones)


@pytest.mark.parametrize("name", ["change", "autosave"])
def test_several_topics_and_everybody_are_kept_by_the_button_and_by_itself(name: str):
    draft, chosen = campaign(), [topic(ROADS), topic(EVENTS)]
    fields = {"topics": [row.pk for row in chosen], "to_everybody": "on", "everybody_reason": REASON}
    at_desk(GIULIA).post(page(draft, name), typed(draft, **fields))

    stored = Campaign.objects.get()
    assert set(stored.chosen_topics) == set(chosen)
    assert (stored.to_whom, stored.everybody_reason, stored.version) == ("Tutti gli iscritti", REASON, 2)


def test_who_approves_reads_to_whom_and_why():
    subscribe(ANNA)
    row = campaign(topics=[topic(ROADS), topic(EVENTS)], status="in_review")
    assert f"{ROADS}, {EVENTS}" in at_desk(PAOLO).get(page(row, "launch")).text

    Campaign.objects.filter(pk=row.pk).update(to_everybody=True, everybody_reason=REASON)
    shown = at_desk(PAOLO).get(page(row, "launch")).text
    assert "Tutti gli iscritti" in shown
    assert REASON in shown


def test_who_writes_to_everybody_without_a_reason_is_asked_for_it():
    draft = campaign(to_everybody=True, author=hire(GIULIA))
    asked = at_desk(GIULIA).post(page(draft, "ask-review"), {"seen": fingerprint_of(draft)})
    assert Campaign.objects.get().status == "draft"
    assert "Scrivi perché va a tutti" in " ".join(asked.context["form"].non_field_errors())
    assert "Scrivi perché va a tutti" in asked.text
