"""WhatsApp's say on categories: what invites is approved as marketing, or billed so later, and at last punished."""

import json

import pytest

from .running import ACCOUNT, ANNA, definition, message, named, template

PATH = f"{ACCOUNT}/message_templates"
FILLED = template(body=named(titolo="Strada chiusa", testo="Lavori."))


def create(box, **parts: object) -> dict:
    return box.graph("POST", PATH, json=definition(**parts)).json()


def category_of(box, name: str = "avviso") -> str:
    listed = box.graph("GET", PATH, params={"name": name}).json()["data"]
    return listed[0]["category"]


def told(service, field: str) -> list[dict]:
    """The values of the webhooks of this field."""
    return [
        change["value"]
        for post in list(service.posts)
        for entry in json.loads(post.body)["entry"]
        for change in entry["changes"]
        if change["field"] == field
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Il Comune avvisa: sabato festa in piazza, vi aspettiamo tutti!",
        "Sconto per i residenti fino a domenica.",
    ],
)
def test_a_notice_that_invites_is_approved_as_marketing(box, words):
    created = create(box, components=[{"type": "BODY", "text": words}])
    assert (created["status"], created["category"]) == ("APPROVED", "MARKETING")


def test_an_invitation_that_says_so_stays_one_and_a_plain_notice_as_well(box):
    words = [{"type": "BODY", "text": "Il Comune vi invita: vi aspettiamo sabato in piazza."}]
    assert create(box, category="MARKETING", name="invito", components=words)["category"] == "MARKETING"
    assert create(box)["category"] == "UTILITY"


def test_a_change_is_announced_first_and_billed_when_it_comes(box, service):
    create(box)
    wanted = {"name": "avviso", "language": "it", "category": "MARKETING"}
    box.control("category", {**wanted, "announced": True})
    assert category_of(box) == "UTILITY"
    (announced,) = service.wait_for(lambda: told(service, "template_category_update"))
    assert (announced["new_category"], announced["correct_category"]) == ("UTILITY", "MARKETING")
    assert announced["category_update_timestamp"] > 0

    box.control("category", wanted)
    assert category_of(box) == "MARKETING"
    service.wait_for(lambda: len(told(service, "template_category_update")) == 2)
    done = told(service, "template_category_update")[1]
    assert (done["previous_category"], done["new_category"]) == ("UTILITY", "MARKETING")
    box.post(message(**FILLED))
    service.wait_for(lambda: [price for price in prices(service) if price["category"] == "marketing"])


def prices(service) -> list[dict]:
    return [status["pricing"] for status in service.items("statuses") if "pricing" in status]


def test_a_warning_changes_nothing_yet(box, service):
    create(box)
    box.control("warning", {})
    (warning,) = service.wait_for(lambda: told(service, "account_update"))
    assert warning == {
        "event": "ACCOUNT_RESTRICTION",
        "violation_info": {"violation_type": "UTILITY_TEMPLATE_ABUSE"},
    }
    assert category_of(box) == "UTILITY"
    assert create(box, name="altro")["status"] == "APPROVED"


def test_who_goes_on_pays_for_every_notice_and_gets_no_new_one(box, service):
    create(box)
    box.control("warning", {"days": 7})
    service.wait_for(lambda: told(service, "template_category_update"))
    (restricted,) = service.wait_for(lambda: told(service, "account_update"))
    (restriction,) = restricted["restriction_info"]
    assert restriction["restriction_type"] == "RESTRICTED_UTILITY_TEMPLATES"
    assert restriction["expiration"] > 0
    assert category_of(box) == "MARKETING"
    assert create(box, name="altro")["error"]["code"] == 100
    assert create(box, name="invito", category="MARKETING")["status"] == "APPROVED"

    box.control("warning", {"lifted": True})
    service.wait_for(lambda: len(told(service, "account_update")) == 2)
    over = told(service, "account_update")[1]
    assert over["violation_info"]["violation_type"] == "UTILITY_TEMPLATE_ABUSE_UNBAN"
    assert "restriction_info" not in over
    assert category_of(box) == "MARKETING"
    assert create(box, name="altro")["status"] == "APPROVED"


def test_whoever_misused_them_too_often_sends_no_template_for_a_while(box):
    """Meta, error codes: the account has reached its messaging limit; what is free-form goes on."""
    create(box)
    box.control("say", {"citizen": ANNA, "text": "Buongiorno"})
    box.control("settings", {"category_limit_reached": True})
    assert box.post(message(**FILLED)).json()["error"]["code"] == 131064
    assert box.post(message()).ok

    box.control("settings", {"category_limit_reached": False})
    assert box.post(message(**FILLED)).ok
