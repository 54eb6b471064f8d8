"""What a citizen reads: the same words as a template or in free form, and always how to leave."""

from datetime import timedelta

import pytest

from broadcasts.content import message
from broadcasts.rules import standard_templates
from cascina_whatsapp.whatsapp.cloud_api.limits import FOOTER_LIMIT, InvalidMessage
from tests.builders import NOW, campaign, subscribe
from tests.people import ANNA

KINDS = ["text", "image", "document"]


def draft(kind: str, **overrides):
    attachment = None if kind == "text" else b"x"
    return campaign(kind=kind, attachment=attachment, media_id="media-1", **overrides)


def template_text(payload: dict) -> str:
    """What the phone makes of the template and its parameters."""
    body = next(part for part in payload["template"]["components"] if part["type"] == "body")
    text = standard_templates.NOTICES.body
    for parameter in body["parameters"]:
        text = text.replace("{{" + parameter["parameter_name"] + "}}", parameter["text"])
    return text


PDF = {"id": "media-1", "filename": "via-roma-chiusa-al-traffico.pdf"}


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("text", []),
        ("image", [{"type": "image", "image": {"id": "media-1"}}]),
        ("document", [{"type": "document", "document": PDF}]),
    ],
)
def test_both_forms_say_the_very_same_have_the_attachment_and_the_button_to_leave(kind: str, header: list):
    row = draft(kind)
    template = message.message_for(row, in_window=False).payload()
    free = message.message_for(row, in_window=True).payload()["interactive"]

    assert template["template"]["name"] == standard_templates.NAMES[kind]
    assert template["template"]["language"] == {"code": "it"}
    assert template_text(template) == free["body"]["text"]
    for piece in (row.title, row.body, row.link):
        assert piece in free["body"]["text"]
    parts = template["template"]["components"]
    assert [one for part in parts if part["type"] == "header" for one in part["parameters"]] == header
    assert [free[name] for name in ("header",) if name in free] == header
    assert parts[-1]["parameters"] == [{"type": "payload", "payload": "leave"}]
    (button,) = free["action"]["buttons"]
    assert button["reply"] == {"id": "leave", "title": "Cancellazione"}
    assert "Cancellazione" in free["footer"]["text"]


@pytest.mark.parametrize(
    ("minutes_ago", "in_window"),
    [(0, True), (60 * 23, True), (60 * 23 + 49, True), (60 * 23 + 51, False), (60 * 48, False)],
)
def test_free_form_only_while_the_window_is_open(minutes_ago, in_window):
    subscriber = subscribe(ANNA, at=NOW - timedelta(minutes=minutes_ago))

    assert message.is_in_window(subscriber, NOW) == in_window
    subscriber.last_message_at = None
    assert not message.is_in_window(subscriber, NOW)


def test_what_meta_would_refuse_is_not_written():
    with pytest.raises(InvalidMessage):
        message.message_for(draft("text", body="a\nb"), in_window=False)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Via Roma chiusa", "via-roma-chiusa.pdf"),
        ("Città: è già estate!", "citta-e-gia-estate.pdf"),
        ("★ ★ ★", "allegato.pdf"),
    ],
)
def test_the_attachment_is_called_by_the_title(title: str, name: str):
    assert message.filename(draft("document", title=title)) == name


@pytest.mark.parametrize("kind", KINDS)
def test_the_definition_that_meta_approves_fits_what_we_send(kind: str):
    definition = standard_templates.definition(kind, sample_handle="h:1")
    parts = {part["type"]: part for part in definition["components"]}
    sent = message.message_for(draft(kind), in_window=False).payload()["template"]

    assert (definition["name"], definition["language"]) == (sent["name"], sent["language"]["code"])
    assert ("HEADER" in parts) == (kind != "text")
    assert len(parts["FOOTER"]["text"]) <= FOOTER_LIMIT
    assert {example["param_name"] for example in parts["BODY"]["example"]["body_text_named_params"]} == {
        parameter["parameter_name"]
        for part in sent["components"]
        if part["type"] == "body"
        for parameter in part["parameters"]
    }
    body = parts["BODY"]["text"]
    assert not body.startswith("{{")
    assert not body.endswith("}}")
