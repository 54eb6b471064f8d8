"""The event that a message announces: approved with it, compared, copied without its days, not sent to telephones."""

from datetime import date, time

import pytest

from broadcasts.content import message, validation
from broadcasts.content.content_diff import content_of, differences
from broadcasts.content.fingerprint import CONTENT, fingerprint_of
from broadcasts.content.fingerprint import content_of as content_of_fingerprint
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign
from broadcasts.models.campaign_columns import OCCASION, columns_of
from broadcasts.rules import occasions
from broadcasts.rules.occasions import Occasion
from broadcasts.slices.elections import words
from cascina_whatsapp.elections.models import OfficeHolder
from tests.broadcasts.rules.test_occasions import PLACE, READING, SATURDAY, SUNDAY
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO


def reading(**changed: object) -> Campaign:
    return campaign(**columns_of(Occasion(**READING | changed)))


def problems(row: Campaign) -> list[tuple[str, str]]:
    return [(one.field, one.sentence) for one in validation.content_problems(row)]


def test_it_is_part_of_what_is_approved_and_whatsapp_says_not_a_word_of_it():
    row = reading()
    assert content_of_fingerprint(row)["occasion"] == {
        "begins": "2026-12-12",
        "begins_at": "16:30",
        "ends_at": "18:00",
        "place": PLACE,
    }
    assert set(OCCASION) <= set(CONTENT)
    assert "occasion" not in content_of_fingerprint(campaign())  # what was approved before stays approved

    with_one, without = reading(), campaign()
    for in_window in (False, True):
        sent = message.message_for(with_one, in_window=in_window).payload()
        assert sent == message.message_for(without, in_window=in_window).payload()


@pytest.mark.parametrize(
    ("part", "value"),
    [("begins", SUNDAY), ("begins_at", None), ("ends", SUNDAY), ("ends_at", time(19)), ("place", "Teatro")],
)
def test_each_part_changes_the_fingerprint(part, value):
    row = reading()
    before = fingerprint_of(row)
    setattr(row, f"occasion_{part}", value)
    assert fingerprint_of(row) != before
    row.save()
    stored = Campaign.objects.get()
    assert fingerprint_of(stored) == fingerprint_of(row)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, []),
        ({"begins": None}, [("occasion_begins", occasions.NO_DAY)]),
        ({"ends": date(2026, 12, 11)}, [("occasion_ends", occasions.ENDS_BEFORE)]),
        ({"ends_at": time(16)}, [("occasion_ends_at", occasions.ENDS_AN_HOUR_BEFORE)]),
        ({"begins": date(2020, 1, 1)}, []),
        ({"place": "Teatro &lt;Politeama&gt;"}, [("occasion_place", None)]),
        ({"place": "</script><script>alert(1)</script>"}, [("occasion_place", None)]),
    ],
)
def test_what_is_wrong_with_it_keeps_it_from_its_approval(told, wrong):
    found = problems(reading(**told))
    assert [field for field, _ in found] == [field for field, _ in wrong]
    assert all(said in (None, sentence) for (_, sentence), (_, said) in zip(found, wrong, strict=True))


def test_what_changed_of_it_is_told_beside_what_was_read_before():
    row = reading()
    before = content_of(row)
    row.occasion_begins = SUNDAY
    (told,) = differences(before, row)
    assert told["label"] == "Evento"
    assert told["before"] == f"sabato 12 dicembre 2026, dalle 16:30 alle 18:00 · {PLACE}"
    old = {name: said for name, said in before.items() if name != "occasion"}  # kept by the version before
    assert differences(old, row) == []


def test_a_copy_wants_a_new_day_and_a_name_in_its_place_is_thought_over_in_an_election():
    copy = drafting.duplicate(reading(ends=SATURDAY), by=hire(PAOLO), now=NOW)
    copy.refresh_from_db()
    assert copy.occasion == Occasion(**READING | {"begins": None})
    assert ("occasion_begins", occasions.NO_DAY) in problems(copy)
    assert drafting.duplicate(campaign(), by=hire(PAOLO), now=NOW).occasion == Occasion()

    OfficeHolder.objects.create(name="Anna", surname="Bianchi", role=OfficeHolder.Role.MAYOR)
    assert any(
        "Luogo dell'evento" in said for said in words.warnings(reading(place="Comitato di Anna Bianchi"))
    )


def test_what_is_changed_of_an_event_is_a_step_of_its_own():
    row = reading()
    row.occasion_begins = SUNDAY
    drafting.save(row, changed={"occasion_begins"}, by=hire(PAOLO), now=NOW)
    row.refresh_from_db()
    assert (row.occasion.begins, row.version) == (SUNDAY, 2)
    assert [(event.what, event.by) for event in row.events.all()] == [("edited", hire(PAOLO))]
    assert row.author == hire(GIULIA)
