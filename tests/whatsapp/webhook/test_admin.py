"""What the system administrator sees of what arrived: shapes, never words; and what a retry does."""

import json

import pytest

from cascina_whatsapp.whatsapp.webhook.admin import UNREADABLE, shape
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, WebhookPost
from tests.builders import hire
from tests.staff import SARA, at_desk
from tests.trails import traces

LIST = "/admin/notifiche-da-controllare/"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"object": "whatsapp", "n": 1}', {"object": "testo", "n": "numero"}),
        (b'{"a": [{"b": "x"}, {"b": "y"}, {"c": null}]}', {"a": [{"b": "testo"}, {"c": "niente"}]}),
        (b'{"393200000101": true, "Mario Rossi": 1.5}', {"…": "numero"}),
        (b"[]", []),
    ],
)
def test_the_shape_keeps_names_and_kinds_and_no_values(body, expected):
    assert json.loads(shape(body)) == expected


@pytest.mark.parametrize("body", [b"", b"\xff", b"{", b"[" * 100_000])
def test_what_is_not_json_has_no_shape_and_a_deep_body_is_cut(body):
    assert shape(body) == UNREADABLE
    assert "…" in shape(b"[" * 100 + b"]" * 100)


@pytest.fixture
def dead_letter(db) -> DeadLetter:
    body = json.dumps({"entry": [{"text": {"body": "Sono Mario, 3200000101"}}]}).encode()
    return DeadLetter.objects.create(body=body, kind="InboundMessage", error="ValueError: •")


def test_the_page_shows_the_shape_only_and_who_has_the_permission_tries_again(dead_letter):
    text = at_desk(SARA).get(f"{LIST}{dead_letter.pk}/modifica/").text
    assert [word in text for word in ("body", "Mario", "3200000101")] == [True, False, False]

    group, again = hire(SARA).groups.get(), {"action": "retry", "_selected_action": [dead_letter.pk]}
    permission = group.permissions.get(codename="retry_deadletter")
    group.permissions.remove(permission)
    at_desk(SARA).post(LIST, again)
    assert DeadLetter.objects.exists()
    group.permissions.add(permission)
    at_desk(SARA).post(LIST, again)
    assert bytes(WebhookPost.objects.get().body) == bytes(dead_letter.body)
    assert not DeadLetter.objects.exists()
    assert [words for _, _, words in traces()] == ["Rimessa in coda"]
