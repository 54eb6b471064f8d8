"""What the service hears from citizens: signed, escaped, in the shapes of Meta."""

import hashlib
import hmac

import pytest

from .running import ACCOUNT, ANNA, BRUNO, SECRET, definition, message

BSUID = "IT.1234567890123456"


def say(box, service, **words: object) -> dict:
    """Make Anna say something; the message as the service received it."""
    box.control("say", {"citizen": ANNA} | words)
    service.wait_for(lambda: service.items("messages"))
    return service.items("messages")[-1]


def test_the_signature_is_over_the_bytes_as_sent(box, service):
    say(box, service, text="Sarà già perché / città")
    [post] = service.posts
    assert post.signature == "sha256=" + hmac.new(SECRET.encode(), post.body, hashlib.sha256).hexdigest()
    assert b"Sar\\u00e0 gi\\u00e0 perch\\u00e9 \\/ citt\\u00e0" in post.body
    assert post.values[0]["messages"][0]["text"]["body"] == "Sarà già perché / città"


def test_a_text_comes_with_the_contact_of_its_author(box, service):
    said = say(box, service, text="Iscrizione")
    assert (said["from"], said["type"], said["text"]) == (ANNA[1:], "text", {"body": "Iscrizione"})
    [value] = service.posts[0].values
    [contact] = value["contacts"]
    assert contact["wa_id"] == said["from"]
    assert contact["user_id"] == said["from_user_id"]
    assert contact["profile"]["name"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            {"button": {"id": "yes", "title": "Sì"}},
            {
                "type": "interactive",
                "interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Sì"}},
            },
        ),
        (
            {"list": {"id": "t1", "title": "Eventi"}},
            {
                "type": "interactive",
                "interactive": {"type": "list_reply", "list_reply": {"id": "t1", "title": "Eventi"}},
            },
        ),
        (
            {"quick_reply": {"payload": "STOP", "text": "Cancellazione", "context": "wamid.1"}},
            {
                "type": "button",
                "button": {"payload": "STOP", "text": "Cancellazione"},
                "context": {"id": "wamid.1"},
            },
        ),
        (
            {"text": "Iscrizione", "forwarded": True},
            {"type": "text", "text": {"body": "Iscrizione"}, "context": {"forwarded": True}},
        ),
        (
            {"text": "Sì", "timestamp": 1700000000, "wamid": "wamid.9"},
            {"timestamp": "1700000000", "id": "wamid.9"},
        ),
        ({"kind": "reaction", "context": "wamid.1"}, {"type": "reaction"}),
        ({"kind": "edit"}, {"type": "unsupported", "unsupported": {"type": "edit"}}),
    ],
    ids=["button", "list", "quick reply", "forwarded", "delayed", "reaction", "edit"],
)
def test_what_citizens_do_has_metas_shape(box, service, words, expected):
    said = say(box, service, **words)
    assert {name: said[name] for name in expected} == expected


@pytest.mark.parametrize("kind", ["image", "audio", "document", "sticker", "video"])
def test_files_carry_an_id_and_perhaps_a_caption(box, service, kind):
    said = say(box, service, kind=kind, caption="Stop")
    assert said["type"] == kind
    assert said[kind]["id"]
    assert said[kind]["caption"] == "Stop"


def test_a_citizen_who_hides_the_number_is_named_by_bsuid_only(box, service):
    box.control("citizens", {"phone": ANNA, "shares_number": False})
    said = say(box, service, text="Iscrizione")
    assert "from" not in said
    assert said["from_user_id"].startswith("IT.")
    assert ANNA[1:].encode() not in service.posts[0].body


def test_the_same_webhook_can_arrive_several_times(box, service):
    box.control("say", {"citizen": ANNA, "text": "Iscrizione", "repeat": 3})
    service.wait_for(lambda: len(service.posts) == 3)
    assert len({post.body for post in service.posts}) == 1
    assert len(box.control("phones/" + ANNA)["bubbles"]) == 1


def test_waiting_gives_back_the_answer_of_the_service(box, service):
    assert box.control("say", {"citizen": ANNA, "text": "Ciao", "wait": True})["status"] == 200
    service.refusals = 1
    assert box.control("say", {"citizen": ANNA, "text": "Ciao", "wait": True})["status"] == 503


def test_a_refused_webhook_is_posted_again(box, service):
    service.refusals = 1
    box.control("say", {"citizen": ANNA, "text": "Iscrizione"})
    service.wait_for(lambda: len(service.posts) == 2)
    assert service.posts[0].body == service.posts[1].body
    assert box.control("counts")["webhooks_failed"] == 1


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("good", "sha256=" + hmac.new(SECRET.encode(), b"rubbish", hashlib.sha256).hexdigest()),
        ("bad", "sha256=" + "0" * 64),
        ("none", ""),
    ],
)
def test_rubbish_can_be_posted_as_it_is(box, service, signature, expected):
    assert box.control("webhook", {"body": "rubbish", "signature": signature}) == {"status": 200}
    [post] = service.posts
    assert (post.body, post.signature) == (b"rubbish", expected)


def test_stop_inside_whatsapp_is_told_as_a_preference(box, service):
    box.control("preference", {"citizen": ANNA, "value": "stop"})
    [stopped] = service.wait_for(lambda: service.items("user_preferences"))
    assert (stopped["wa_id"], stopped["value"], stopped["category"]) == (
        ANNA[1:],
        "stop",
        "marketing_messages",
    )
    assert isinstance(stopped["timestamp"], int)


def test_a_new_number_comes_with_a_new_bsuid(box, service):
    before = say(box, service, text="Iscrizione")
    after = box.control("system", {"kind": "user_changed_number", "citizen": ANNA, "phone": BRUNO})
    service.wait_for(lambda: len(service.items("messages")) == 2)
    told = service.items("messages")[1]
    assert (told["from"], told["system"]["wa_id"]) == (ANNA[1:], BRUNO[1:])
    assert told["system"]["previous_user_id"] == before["from_user_id"]
    assert told["system"]["user_id"] == after["bsuid"] != before["from_user_id"]
    assert box.post(message(to=BRUNO)).status_code == 200, "the window moves with the person"


def test_an_old_bsuid_no_longer_works(box, service):
    box.control("say", {"citizen": BSUID, "text": "Iscrizione"})
    box.control("system", {"kind": "user_changed_user_id", "citizen": BSUID})
    service.wait_for(lambda: len(service.items("messages")) == 2)
    told = next(item for item in service.items("messages") if item["type"] == "system")
    assert "from" not in told
    assert told["system"]["previous_user_id"] == BSUID
    assert box.post(message(to=None, recipient=BSUID)).json()["error"]["code"] == 131026


def test_the_fate_of_a_template_is_told(box, service):
    created = box.graph("POST", f"{ACCOUNT}/message_templates", json=definition()).json()
    box.control("template", {"name": "avviso", "language": "it", "status": "PAUSED"})
    service.wait_for(lambda: len(service.posts) == 2)
    told = sorted(
        (value["event"], value["message_template_name"]) for p in service.posts for value in p.values
    )
    assert told == [("APPROVED", "avviso"), ("PAUSED", "avviso")]
    assert "metadata" not in service.posts[0].values[0]
    assert service.posts[0].values[0]["message_template_id"] == int(created["id"])
