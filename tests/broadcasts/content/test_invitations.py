"""A notice or an invitation: what makes a broadcast one, through which template it leaves, and at which price."""

from decimal import Decimal

import pytest

from broadcasts.content import custom_template, message, validation
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, WhatsAppTemplate, invites
from broadcasts.rules import standard_templates
from broadcasts.slices.costs.estimates import estimate
from subscribers.models import Topic
from tests.builders import NOW, approve_templates, campaign, subscribe, topic
from tests.people import ANNA

EVENTS = "Eventi e cultura"
ALERTS = "Allerte e urgenze"
CONCERT = {
    "title": "Concerto in piazza",
    "body": "Sabato 20 giugno alle 21 la banda suona in piazza.",
    "link": "https://www.comune.cascina.pi.it/eventi/concerto",
}


@pytest.mark.parametrize(
    ("topics", "as_invitation", "is_invitation"),
    [
        (["Viabilità e cantieri"], False, False),
        (["Viabilità e cantieri"], True, True),  # stricter
        ([EVENTS], False, True),  # never laxer
        (["Viabilità e cantieri", EVENTS], False, True),  # the strictest wins
    ],
)
def test_a_broadcast_may_be_stricter_than_its_topics_never_laxer(topics, as_invitation, is_invitation):
    row = campaign(topics=[topic(name) for name in topics], as_invitation=as_invitation)
    assert row.is_invitation is is_invitation
    assert Campaign.objects.annotate(invites=invites()).get().invites is is_invitation


@pytest.mark.parametrize("kind", ["text", "image", "document"])
def test_an_invitation_leaves_through_a_marketing_template_however_short(kind):
    attachment = None if kind == "text" else b"x"
    row = campaign(kind=kind, attachment=attachment, media_id="m", topic=topic(EVENTS), **CONCERT)
    name = message.message_for(row, in_window=False).payload()["template"]["name"]

    assert name == f"invito_{ {'text': 'testo', 'image': 'immagine', 'document': 'documento'}[kind] }_v1"
    definition = standard_templates.definition(f"invitation_{kind}", sample_handle="h:1")
    assert (definition["name"], definition["category"]) == (name, "MARKETING")


def test_who_wrote_today_reads_the_same_in_free_form_and_paragraphs_ask_for_a_template():
    row = campaign(topic=topic(EVENTS), **CONCERT)
    free = message.message_for(row, in_window=True).payload()
    assert free["type"] == "interactive"
    words = standard_templates.filled_template(
        title=row.title, text=row.body, link=row.link, of=standard_templates.INVITATIONS
    )
    assert free["interactive"]["body"]["text"] == words
    assert words.startswith("Invito del Comune di Cascina")

    row = campaign(topic=topic(EVENTS), **CONCERT | {"body": "Primo.\n\nSecondo."})
    own = WhatsAppTemplate(name="avviso_1_x", category=row.template_set.category)
    definition = custom_template.definition(row, own)
    assert definition["category"] == "MARKETING"
    assert definition["components"][0]["text"].startswith("Invito del Comune di Cascina")


def test_the_price_is_that_of_an_invitation_before_whatsapp_has_said_anything():
    subscribe(ANNA)
    approve_templates()
    assert estimate(campaign(), NOW).total == Decimal("0.0300")
    assert estimate(campaign(topic=topic(EVENTS)), NOW).total == Decimal("0.0691")


def test_a_notice_that_becomes_an_invitation_is_another_content():
    row = campaign()
    before = fingerprint_of(row)
    row.as_invitation = True
    assert fingerprint_of(row) != before

    row.as_invitation = False
    assert fingerprint_of(row) == before
    Topic.objects.filter(pk=topic().pk).update(is_invitation=True)
    assert fingerprint_of(Campaign.objects.get()) != before


@pytest.mark.parametrize(
    ("about", "found"),
    [
        (
            {"topics": [EVENTS], "is_urgent": True, "urgent_reason": "Sta per iniziare"},
            {"is_urgent": validation.news.URGENT_INVITATION},
        ),
        (
            {"topics": [ALERTS, EVENTS]},
            {"topics": f"{validation.news.INVITATION_TO_ALERTS} Togli «{ALERTS}»."},
        ),
    ],
    ids=["urgent", "among the alerts"],
)
def test_an_invitation_is_never_urgent_nor_among_the_alerts(about: dict, found: dict):
    row = campaign(**about | {"topics": [topic(name) for name in about["topics"]]})
    assert {one.field: one.sentence for one in validation.content_problems(row)} == found


def test_an_invitation_does_not_leave_where_whatsapp_takes_its_template_for_one_of_notices():
    subscribe(ANNA)
    approve_templates()
    row = campaign(topic=topic(EVENTS), **CONCERT)
    assert validation.launch_problems(row, NOW) == []

    WhatsAppTemplate.objects.filter(name="invito_testo_v1").update(category="UTILITY")
    (problem,) = validation.launch_problems(row, NOW)
    assert problem.sentence == validation.INVITATION_AS_NOTICE
