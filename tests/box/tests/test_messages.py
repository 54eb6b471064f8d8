"""What the simulated Meta accepts, and what it refuses with which code."""

import pytest

from tests.patience import until

from .running import ACCOUNT, ANNA, BRUNO, NUMBER, definition, message, named, template

BSUID = "IT.1234567890123456"


@pytest.fixture(autouse=True)
def anna_wrote(box):
    """Anna has written: her 24-hour window is open."""
    box.control("say", {"citizen": ANNA, "text": "Iscrizione"})


def interactive(**parts: object) -> dict:
    """An interactive message with one reply button, with other parts where given."""
    content = {
        "type": "button",
        "body": {"text": "Scegli"},
        "action": {"buttons": [button("si", "Sì")]},
    }
    return {"type": "interactive", "text": None, "interactive": content | parts}


def button(identity: str, title: str) -> dict:
    """A reply button."""
    return {"type": "reply", "reply": {"id": identity, "title": title}}


def rows(*, number: int, title: str = "Riga") -> dict:
    """The action of a list with some rows."""
    listed = [{"id": str(index), "title": title, "description": "Che cosa"} for index in range(number)]
    return {"type": "list", "action": {"button": "Scegli", "sections": [{"title": "Temi", "rows": listed}]}}


def page(
    title: str = "Prenota", url: str = "https://example.org/a", name: str = "cta_url", **more: object
) -> dict:
    """A button that opens a page."""
    action = {"name": name, "parameters": {"display_text": title, "url": url}} | more
    return interactive(type="cta_url", action=action)


ACCEPTED = {
    "a text of the greatest length": {"text": {"body": "a" * 4096}},
    "a reference of the greatest length": {"biz_opaque_callback_data": "r" * 512},
    "three buttons": interactive(action={"buttons": [button(str(n), f"Tasto {n}") for n in range(3)]}),
    "a list of ten rows": interactive(**rows(number=10)),
    "a button that opens a page": page(title="a" * 20),
    "an image by link": {"type": "image", "text": None, "image": {"link": "https://example.org/a.png"}},
}


@pytest.mark.parametrize("parts", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_good_messages_are_accepted(box, parts):
    response = box.post(message(**parts))
    assert response.status_code == 200, response.text
    assert response.json()["messages"][0]["id"].startswith("wamid.")
    assert box.control("counts")["accepted"] == 1


REFUSED = {
    "another product": ({"messaging_product": "sms"}, 100),
    "no type": ({"type": None}, 131008),
    "an unknown type": ({"type": "hologram"}, 131051),
    "a group": ({"recipient_type": "group"}, 131009),
    "nobody": ({"to": None}, 131008),
    "a number that is not text": ({"to": 393200000001}, 131009),
    "rubbish for a number": ({"to": "+Anna"}, 131009),
    "a number without +": ({"to": "393200000001"}, 131026),
    "our own number": ({"to": "+39335385843"}, 131021),
    "rubbish for a BSUID": ({"to": None, "recipient": "Anna"}, 131009),
    "a text without body": ({"text": {}}, 131008),
    "an empty text": ({"text": {"body": ""}}, 131008),
    "a text that is too long": ({"text": {"body": "a" * 4097}}, 100),
    "a text that is a list": ({"text": ["Buongiorno"]}, 131009),
    "a reference that is too long": ({"biz_opaque_callback_data": "r" * 513}, 100),
    "an unknown picture": ({"type": "image", "text": None, "image": {"id": "123"}}, 131009),
    "a picture without id": ({"type": "image", "text": None, "image": {}}, 131008),
    "a link that is no URL": ({"type": "image", "text": None, "image": {"link": "ftp://x"}}, 131009),
    "four buttons": (interactive(action={"buttons": [button(str(n), str(n)) for n in range(4)]}), 131009),
    "a long button": (interactive(action={"buttons": [button("a", "a" * 21)]}), 100),
    "two equal buttons": (interactive(action={"buttons": [button("a", "Sì"), button("b", "Sì")]}), 131009),
    "a long body with buttons": (interactive(body={"text": "a" * 1025}), 100),
    "a long footer": (interactive(footer={"text": "a" * 61}), 100),
    "an unknown interactive type": (interactive(type="flow"), 131009),
    "long words on a page's button": (page(title="a" * 21), 100),
    "a page's button beside another": (page(buttons=[button("si", "Sì")]), 131009),
    "a page's button without address": (page(url=""), 131008),
    "a page that is none": (page(url="javascript:1"), 131009),
    "a list of eleven rows": (interactive(**rows(number=11)), 131009),
    "an empty list": (interactive(**rows(number=0)), 131009),
    "a long row": (interactive(**rows(number=1, title="a" * 25)), 100),
    "an unknown template": (template("mai_visto"), 132001),
}


@pytest.mark.parametrize(("parts", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_messages_are_refused_with_metas_code(box, parts, code):
    response = box.post(message(**parts))
    assert response.status_code >= 400
    error = response.json()["error"]
    assert (error["code"], error["type"]) == (code, "OAuthException")
    assert error["message"].startswith(f"(#{code}) ")
    assert error["fbtrace_id"]
    counts = box.control("counts")
    assert (counts["accepted"], counts["refused"]) == (0, {str(code): 1})


FILLED = named(titolo="Strada chiusa", testo="In via Roma ci sono lavori.")
BADLY_FILLED = {
    "a parameter too few": (template(body=FILLED[:1]), 132000),
    "no parameter": (template(), 132000),
    "another name": (template(body=named(titolo="a", corpo="b")), 132000),
    "no names": (template(body=[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), 132000),
    "a new line": (template(body=named(titolo="a\nb", testo="c")), 132018),
    "a tab": (template(body=named(titolo="a\tb", testo="c")), 132018),
    "five spaces": (template(body=named(titolo="a     b", testo="c")), 132018),
    "an empty value": (template(body=named(titolo="", testo="c")), 132018),
    "too long when filled in": (template(body=named(titolo="a", testo="b" * 1000)), 132005),
    "a picture it does not have": (
        template(body=FILLED, header=[{"type": "image", "image": {"link": "https://example.org/a"}}]),
        132012,
    ),
    "another language": (template(language="en", body=FILLED), 132001),
}


@pytest.mark.parametrize(("parts", "code"), BADLY_FILLED.values(), ids=BADLY_FILLED.keys())
def test_templates_must_be_filled_in_as_they_were_approved(box, parts, code):
    box.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    assert box.post(message(**parts)).json()["error"]["code"] == code


PAGES = [
    {"type": "URL", "text": "Apri", "url": "https://example.org/{{1}}", "example": ["a"]},
    {"type": "URL", "text": "Bando", "url": "https://example.org/bando"},
]
END = {
    "type": "button",
    "sub_type": "url",
    "index": "0",
    "parameters": [{"type": "text", "text": "eventi/b"}],
}


@pytest.mark.parametrize(
    ("given", "code"),
    [([END], None), ([], 131008), ([END, END | {"index": "1"}], 132000), ([END | {"index": "2"}], 132012)],
    ids=["as approved", "an address without its end", "an end too many", "a button too many"],
)
def test_the_end_of_an_address_is_given_exactly_where_it_is_open(box, given, code):
    parts = [*definition()["components"][:2], {"type": "BUTTONS", "buttons": PAGES}]
    box.graph("POST", f"{ACCOUNT}/message_templates", json=definition(components=parts))
    sent = template(body=FILLED)
    sent["template"]["components"] += given
    answer = box.post(message(**sent)).json()
    assert answer.get("error", {}).get("code") == code
    if code is None:
        shown = box.control("phones/" + ANNA)["bubbles"][-1]["buttons"]
        assert [one["url"] for one in shown] == ["https://example.org/eventi/b", "https://example.org/bando"]


def test_four_spaces_in_a_row_are_allowed(box):
    box.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    parts = template(body=named(titolo="Strada    chiusa", testo="Lavori."))
    assert box.post(message(**parts)).status_code == 200


def test_an_accepted_template_is_shown_filled_in(box):
    box.graph("POST", f"{ACCOUNT}/message_templates", json=definition())
    answer = box.post(message(to=BRUNO, biz_opaque_callback_data="d:7", **template(body=FILLED))).json()
    assert answer["contacts"] == [{"input": BRUNO, "wa_id": BRUNO[1:]}]
    assert answer["messages"][0]["message_status"] == "accepted"
    [line] = box.accepted()
    assert (line["seq"], line["to"], line["reference"], line["template"]) == (1, BRUNO, "d:7", "avviso")
    assert line["wamid"] == answer["messages"][0]["id"]
    assert line["buttons"] == ["Cancellazione"]
    assert line["text"] == (
        "Il Comune di Cascina avvisa: Strada chiusa. In via Roma ci sono lavori. "
        "Per smettere scrivi Cancellazione."
    )


def test_free_form_needs_an_open_window(box):
    assert box.post(message(to=BRUNO)).json()["error"]["code"] == 131047
    box.control("say", {"citizen": BRUNO, "text": "Ciao"})
    assert box.post(message(to=BRUNO)).status_code == 200


@pytest.mark.parametrize(("hours_ago", "is_open"), [(23.9, True), (24.1, False)])
def test_the_window_closes_24_hours_after_the_time_in_the_message(box, hours_ago, is_open):
    [anna] = box.control("phones/" + ANNA)["bubbles"]
    box.control("say", {"citizen": BRUNO, "text": "Ciao", "timestamp": int(anna["at"] - hours_ago * 3600)})
    assert (box.post(message(to=BRUNO)).status_code == 200) is is_open


@pytest.mark.parametrize("kind", ["reaction", "edit", "unsupported"])
def test_what_is_not_a_message_does_not_open_the_window(box, kind):
    box.control("say", {"citizen": BRUNO, "kind": kind})
    assert box.post(message(to=BRUNO)).json()["error"]["code"] == 131047


def test_a_citizen_without_number_is_reached_by_bsuid(box):
    box.control("say", {"citizen": BSUID, "text": "Iscrizione"})
    answer = box.post(message(to=None, recipient=BSUID)).json()
    assert answer["contacts"] == [{"input": BSUID, "user_id": BSUID}]
    [line] = box.accepted()
    assert (line["to"], line["recipient"]) == ("", BSUID)


def test_the_number_wins_over_the_bsuid(box):
    answer = box.post(message(recipient=BSUID)).json()
    assert answer["contacts"] == [{"input": ANNA, "wa_id": ANNA[1:]}]


def test_punctuation_in_a_number_is_tolerated(box):
    assert box.post(message(to="+39 320 000-0001")).json()["contacts"][0]["wa_id"] == ANNA[1:]


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b'"text"', b"\xff"])
def test_a_body_that_is_no_object_is_refused(box, body):
    assert box.graph("POST", f"{NUMBER}/messages", data=body).json()["error"]["code"] in (100, 131008)


def test_a_wrong_token_is_refused_first(box):
    response = box.post({}, token="wrong")
    assert (response.status_code, response.json()["error"]["code"]) == (401, 190)


def test_an_unknown_path_is_refused_as_meta_does(box):
    response = box.graph("POST", f"{NUMBER}/mesages", json=message())
    assert (response.status_code, response.json()["error"]["code"]) == (400, 2500)


def test_reading_a_message_turns_its_ticks_blue_and_shows_typing(box):
    wamid = box.control("say", {"citizen": ANNA, "text": "Argomenti"})["wamid"]
    body = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": wamid,
        "typing_indicator": {"type": "text"},
    }
    assert box.post(body).json() == {"success": True}
    phone = box.control("phones/" + ANNA)
    assert [bubble["status"] for bubble in phone["bubbles"]] == ["read", "read"]
    assert phone["is_typing"]


def test_reading_an_unknown_message_is_refused(box):
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.mai"}
    assert box.post(body).json()["error"]["code"] == 131009


def test_the_rate_limit_refuses_what_is_above(box):
    """However long the posts take: one second has two at most, and some second gets a third."""
    box.control("settings", {"rate_limit": 2})
    until(lambda: box.post(message()).status_code == 429)
    counts = box.control("counts")
    assert (counts["max_in_one_second"], counts["refused"]) == (2, {"130429": 1})


def test_latency_delays_the_answer(box):
    box.control("settings", {"latency_ms": [300, 300]})
    assert box.post(message()).elapsed.total_seconds() >= 0.3
