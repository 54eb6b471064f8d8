# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What other calendars read: taken apart again by the words of RFC 5545, whatever a title holds."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from broadcasts.rules.ical import Moment, calendar_text

NOW = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", re.DOTALL)


def unfolded(text: str) -> list[str]:
    """RFC 5545, 3.1: lines end in CR LF and have 75 octets at most; a line break and a space are nothing."""
    assert text.endswith("\r\n")
    physical = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 and not re.search(r"[\r\n]", line) for line in physical)
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescaped(value: str) -> str:
    """3.3.11: after a backslash an n is a line break, and anything else itself."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def events(text: str) -> list[dict[str, str]]:
    """The events of a calendar, property by property, as a calendar shows them. AssertionError where it is none."""
    properties = [LINE.fullmatch(line).group(1, 3) for line in unfolded(text)]
    assert properties[0] == ("BEGIN", "VCALENDAR")
    assert properties[-1] == ("END", "VCALENDAR")
    assert {"VERSION", "PRODID"} <= {name for name, _ in properties}
    found, current = [], None
    for name, value in properties[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert current is None
            current = {}
        elif (name, value) == ("END", "VEVENT"):
            assert {"UID", "DTSTAMP", "DTSTART"} <= current.keys()
            found.append(current)
            current = None
        elif current is not None:
            assert name not in current
            current[name] = unescaped(value)
    assert current is None
    return found


def moment(title: str = "Via Roma chiusa") -> Moment:
    return Moment(uid="messaggio-1@example.org", at=NOW, title=title, description="Inviato")


@given(st.lists(st.text(max_size=120), max_size=3))
def test_every_title_comes_back_as_it_was_but_for_control_characters(titles):
    text = calendar_text("Messaggi", [moment(title) for title in titles], NOW)
    expected = [
        re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", "", "\n".join(title.splitlines())) for title in titles
    ]
    assert [event["SUMMARY"] for event in events(text)] == expected


@given(st.lists(st.text(max_size=120), max_size=3))
def test_a_library_that_others_wrote_reads_the_same(titles):
    text = calendar_text("Messaggi", [moment(title) for title in titles], NOW)
    read = Calendar.from_ical(text)
    assert read.errors == []
    assert [str(event["SUMMARY"]) for event in read.events] == [event["SUMMARY"] for event in events(text)]
    assert {(event.errors == [], event["DTSTART"].dt) for event in read.events} <= {(True, NOW)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Via Roma, piazza; ora", "Via Roma\\, piazza\\; ora"),
        ("C:\\n", "C:\\\\n"),
        ("Due\r\nrighe", "Due\\nrighe"),
        ("Campana\x07", "Campana"),
        ("👨‍👩‍👧 è qui", "👨‍👩‍👧 è qui"),
    ],
)
def test_what_has_a_meaning_of_its_own_is_escaped(text, value):
    assert f"SUMMARY:{value}" in unfolded(calendar_text("Messaggi", [moment(text)], NOW))
    assert {f"NAME:{value}", f"X-WR-CALNAME:{value}"} <= set(unfolded(calendar_text(text, [], NOW)))


def test_moments_are_written_in_utc_whatever_the_clocks_show():
    winter = datetime(2026, 12, 1, 9, 30, tzinfo=ZoneInfo("Europe/Rome"))
    made = [replace(moment(), at=at) for at in (winter, winter.replace(month=6))]
    starts = [event["DTSTART"] for event in events(calendar_text("Messaggi", made, NOW))]
    assert starts == ["20261201T083000Z", "20260601T073000Z"]
    with pytest.raises(ValueError, match="time zone"):
        calendar_text("Messaggi", [replace(moment(), at=datetime(2026, 12, 1))], NOW)  # noqa: DTZ001
