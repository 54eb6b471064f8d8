"""The controls: people, settings, counts, the state of the number, and starting again."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.patience import UNTIL, until

from .running import ACCOUNT, ANNA, APP, NUMBER, TOKEN, message

DAY = 86_400


def problem(box, path: str, body: dict) -> int:
    """The status of a control request that should fail."""
    return box.http.post(f"{box.url}/simulator/{path}", json=body).status_code


def test_reset_forgets_everything(box):
    box.control("settings", {"repeat": 2})
    box.control("say", {"citizen": ANNA, "text": "Ciao"})
    box.post(message())
    box.control("reset", {})
    assert box.control("citizens") == []
    assert box.accepted() == []
    assert box.control("counts")["accepted"] == 0
    assert box.control("settings")["repeat"] == 1


def test_after_a_reset_nothing_of_before_arrives(box, service):
    """Some posts have left, more wait for a free line: the next test must hear of neither."""
    service.may_answer.clear()
    box.control("say", {"citizen": ANNA, "text": "Prima", "repeat": 20})
    with ThreadPoolExecutor(1) as tester:
        resetting = tester.submit(box.control, "reset", {})
        until(lambda: box.control("citizens") == [])
        service.may_answer.set()
        resetting.result(UNTIL)
    service.forget()

    box.control("say", {"citizen": ANNA, "text": "Dopo"})  # on one of the lines that were taken
    service.wait_for(lambda: service.items("messages"))
    assert [said["text"]["body"] for said in service.items("messages")] == ["Dopo"]


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("latency_ms", [10, 20], [10, 20]),
        ("latency_ms", 15, [15, 15]),
        ("status_order", "shuffled", "shuffled"),
        ("late", 2, 2.0),
        ("statuses", False, False),
        ("window_hours", 1, 1.0),
        ("messaging_limit", "TIER_250", "TIER_250"),
        ("token_days", 10, 10.0),
        ("latency_shape", "long_tail", "long_tail"),
        ("statuses_per_post", 1000, 1000),
    ],
)
def test_settings_change_one_at_a_time(box, name, value, held):
    before = box.control("settings")
    assert box.control("settings", {name: value}) == before | {name: held}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "red"),
        ("latency_ms", [20, 10]),
        ("latency_ms", ["a", "b"]),
        ("latency_ms", [-1, 5]),
        ("status_order", "sideways"),
        ("repeat", -1),
        ("repeat", "2"),
        ("statuses", 1),
        ("late", True),
        ("latency_shape", "round"),
        ("statuses_per_post", 0),
        ("statuses_per_post", 1001),
        ("stall_after", -1),
        ("stall_after", 1.5),
        ("stall_after", "2"),
        ("stall_after", True),
    ],
)
def test_settings_that_make_no_sense_change_nothing(box, name, value):
    before = box.control("settings")
    assert problem(box, "settings", {name: value}) == 400
    assert box.control("settings") == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("say", {"citizen": ANNA}),
        ("say", {"text": "Ciao"}),
        ("say", {"citizen": "Anna", "text": "Ciao"}),
        ("preference", {"citizen": ANNA, "value": "maybe"}),
        ("system", {"citizen": ANNA, "kind": "user_left"}),
        ("template", {"name": "a", "language": "it", "status": "PAUSED"}),
        ("webhook", {"body": "x", "signature": "forged"}),
    ],
)
def test_requests_that_make_no_sense_are_refused(box, path, body):
    assert problem(box, path, body) == 400


def test_an_unknown_control_is_not_found(box):
    assert problem(box, "explode", {}) == 404


def test_citizens_can_be_invented(box):
    anna = box.control("citizens", {"phone": ANNA, "name": "Anna Bianchi"})
    hidden = box.control("citizens", {})
    assert (anna["citizen"], anna["name"], anna["shares_number"]) == (ANNA, "Anna Bianchi", True)
    assert (hidden["phone"], hidden["citizen"]) == ("", hidden["bsuid"])
    assert box.control("citizens") == [anna, hidden]


def test_accepted_messages_are_read_in_order_from_anywhere(box):
    box.control("say", {"citizen": ANNA, "text": "Ciao"})
    for number in range(5):
        box.post(message(text={"body": f"Messaggio {number}"}))
    assert [line["text"] for line in box.accepted(after=3)] == ["Messaggio 3", "Messaggio 4"]
    counts = box.control("counts")
    assert (counts["accepted"], counts["max_per_citizen"]) == (5, 5)


def test_the_state_of_the_number_follows_the_settings(box):
    standing = {"quality_rating": "YELLOW", "messaging_limit": "TIER_250", "name_status": "DECLINED"}
    box.control("settings", standing)
    limit = "whatsapp_business_manager_messaging_limit"
    fields = f"verified_name,quality_rating,{limit},throughput.level,name_status,status"
    assert box.graph("GET", NUMBER, params={"fields": fields}).json() == {
        "id": NUMBER,
        "verified_name": "Comune di Cascina",
        "quality_rating": "YELLOW",
        "whatsapp_business_manager_messaging_limit": "TIER_250",
        "throughput": {"level": "STANDARD"},
        "name_status": "DECLINED",
        "status": "CONNECTED",
    }


def test_the_app_subscribes_to_the_account(box):
    assert box.graph("POST", f"{ACCOUNT}/subscribed_apps").json() == {"success": True}
    [app] = box.graph("GET", f"{ACCOUNT}/subscribed_apps").json()["data"]
    assert app["whatsapp_business_api_data"]["id"] == APP


# ── The access token ──────────────────────────────────────────────────────────────────────────────────────


def asked_of(box, token: str) -> dict:
    return box.graph("GET", "debug_token", params={"input_token": token}).json()["data"]


@pytest.mark.true_time  # of the simulator, a process of its own
def test_our_token_is_valid_for_ever_or_as_long_as_one_likes(box):
    assert asked_of(box, TOKEN)["is_valid"]
    assert asked_of(box, TOKEN)["expires_at"] == 0
    box.control("settings", {"token_days": 10})
    began = int(time.time())
    assert began + 10 * DAY <= asked_of(box, TOKEN)["expires_at"] <= time.time() + 10 * DAY


def test_another_token_is_not_valid(box):
    told = asked_of(box, "another-token")
    assert (told["is_valid"], told["error"]["code"]) == (False, 190)
    assert box.graph("GET", "debug_token").json()["error"]["code"] == 100
