"""Numbers that misbehave, each as its row in the table of faults says."""

import pytest
import requests

from tests.patience import until

from .running import ACCOUNT, definition, message, named, template

FILLED = template(body=named(titolo="Strada chiusa", testo="Lavori."))


def phone(ending: str) -> str:
    """A number with the ending; it has written, so that its window is open."""
    return f"+39320111{ending}"


def send(box, ending: str, **parts: object) -> requests.Response:
    """Send a free-form message to the number with the ending."""
    box.control("say", {"citizen": phone(ending), "text": "Ciao"})
    return box.post(message(to=phone(ending), **parts))


def codes(box, ending: str, times: int, **parts: object) -> list[int]:
    """The error codes of several messages to the number; 0 for an accepted one."""
    answers = [send(box, ending, **parts).json() for _ in range(times)]
    return [answer.get("error", {}).get("code", 0) for answer in answers]


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("9001", [131026, 131026, 131026]),
        ("9002", [131047, 131047, 131047]),
        ("9003", [131056, 131056, 0]),
        ("9009", [139999, 0, 0]),
        ("0001", [0, 0, 0]),
    ],
)
def test_some_numbers_are_refused(box, ending, expected):
    assert codes(box, ending, 3) == expected
    assert box.control("counts")["accepted"] == expected.count(0)


def test_a_number_that_needs_a_template_takes_one(box):
    box.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    assert codes(box, "9002", 1, **FILLED) == [0]


def test_a_crash_accepts_nothing_and_happens_once(box):
    response = send(box, "9004")
    assert response.status_code == 500
    with pytest.raises(requests.JSONDecodeError):
        response.json()
    assert box.control("counts")["accepted"] == 0
    assert send(box, "9004").status_code == 200


def test_a_lost_answer_hides_an_accepted_message(box):
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        send(box, "9005")
    assert [line["to"] for line in box.accepted()] == [phone("9005")]


def test_a_slow_number_makes_the_client_wait(box):
    box.control("say", {"citizen": phone("9006"), "text": "Ciao"})
    with pytest.raises(requests.ReadTimeout):
        box.post(message(to=phone("9006")), timeout=0.3)
    until(lambda: box.control("counts")["accepted"] == 1)  # all the same


@pytest.mark.parametrize(("ending", "code"), [("9007", 131050), ("9008", 131026)])
def test_some_numbers_accept_and_fail_later(quick, service, ending, code):
    wamid = send(quick, ending).json()["messages"][0]["id"]
    service.wait_for(lambda: service.statuses_of(wamid))
    [failed] = service.statuses_of(wamid)
    assert failed["status"] == "failed"
    assert failed["errors"][0]["code"] == code
    assert "recipient_user_id" not in failed
    assert quick.control("phones/" + phone(ending))["bubbles"][-1]["from"] == "citizen", "it never arrived"


def test_of_some_numbers_nothing_is_told(quick, service):
    silent, heard = (send(quick, ending).json()["messages"][0]["id"] for ending in ("9012", "0001"))
    service.wait_for(lambda: "delivered" in [status["status"] for status in service.statuses_of(heard)])
    assert service.statuses_of(silent) == []
    assert quick.control("phones/" + phone("9012"))["bubbles"][-1]["from"] != "citizen", "it arrived"


def test_faults_can_be_switched_off(box):
    box.control("settings", {"faults": False})
    assert codes(box, "9001", 1) == [0]


def test_the_page_documents_every_ending(box):
    documented = [row["ending"] for row in box.http.get(f"{box.url}/faults.json").json()]
    assert documented == [f"90{number:02}" for number in range(1, 13)]
