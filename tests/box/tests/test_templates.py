"""Creating templates: what Meta checks, reviews, lists and deletes."""

import pytest

from tests.patience import UNTIL

from .running import ACCOUNT, ANNA, definition, message, named, template

PATH = f"{ACCOUNT}/message_templates"
FILLED = template(body=named(titolo="Strada chiusa", testo="Lavori."))


def body(text: str, **example: object) -> list[dict]:
    """The components of a template with this text only."""
    return [{"type": "BODY", "text": text} | ({"example": example} if example else {})]


def create(box, **parts: object) -> dict:
    """Create a template with other parts; the answer."""
    return box.graph("POST", PATH, json=definition(**parts)).json()


def listed(box, **query: str) -> list[dict]:
    """The templates, following the pages."""
    page = box.graph("GET", PATH, params=query).json()
    found = page["data"]
    while following := page["paging"].get("next"):
        page = box.graph("GET", following.split("/v26.0/")[1]).json()
        found += page["data"]
    return found


def test_a_template_is_approved_at_once(box):
    created = create(box)
    assert (created["status"], created["category"]) == ("APPROVED", "UTILITY")
    [found] = listed(box)
    assert (found["id"], found["name"], found["status"]) == (created["id"], "avviso", "APPROVED")


HEADER_WITHOUT_SAMPLE = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::invented"]}}
REFUSED = {
    "capitals in the name": ({"name": "Avviso"}, 0),
    "an unknown category": ({"category": "NEWS"}, 0),
    "an unknown language": ({"language": "italiano"}, 0),
    "an unknown format": ({"parameter_format": "BOTH"}, 0),
    "no body": ({"components": [{"type": "FOOTER", "text": "Comune"}]}, 0),
    "two bodies": ({"components": body("Buongiorno a tutti") * 2}, 0),
    "a long body": ({"components": body("a" * 1025)}, 0),
    "a long footer": ({"components": [*body("Buongiorno"), {"type": "FOOTER", "text": "a" * 61}]}, 0),
    "a footer with a parameter": ({"components": [*body("Ciao"), {"type": "FOOTER", "text": "{{a}}"}]}, 0),
    "a parameter at the start": ({"components": body("{{titolo}} e poi altre parole ancora")}, 2388299),
    "a parameter at the end": ({"components": body("Il Comune di Cascina avvisa {{titolo}}")}, 2388299),
    "too many parameters": ({"components": body("Avviso {{a}} {{b}} {{c}} fine")}, 2388293),
    "a parameter without example": ({"components": body("Il Comune avvisa {{a}} per tutti")}, 0),
    "a number where names are": ({"components": body("Il Comune avvisa {{1}} per tutti")}, 0),
    "a name where numbers are": (
        {"parameter_format": "POSITIONAL", "components": body("Il Comune avvisa {{a}} per tutti")},
        0,
    ),
    "numbers with a gap": (
        {
            "parameter_format": "POSITIONAL",
            "components": body("Il Comune avvisa {{2}} per tutti", body_text=[["a"]]),
        },
        0,
    ),
    "an invented sample": ({"components": [*body("Buongiorno"), HEADER_WITHOUT_SAMPLE]}, 0),
    "scattered quick replies": (
        {
            "components": [
                *body("Buongiorno"),
                {
                    "type": "BUTTONS",
                    "buttons": [
                        {"type": "QUICK_REPLY", "text": "A"},
                        {"type": "URL", "text": "B", "url": "https://example.org"},
                        {"type": "QUICK_REPLY", "text": "C"},
                    ],
                },
            ]
        },
        0,
    ),
}


def opening(*pages: dict) -> dict:
    """A template with these buttons that open a page."""
    return {"components": [*body("Buongiorno"), {"type": "BUTTONS", "buttons": list(pages)}]}


def to(url: str, text: str = "Apri", **more: object) -> dict:
    return {"type": "URL", "text": text, "url": url} | more


REFUSED |= {
    "a button without address": (opening(to("")), 0),
    "a button to nowhere": (opening(to("comune.it")), 0),
    "a variable in the middle of an address": (opening(to("https://a.it/{{1}}/b", example=["x"])), 0),
    "a variable for the site": (opening(to("https://{{1}}", example=["a.it"])), 0),
    "a variable without example in an address": (opening(to("https://a.it/{{1}}")), 0),
    "a chat behind a button": (opening(to("https://wa.me/39335385843")), 0),
    "a long label": (opening(to("https://a.it/", "a" * 26)), 0),
    "three pages": (opening(*(to(f"https://a.it/{n}", f"Apri {n}") for n in range(3))), 0),
}


@pytest.mark.parametrize(("parts", "subcode"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_definitions_are_refused(box, parts, subcode):
    error = create(box, **parts)["error"]
    assert error["code"] in (100, 131008, 131009)
    assert error.get("error_subcode", 0) == subcode
    assert listed(box) == []


def test_positional_parameters_need_one_example_each(box):
    parts = body("Il Comune avvisa {{1}} e anche {{2}} per tutti", body_text=[["a", "b"]])
    assert create(box, parameter_format="POSITIONAL", components=parts)["status"] == "APPROVED"
    values = [{"type": "text", "text": "i residenti"}, {"type": "text", "text": "le scuole"}]
    box.post(message(to=ANNA, **template(body=values)))
    assert box.accepted()[0]["text"] == "Il Comune avvisa i residenti e anche le scuole per tutti"


def test_the_same_name_and_language_exist_once(box):
    create(box)
    assert create(box)["error"]["error_subcode"] == 2388024
    assert create(box, language="en")["status"] == "APPROVED"


def approvals(service) -> list[dict]:
    """What was told of it; a receipt of the test before may still have been on its way."""
    return [value for post in service.posts for value in post.values if value.get("event") == "APPROVED"]


def test_a_review_takes_the_time_in_the_settings(box, service):
    box.control("settings", {"review_seconds": UNTIL})
    assert create(box)["status"] == "PENDING"
    assert box.post(message(**FILLED)).json()["error"]["code"] == 132001
    box.control("settings", {"review_seconds": 0.2})
    assert create(box, name="altro")["status"] == "PENDING"
    service.wait_for(lambda: approvals(service))
    filled = template("altro", body=named(titolo="Strada chiusa", testo="Lavori."))
    assert box.post(message(**filled)).status_code == 200


@pytest.mark.parametrize(
    ("decision", "status", "category"),
    [("REJECTED", "REJECTED", "UTILITY"), ("AS_MARKETING", "APPROVED", "MARKETING")],
)
def test_the_review_can_decide_otherwise(box, decision, status, category):
    box.control("settings", {"review_decision": decision})
    create(box)
    [found] = listed(box)
    assert (found["status"], found["category"]) == (status, category)


@pytest.mark.parametrize(("status", "code"), [("PAUSED", 132015), ("DISABLED", 132016), ("REJECTED", 132001)])
def test_a_template_out_of_use_is_refused(box, status, code):
    create(box)
    box.control("template", {"name": "avviso", "language": "it", "status": status})
    assert box.post(message(**FILLED)).json()["error"]["code"] == code


def test_a_long_list_comes_in_pages(box):
    for number in range(30):
        create(box, name=f"avviso_{number}")
    assert [item["name"] for item in listed(box, limit="7")] == [f"avviso_{number}" for number in range(30)]
    assert len(listed(box, name="avviso_7")) == 1


def test_a_template_can_be_deleted(box):
    create(box)
    assert box.graph("DELETE", PATH, params={"name": "avviso"}).json() == {"success": True}
    assert listed(box) == []
    assert box.graph("DELETE", PATH, params={"name": "avviso"}).status_code == 400


def test_a_refused_template_is_reviewed_again_with_another_content(box):
    box.control("settings", {"review_decision": "REJECTED"})
    refused = create(box)
    box.control("settings", {"review_decision": "APPROVED"})
    components = body("Il Comune di Cascina avvisa di nuovo.")
    edited = box.graph("POST", refused["id"], json={"category": "MARKETING", "components": components})

    assert edited.json() == {"success": True}
    [found] = listed(box)
    assert (found["status"], found["category"], found["rejected_reason"]) == ("APPROVED", "MARKETING", "NONE")
    assert found["components"] == components


@pytest.mark.parametrize("change", [{"components": body("a" * 1025)}, {"category": "NEWS"}])
def test_an_edited_template_is_checked_like_a_new_one(box, change):
    made = create(box)
    assert box.graph("POST", made["id"], json=change).json()["error"]["code"] == 100


def test_only_templates_that_exist_and_live_are_edited(box):
    made = create(box)
    box.control("template", {"name": "avviso", "language": "it", "status": "DISABLED"})
    for number in (made["id"], "77"):
        answer = box.graph("POST", number, json={"components": body("Altro testo, più chiaro.")})
        assert answer.json()["error"]["code"] == 100
