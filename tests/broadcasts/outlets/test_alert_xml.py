"""An alert is a file that other services read: valid against OASIS's own schema, whatever was chosen or written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from broadcasts.rules.cap import facts
from broadcasts.slices.outlets.alert_xml import (
    HEADLINE_MOST,
    Alert,
    document,
    identifier_of,
    reference,
    written,
)

SENT = datetime(2026, 11, 10, 9, 0, 30, 5, tzinfo=UTC)
SENDER = "comune.cascina.pi.it"
FLOOD = facts.Facts(
    event="flood", urgency="Expected", severity="Severe", certainty="Likely", response="Avoid"
)
ALERT = Alert(
    identifier=identifier_of(SENDER, SENT, 12, 0),
    sender=SENDER,
    sent=SENT,
    kind="Alert",
    facts=FLOOD,
    expires=SENT + timedelta(hours=24),
    headline="Piena dell'Arno",
    description="Non scendete nei locali interrati.",
    web="https://notizie.example.it/messaggi/12/",
    contact="Ufficio relazioni con il pubblico, 800 01 77 28",
)
BEFORE = reference(SENDER, ALERT.identifier, SENT)


@cache
def schema() -> etree.XMLSchema:
    """OASIS Standard CAP-V1.2, 1 July 2010."""
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "CAP-v1.2.xsd"))


def read(alert: Alert) -> list[tuple[str, str]]:
    """Every element with text, in order; the file is valid."""
    root = etree.fromstring(document(alert))
    assert schema().validate(root), schema().error_log
    return [(etree.QName(one).localname, one.text) for one in root.iter() if len(one) == 0]


def test_every_element_in_its_place():
    assert read(ALERT) == [
        ("identifier", "comune.cascina.pi.it-20261110T100030-12-0"),
        ("sender", "comune.cascina.pi.it"),
        ("sent", "2026-11-10T10:00:30+01:00"),
        ("status", "Actual"),
        ("msgType", "Alert"),
        ("scope", "Public"),
        ("language", "it-IT"),
        ("category", "Met"),
        ("event", "Piena o allagamento"),
        ("responseType", "Avoid"),
        ("urgency", "Expected"),
        ("severity", "Severe"),
        ("certainty", "Likely"),
        ("expires", "2026-11-11T10:00:30+01:00"),
        ("senderName", "Comune di Cascina"),
        ("headline", "Piena dell'Arno"),
        ("description", "Non scendete nei locali interrati."),
        ("web", "https://notizie.example.it/messaggi/12/"),
        ("contact", "Ufficio relazioni con il pubblico, 800 01 77 28"),
        ("areaDesc", "Comune di Cascina"),
        ("valueName", "ISTAT"),
        ("value", "050008"),
    ]


@pytest.mark.parametrize("kind", ["Update", "Cancel"])
def test_what_comes_later_refers_to_all_that_came_before(kind: str):
    second = reference(SENDER, "b", SENT + timedelta(hours=1))
    told = dict(read(replace(ALERT, identifier="c", kind=kind, references=(BEFORE, second), note="L'ora.")))
    assert told["references"] == (
        "comune.cascina.pi.it,comune.cascina.pi.it-20261110T100030-12-0,2026-11-10T10:00:30+01:00 "
        "comune.cascina.pi.it,b,2026-11-10T11:00:30+01:00"
    )
    assert (told["msgType"], told["note"]) == (kind, "L'ora.")


def test_a_drill_is_no_alert():
    assert dict(read(replace(ALERT, facts=replace(FLOOD, is_drill=True))))["status"] == "Exercise"


def test_what_neither_a_person_nor_the_words_say_stays_unknown():
    told = dict(read(replace(ALERT, facts=facts.read(None, words="Leggete sul sito."))))
    assert (told["category"], told["event"], told["urgency"]) == ("Other", "Altro", "Unknown")
    assert "responseType" not in told


MOMENTS = [
    (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "2026-07-01T10:00:00+02:00"),
    (datetime(2026, 12, 31, 23, 30, 59, 999999, tzinfo=UTC), "2027-01-01T00:30:59+01:00"),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30:00+02:00"),
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
    (datetime(2026, 7, 1, 8, 0, tzinfo=timezone(timedelta(hours=-5))), "2026-07-01T15:00:00+02:00"),
]


@pytest.mark.parametrize(("moment", "expected"), MOMENTS)
def test_moments_are_cascina_s_with_their_offset(moment: datetime, expected: str):
    assert written(moment) == expected


REFUSED = {
    "a blank in the identifier": {"identifier": "a b"},
    "a comma in the sender": {"sender": "a,b"},
    "an empty identifier": {"identifier": ""},
    "an alert that refers to another": {"references": (BEFORE,)},
    "an update of nothing": {"kind": "Update"},
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_the_protocol_forbids_is_not_written(fault: str):
    with pytest.raises(ValueError, match=r"may not|refers"):
        replace(ALERT, **REFUSED[fault])


TEXT = st.text(min_size=1, max_size=400)


@settings(max_examples=25)
@given(
    event=st.sampled_from([one.key for one in facts.HAPPENINGS]),
    urgency=st.sampled_from([value for value, _ in facts.URGENCIES]),
    severity=st.sampled_from([value for value, _ in facts.SEVERITIES]),
    certainty=st.sampled_from([value for value, _ in facts.CERTAINTIES]),
    response=st.sampled_from([value for value, _ in facts.RESPONSES]),
    words=st.tuples(TEXT, TEXT, TEXT),
    kind=st.sampled_from(["Alert", "Update", "Cancel"]),
)
def test_whatever_is_chosen_and_written_the_file_is_valid(words, kind, **chosen):
    headline, description, instruction = words
    said = {"headline": headline, "description": description, "instruction": instruction}
    references = () if kind == "Alert" else (BEFORE,)
    told = dict(read(replace(ALERT, facts=facts.Facts(**chosen), kind=kind, references=references, **said)))
    assert len(told.get("headline", "")) <= HEADLINE_MOST
    assert told["category"] == facts.happening(chosen["event"]).category
