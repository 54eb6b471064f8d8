"""Whatever stands in a webhook, the parser answers: one odd part must not cost a thousand good ones."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascina_whatsapp.whatsapp.cloud_api.events import InboundMessage, NotAWebhook, Person, Unknown, parse
from tests import payloads

BODIES = {name: json.loads(payloads.read(name)) for name in payloads.NAMES}

SYSTEM_WITHOUT_PERSON = {"type": "system", "system": {"type": "user_changed_number"}}

WORDS = st.sampled_from(["messages", "statuses", "errors", "event", "text", "system", "button", "from", "39"])
NUMBERS = st.integers() | st.integers(10**9, 10**19) | st.floats()
ANY_JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_a_million_brackets_are_not_a_webhook():
    with pytest.raises(NotAWebhook):
        parse("[" * 1_000_000)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"object"', b"7", b"\xff\xfe", '{"a": 1' + "0" * 5000 + "}", b"<html>"],
    ids=["nothing", "half", "list", "null", "string", "number", "bytes", "endless-number", "page"],
)
def test_only_a_json_object_is_a_webhook(body: bytes | str):
    with pytest.raises(NotAWebhook) as problem:
        parse(body)
    assert str(problem.value) == "the body is not a JSON object"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "not a webhook of WhatsApp"),
        ({"object": "page", "entry": []}, "not a webhook of WhatsApp"),
        ({"object": "whatsapp_business_account", "entry": {}}, "not a webhook of WhatsApp"),
        ({"object": "whatsapp_business_account", "entry": ["?"]}, "entry without changes"),
        ({"object": "whatsapp_business_account", "entry": [{"changes": ["?"]}]}, "a field that nobody reads"),
    ],
)
def test_a_wrong_frame_is_unknown(body: dict, problem: str):
    assert [event.problem for event in parse(json.dumps(body))] == [problem]


def test_a_body_without_entries_tells_nothing():
    assert parse(b'{"object":"whatsapp_business_account","entry":[]}') == []


@pytest.mark.parametrize(
    ("value", "kind", "problem"),
    [
        ("?", "", "nothing in it"),
        ({}, "", "nothing in it"),
        ({"metadata": {}}, "", "no part that we know"),
        ({"messages": "?"}, "messages", "not a list"),
        ({"messages": [None]}, "messages", "no sender"),
        ({"messages": [{"from": "393200000001", "timestamp": "1790000000"}]}, "messages", "no id"),
        ({"messages": [{"from": "393200000001", "id": "wamid.x", "type": "text"}]}, "text", "no timestamp"),
        ({"statuses": [{"timestamp": "1790000000", "status": "sent"}]}, "statuses", "no id"),
        ({"statuses": [{"id": "wamid.x", "timestamp": "1790000000"}]}, "statuses", "no status"),
        ({"statuses": [{"id": "wamid.x", "status": "sent"}]}, "statuses", "no timestamp"),
        ({"user_preferences": [{"value": "stop"}]}, "user_preferences", "nobody named"),
        ({"messages": [{"type": "system"}]}, "system", "a system message that we do not know"),
        ({"messages": [SYSTEM_WITHOUT_PERSON]}, "system", "no sender"),
    ],
)
def test_a_part_that_lacks_something_is_unknown(value: object, kind: str, problem: str):
    (event,) = parse(json.dumps(conversation(value)))
    assert event == Unknown(field="messages", kind=kind, problem=problem, envelope={})


def test_a_message_that_lacks_its_time_is_kept_to_be_read_again():
    part = {"from": "393200000001", "id": "wamid.x", "type": "text", "text": {"body": "Cancellazione"}}
    (event,) = parse(json.dumps(conversation({"messages": [part]})))
    (entry,) = event.envelope["entry"]
    assert entry["changes"][0]["value"]["messages"] == [part]


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("1790000000", datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)),
        (1790000000, datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)),
        ("1790000000250", datetime(2026, 9, 21, 14, 13, 20, 250_000, tzinfo=UTC)),
        (1790000000250, datetime(2026, 9, 21, 14, 13, 20, 250_000, tzinfo=UTC)),
        (1, datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
    ],
)
def test_a_timestamp_is_seconds_or_milliseconds_in_a_number_or_a_string(stamp: object, at: datetime):
    assert one_text(timestamp=stamp).at == at


@pytest.mark.parametrize(
    "stamp", [None, "", "0", 0, -5, True, 1.5e9, "1e9", "١٢٣", 10**15 * 9, [], {}, "9" * 40]
)
def test_any_other_timestamp_is_none(stamp: object):
    assert isinstance(one_text(timestamp=stamp), Unknown)


@pytest.mark.parametrize(
    ("number", "bsuid", "expected"),
    [
        ("393200000001", "IT.1", Person(phone="+393200000001", bsuid="IT.1")),
        ("+393200000001", "", Person(phone="+393200000001")),
        ("39335385843", "", Person(phone="+39335385843")),
        ("", "IT.ENT.1", Person(bsuid="IT.ENT.1")),
        ("IT.1", "", Person(bsuid="IT.1")),
        ("IT.1", "IT.2", Person(bsuid="IT.2")),
        ("Anna", "IT.1", Person(bsuid="IT.1")),
    ],
)
def test_a_sender_is_a_phone_an_id_or_both(number: str, bsuid: str, expected: Person):
    assert one_text(**{"from": number, "from_user_id": bsuid}).sender == expected


@pytest.mark.parametrize("number", ["", "Anna", "0039320", "39 320 0000001", "3" * 16, "٣٩٣٢٠٠٠٠٠٠١"])
def test_what_is_neither_phone_nor_id_is_nobody(number: str):
    assert one_text(**{"from": number}).problem == "no sender"


def test_what_a_database_refuses_is_taken_out():
    event = one_text(text={"body": "Iscri\0zione \ud83d"})
    assert event.text == "Iscrizione ?"
    json.dumps(event.envelope).encode()


def test_numbers_that_are_not_json_are_taken_out_of_what_is_kept():
    change = '{"field": "account_update", "value": {"event": "X", "a": NaN, "b": 1e999, "c": -Infinity}}'
    (event,) = parse(f'{{"object": "whatsapp_business_account", "entry": [{{"changes": [{change}]}}]}}')
    assert event.details == {"event": "X"}
    assert json.loads(json.dumps(event.envelope, allow_nan=False)) == event.envelope


@given(body=ANY_JSON)
def test_any_json_is_answered(body: object):
    try:
        parse(json.dumps(body))
    except NotAWebhook:
        assert not isinstance(body, dict)


@pytest.mark.parametrize("name", payloads.NAMES)
def test_a_value_that_is_nothing_stays_unknown_when_parsed_again(name: str):
    (event, *_) = parse(json.dumps(planted(BODIES[name], ("entry", 0, "changes", 0, "value"), None)))
    assert event.problem in ("nothing in it", "a field that nobody reads")
    assert parse(json.dumps(event.envelope)) == [event]


@given(data=st.data(), name=st.sampled_from(payloads.NAMES), intruder=ANY_JSON)
def test_anything_anywhere_is_answered_and_parsed_again(data: st.DataObject, name: str, intruder: object):
    place = data.draw(st.sampled_from(list(places(BODIES[name]))))
    events = parse(json.dumps(planted(BODIES[name], place, intruder)))

    for event in events:
        again = parse(json.dumps(event.envelope, allow_nan=False))
        assert again == [event] or (isinstance(event, Unknown) and isinstance(again[0], Unknown))


@given(intruder=ANY_JSON)
def test_an_odd_message_does_not_cost_its_neighbours(intruder: object):
    body = json.loads(payloads.read("batch"))
    body["entry"][0]["changes"][0]["value"]["messages"][1] = intruder
    words = [event.text for event in parse(json.dumps(body)) if isinstance(event, InboundMessage)]
    assert [word for word in words if word] == ["Iscrizione", "Cancellazione", "Iscrizione"]


def conversation(value: object) -> dict:
    changes = [{"field": "messages", "value": value}]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def one_text(**changes: object) -> InboundMessage | Unknown:
    part = {"id": "wamid.x", "from": "393200000001", "timestamp": "1790000000", "type": "text"}
    (event,) = parse(json.dumps(conversation({"messages": [part | changes]})))
    return event


def places(node: object, path: tuple = ()) -> Iterator[tuple]:
    """Where something can be planted: every member of every object and list."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, member in members:
        yield (*path, name)
        yield from places(member, (*path, name))


def planted(node: object, path: tuple, intruder: object) -> object:
    """A copy in which the intruder stands at the path."""
    if not path:
        return intruder
    copy = node.copy()
    copy[path[0]] = planted(node[path[0]], path[1:], intruder)
    return copy
