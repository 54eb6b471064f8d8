"""What the service is told about its messages: when, in which order, with which contents."""

import pytest

from tests.box.simulator.statuses import told_after

from .running import ACCOUNT, ANNA, BRUNO, NUMBER, definition, message, named, template

BSUID = "IT.1234567890123456"
FILLED = template(body=named(titolo="Strada chiusa", testo="Lavori."))


def send(box, **parts: object) -> str:
    """Send Anna a message; its id."""
    box.control("say", {"citizen": ANNA, "text": "Iscrizione"})
    return box.post(message(**parts)).json()["messages"][0]["id"]


def words(service, wamid: str, number: int) -> list[str]:
    """The statuses of the message, once there are as many as the number."""
    service.wait_for(lambda: len(service.statuses_of(wamid)) >= number)
    return [status["status"] for status in service.statuses_of(wamid)]


def test_a_message_is_sent_delivered_and_read(quick, service):
    wamid = send(quick, biz_opaque_callback_data="d:7")
    assert words(service, wamid, 3) == ["sent", "delivered", "read"]
    for status in service.statuses_of(wamid):
        assert status["biz_opaque_callback_data"] == "d:7"
        assert status["recipient_id"] == ANNA[1:]
        assert status["recipient_user_id"].startswith("IT.")
        assert isinstance(status["timestamp"], str)


def test_the_envelope_is_metas(quick, service):
    wamid = send(quick)
    words(service, wamid, 1)
    value = next(value for post in service.posts for value in post.values if "statuses" in value)
    assert value["messaging_product"] == "whatsapp"
    assert value["metadata"] == {"display_phone_number": "39335385843", "phone_number_id": NUMBER}
    assert [contact["wa_id"] for contact in value["contacts"]] == [ANNA[1:]]


def test_who_does_not_read_says_nothing_of_reading(quick, service):
    quick.control("settings", {"read_share": 0})
    quiet = send(quick)
    quick.control("settings", {"read_share": 1})
    loud = send(quick)
    assert words(service, loud, 3) == ["sent", "delivered", "read"]
    assert words(service, quiet, 2) == ["sent", "delivered"]


def test_a_bsuid_is_told_instead_of_a_hidden_number(quick, service):
    quick.control("say", {"citizen": BSUID, "text": "Iscrizione"})
    wamid = send(quick, to=None, recipient=BSUID)
    words(service, wamid, 3)
    for status in service.statuses_of(wamid):
        assert "recipient_id" not in status
        assert status["recipient_user_id"] == BSUID


def test_the_price_is_told_with_sent_and_delivered(quick, service):
    quick.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    wamid = send(quick, **FILLED)
    words(service, wamid, 3)
    prices = [status.get("pricing") for status in service.statuses_of(wamid)]
    utility = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    assert prices == [utility, utility, None]


def test_a_reply_is_free(quick, service):
    wamid = send(quick)
    words(service, wamid, 1)
    assert service.statuses_of(wamid)[0]["pricing"]["type"] == "free_customer_service"


def test_statuses_can_be_posted_backwards():
    """Each a post of its own; on the way one may still overtake the other, as Meta's do."""
    course = [("sent", 0.0), ("delivered", 1.0), ("read", 2.0)]
    sent, delivered, read = told_after(course, "reversed")
    assert 2 <= read < delivered < sent
    assert told_after(course, "in_order") == [0, 1, 2]


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_posted_in_another_order_the_times_inside_stay_true(quick, service, order):
    quick.control("settings", {"status_order": order})
    wamid = send(quick)
    assert sorted(words(service, wamid, 3)) == ["delivered", "read", "sent"]
    moments = {status["status"]: int(status["timestamp"]) for status in service.statuses_of(wamid)}
    assert moments["sent"] <= moments["delivered"] <= moments["read"]


def test_statuses_can_be_repeated(quick, service):
    quick.control("settings", {"repeat": 3, "read_share": 0})
    wamid = send(quick)
    assert sorted(words(service, wamid, 6)) == ["delivered"] * 3 + ["sent"] * 3


def test_statuses_can_be_late_and_overtaken_by_those_of_later_messages(quick, service):
    quick.control("settings", {"late": 5})
    first = send(quick)
    quick.control("settings", {"late": 0})
    second = send(quick)
    words(service, second, 3)
    assert service.statuses_of(first) == []
    assert words(service, first, 3) == ["sent", "delivered", "read"]


def test_without_statuses_only_the_others_are_told(quick, service):
    quick.control("settings", {"statuses": False})
    silent = send(quick)
    quick.control("settings", {"statuses": True})
    told = send(quick)
    words(service, told, 3)
    assert service.statuses_of(silent) == []


def test_many_statuses_travel_in_one_webhook(quick, service):
    quick.control("settings", {"read_share": 0, "delivered_after": 0})
    quick.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    for number in range(40):
        quick.post(message(to=f"+39320000{number:04d}", **FILLED))
    service.wait_for(lambda: len(service.items("statuses")) >= 80)
    assert len(service.posts) < 40


def test_after_a_reset_nothing_more_is_told(quick, service):
    quick.control("settings", {"late": 0.3})
    forgotten = send(quick)
    quick.control("reset", {})
    quick.control("settings", {"sent_after": 0.4})
    told = send(quick, to=ANNA)
    words(service, told, 1)
    assert service.statuses_of(forgotten) == []


@pytest.mark.parametrize(("category", "fails"), [("MARKETING", True), ("UTILITY", False)])
def test_who_pressed_stop_gets_no_more_marketing(quick, service, category, fails):
    quick.graph("POST", f"{ACCOUNT}/message_templates", json=definition(category=category))
    quick.control("preference", {"citizen": BRUNO, "value": "stop"})
    wamid = send(quick, to=BRUNO, **FILLED)
    first = words(service, wamid, 1)[0]
    assert (first == "failed") is fails
    if fails:
        assert service.statuses_of(wamid)[0]["errors"][0]["code"] == 131050


def test_a_post_holds_as_many_as_the_setting_says(quick, service):
    quick.control("settings", {"statuses_per_post": 2, "read_share": 0})
    for _ in range(5):
        send(quick)
    service.wait_for(lambda: len(service.items("statuses")) == 10)
    assert max(len(value.get("statuses", [])) for post in service.posts for value in post.values) <= 2
