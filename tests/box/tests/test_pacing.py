"""What WhatsApp takes and keeps back, what it does with it, and messages to a telephone that is switched off."""

import pytest

from .running import ACCOUNT, ANNA, definition, message, named, template

FILLED = template(body=named(titolo="Strada chiusa", testo="Lavori."))
PEOPLE = [f"+39320000{number:04d}" for number in range(1, 6)]
HELD = "held_for_quality_assessment"


@pytest.fixture
def paced(quick):
    """Two of a template leave, the others are kept back."""
    quick.control("settings", {"held_after": 2})
    quick.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    return quick


def send(box, to: str = ANNA) -> dict:
    """A message with the template; what the answer says of it."""
    return box.post(message(to=to, **FILLED)).json()["messages"][0]


def words(service, wamid: str) -> list[str]:
    return [status["status"] for status in service.statuses_of(wamid)]


def bubbles(box, citizen: str) -> list[dict]:
    return box.control("phones/" + citizen)["bubbles"]


def test_the_first_ones_leave_and_the_others_are_kept_back(paced, service):
    answers = [send(paced, citizen) for citizen in PEOPLE]
    assert [told["message_status"] for told in answers] == ["accepted", "accepted", HELD, HELD, HELD]
    service.wait_for(lambda: words(service, answers[1]["id"]) == ["sent", "delivered", "read"])
    assert words(service, answers[2]["id"]) == []
    assert bubbles(paced, PEOPLE[2]) == []
    assert paced.control("counts")["held"] == 3


def test_released_they_arrive(paced, service):
    answers = [send(paced, citizen) for citizen in PEOPLE]
    assert paced.control("held", {"decision": "release", "most": 1}) == {"decided": 1, "held": 2}
    service.wait_for(lambda: words(service, answers[2]["id"]) == ["sent", "delivered", "read"])
    assert words(service, answers[3]["id"]) == []
    assert len(bubbles(paced, PEOPLE[2])) == 1


def test_dropped_they_fail_and_their_template_is_paused(paced, service):
    answers = [send(paced, citizen) for citizen in PEOPLE]
    paced.control("held", {"decision": "drop"})
    service.wait_for(lambda: words(service, answers[4]["id"]) == ["failed"])
    assert service.statuses_of(answers[4]["id"])[0]["errors"][0]["code"] == 132015
    assert bubbles(paced, PEOPLE[4]) == []
    assert paced.post(message(**FILLED)).json()["error"]["code"] == 132015


def test_the_other_word_and_a_number_that_is_always_held(quick):
    quick.control("settings", {"held_word": "paused"})
    quick.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    assert send(quick, "+393201119010")["message_status"] == "paused"
    assert send(quick)["message_status"] == "accepted"


def test_what_is_no_template_is_never_kept_back(paced):
    citizen = "+393201119010"
    paced.control("say", {"citizen": citizen, "text": "Ciao"})
    assert "message_status" not in paced.post(message(to=citizen)).json()["messages"][0]


# ── Time to live ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("category", "ttl", "is_taken"),
    [
        ("UTILITY", 30, True),
        ("UTILITY", 10_800, True),
        ("UTILITY", 43_200, True),
        ("UTILITY", -1, True),
        ("UTILITY", 29, False),
        ("UTILITY", 43_201, False),
        ("UTILITY", "10800", False),
        ("MARKETING", 43_200, False),
        ("AUTHENTICATION", 900, True),
        ("AUTHENTICATION", 901, False),
    ],
)
def test_a_time_to_live_is_taken_within_the_bounds_of_its_category(box, category, ttl, is_taken):
    asked = definition(category=category, message_send_ttl_seconds=ttl)
    answer = box.graph("POST", f"{ACCOUNT}/message_templates", json=asked)
    assert answer.ok is is_taken
    if is_taken:
        (told,) = box.graph("GET", f"{ACCOUNT}/message_templates").json()["data"]
        assert told["message_send_ttl_seconds"] == ttl
    else:
        assert answer.json()["error"]["code"] == 100


def off(box, is_off: bool) -> None:
    box.control("citizens", {"phone": ANNA, "is_off": is_off})


def test_a_telephone_that_is_on_again_gets_what_was_waiting(quick, service):
    quick.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    off(quick, True)
    wamid = send(quick)["id"]
    service.wait_for(lambda: words(service, wamid) == ["sent"])
    assert bubbles(quick, ANNA) == []

    off(quick, False)
    service.wait_for(lambda: words(service, wamid) == ["sent", "delivered", "read"])
    assert len(bubbles(quick, ANNA)) == 1


def test_what_has_expired_meanwhile_never_arrives_and_nobody_says_so(quick, service):
    quick.graph("POST", f"{ACCOUNT}/message_templates", json=definition(message_send_ttl_seconds=30))
    off(quick, True)
    wamid = send(quick)["id"]
    service.wait_for(lambda: words(service, wamid) == ["sent"])
    quick.control("settings", {"clock_ahead": 31})
    off(quick, False)
    later = send(quick)["id"]
    service.wait_for(lambda: words(service, later) == ["sent", "delivered", "read"])
    assert words(service, wamid) == ["sent"]
    assert len(bubbles(quick, ANNA)) == 1
