"""An alert does not arrive when the danger is over: it goes out through a template with a time to live."""

import pytest

from broadcasts.content import custom_template, time_to_live
from broadcasts.content.message import message_for
from broadcasts.content.preview import preview_of
from broadcasts.models import WhatsAppTemplate
from broadcasts.rules import alert_templates, standard_templates
from tests.builders import NOW, approve_templates, campaign, topic

THREE_HOURS = 10_800
ALERTS = "Allerte e urgenze"


def alert(**overrides):
    return campaign(topic=topic(ALERTS), title="Allerta meteo arancione", **overrides)


def meta_has(*, seconds: int = THREE_HOURS, kind: str = "text", **told) -> WhatsAppTemplate:
    """Meta's word on the template for alerts."""
    fields = {
        "name": alert_templates.name(kind, seconds),
        "language": "it",
        "status": "APPROVED",
        "category": "UTILITY",
        "time_to_live": seconds,
        "synchronised_at": NOW,
    }
    return WhatsAppTemplate.objects.create(**fields | told)


def test_an_alert_goes_out_through_a_template_that_expires_for_everybody():
    """Also to who wrote today: what is free-form would be tried for thirty days."""
    meta_has()
    for in_window in (True, False):
        sent = message_for(alert(), in_window=in_window).payload()["template"]
        assert sent["name"] == "allerta_testo_10800s_v1"
        body = next(part for part in sent["components"] if part["type"] == "body")
        assert {value["parameter_name"] for value in body["parameters"]} == {"title", "text", "link"}
    words = preview_of(alert())["body"]
    assert words.startswith("Allerta · Comune di Cascina\n\n*Allerta meteo arancione*")
    assert preview_of(campaign())["body"].startswith("Avviso del Comune di Cascina")


@pytest.mark.parametrize(
    "told",
    [
        {"status": "PENDING"},
        {"status": "PAUSED"},
        {"status": "REJECTED"},
        {"category": "MARKETING"},  # Meta has no time to live for those
        {"time_to_live": None},
        {"seconds": 3600},  # of the setting of before
    ],
    ids=str,
)
def test_an_alert_is_not_kept_back_where_its_template_can_not_be_used(told: dict):
    approve_templates()
    meta_has(**told)
    made = alert()

    assert message_for(made, in_window=False).payload()["template"]["name"] == "avviso_testo_v1"
    assert message_for(made, in_window=True).payload()["type"] == "interactive"
    assert time_to_live.told(made) == time_to_live.ENDLESS


@pytest.mark.parametrize(
    ("about", "is_short"),
    [
        ({"topic": ALERTS}, True),
        ({"topics": [ALERTS, "Viabilità e cantieri"]}, True),
        ({"topic": ALERTS, "to_everybody": True, "everybody_reason": "Riguarda tutti"}, True),
        ({"topic": "Viabilità e cantieri"}, False),
        ({"topic": "Viabilità e cantieri", "is_urgent": True, "urgent_reason": "Voragine"}, False),
        ({"topic": ALERTS, "as_invitation": True}, False),
    ],
    ids=str,
)
def test_what_expires_is_on_a_topic_for_warnings(about: dict, is_short: bool):
    meta_has()
    asked = dict(about)
    if "topic" in asked:
        asked["topic"] = topic(asked["topic"])
    if "topics" in asked:
        asked["topics"] = [topic(name) for name in asked["topics"]]

    assert time_to_live.seconds_of(campaign(**asked)) == (THREE_HOURS if is_short else None)


def test_what_has_started_keeps_what_it_left_with():
    """The setting, the topic, Meta's mind may change meanwhile."""
    meta_has(status="PAUSED")
    made = alert(started_at=NOW, status="sending", time_to_live=3600)

    assert message_for(made, in_window=True).name == "allerta_testo_3600s_v1"
    assert time_to_live.told(made) == "Chi ha il telefono spento per più di 1 ora non lo riceve più."
    assert time_to_live.told(alert(started_at=NOW, status="sent")) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30, "30 secondi"),
        (60, "1 minuto"),
        (90, "90 secondi"),
        (1800, "30 minuti"),
        (3600, "1 ora"),
        (5400, "1 ora e 30 minuti"),
        (THREE_HOURS, "3 ore"),
        (43_200, "12 ore"),
    ],
)
def test_a_term_in_words(seconds: int, words: str):
    assert time_to_live.in_words(seconds) == words


def test_a_text_of_several_paragraphs_has_a_term_in_its_own_template():
    made = alert(body="Domani vento forte.\n\nResta in casa.")
    assert time_to_live.seconds_of(made) == THREE_HOURS  # as it would be submitted
    own = WhatsAppTemplate(
        name="avviso_1_x", language="it", category="UTILITY", time_to_live=time_to_live.submitted_with(made)
    )
    assert custom_template.definition(made, own)["message_send_ttl_seconds"] == THREE_HOURS
    assert "message_send_ttl_seconds" not in custom_template.definition(
        made, WhatsAppTemplate(name="avviso_2_x", language="it", category="UTILITY")
    )


@pytest.mark.parametrize("kind", ["text", "image", "document"])
def test_what_meta_is_asked_to_approve(kind: str):
    """As the standard ones, but for name, first words, and the term; whatever fits in those fits here."""
    asked = alert_templates.definition(kind, THREE_HOURS, sample_handle="h:1")
    standard = standard_templates.definition(kind, sample_handle="h:1")

    assert asked["message_send_ttl_seconds"] == THREE_HOURS
    assert asked["category"] == "UTILITY"
    parts = {part["type"]: part for part in asked["components"]}
    assert {part["type"] for part in standard["components"]} == parts.keys()
    assert parts["BODY"]["text"] != standard_templates.NOTICES.body
    assert len(parts["BODY"]["text"]) <= len(standard_templates.NOTICES.body)
    assert alert_templates.seconds_of(asked["name"]) == THREE_HOURS
    assert alert_templates.spoken(asked["name"]) == alert_templates.CALLED[kind]
