"""A button that opens a page, beside the one to leave: what is sent, what Meta approves, what is approved by us."""

import pytest

from broadcasts import launching
from broadcasts.content import custom_template, latest_news, message, validation
from broadcasts.content.content_diff import content_of, differences
from broadcasts.content.fingerprint import content_of as content_of_fingerprint
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.content.preview import preview_of
from broadcasts.models import Campaign
from broadcasts.rules import standard_templates
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.words import page_buttons
from broadcasts.slices.costs import review
from broadcasts.slices.outlets import telegram as telegram
from broadcasts.slices.outlets.outlet import Post
from broadcasts.slices.outlets.without_calls import WhatsAppChannel
from tests.box.simulator import template_rules
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, topic, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import at_desk

PAGE, ELSEWHERE = f"{page_buttons.SITE}eventi/concerto?posti=2", "https://www.regione.toscana.it/bando"
LEAVE = {
    "type": "button",
    "sub_type": "quick_reply",
    "index": "1",
    "parameters": [{"type": "payload", "payload": "leave"}],
}


def draft(**overrides) -> Campaign:
    return campaign(**{"button_link": PAGE} | overrides)


def buttons(row: Campaign) -> list[dict]:
    parts = message.message_for(row, in_window=False).payload()["template"]["components"]
    return [part for part in parts if part["type"] == "button"]


@pytest.mark.parametrize("kind", ["text", "image", "document"])
@pytest.mark.parametrize("is_invitation", [False, True])
def test_outside_the_window_both_buttons_stand_there(kind: str, is_invitation: bool):
    attachment = None if kind == "text" else b"x"
    row = draft(kind=kind, as_invitation=is_invitation, attachment=attachment, media_id="m")
    sent = message.message_for(row, in_window=False).payload()["template"]
    wanted = standard_templates.OF[is_invitation, True]
    assert sent["name"] == wanted.names[kind]
    assert buttons(row) == [
        {
            "type": "button",
            "sub_type": "url",
            "index": "0",
            "parameters": [{"type": "text", "text": "eventi/concerto?posti=2"}],
        },
        LEAVE,
    ]


@pytest.mark.parametrize("key", [key for key in standard_templates.KEYS if "page" in key])
def test_what_meta_is_asked_to_approve(key: str):
    templates, _ = standard_templates.KEYS[key]
    asked = standard_templates.definition(key, sample_handle="h:1")
    template_rules.check(asked, {"h:1"})
    (shown,) = (part["buttons"] for part in asked["components"] if part["type"] == "BUTTONS")
    opens, leaves = shown
    assert opens == {
        "type": "URL",
        "text": "Apri la pagina",
        "url": "https://www.comune.cascina.pi.it/{{1}}",
        "example": [templates.example["link"].removeprefix(page_buttons.SITE)],
    }
    assert leaves == {"type": "QUICK_REPLY", "text": "Cancellazione"}
    assert asked["cta_url_link_tracking_opted_out"] is True  # Meta counts who taps it otherwise
    others = {one.body for one in standard_templates.SETS if one is not templates}
    assert templates.body not in others  # Meta refuses the same words twice


def test_inside_the_window_the_footer_says_how_to_leave():
    row = draft(kind="image", attachment=b"x", media_id="m", button_label="Prenota")
    free = message.message_for(row, in_window=True).payload()["interactive"]
    assert free == {
        "type": "cta_url",
        "header": {"type": "image", "image": {"id": "m"}},
        "body": {"text": custom_template.words(row)},
        "footer": {"text": standard_templates.FOOTER},
        "action": {"name": "cta_url", "parameters": {"display_text": "Prenota", "url": PAGE}},
    }
    assert "scrivi Cancellazione" in standard_templates.FOOTER


@pytest.mark.parametrize(
    "button",
    [{"button_link": ELSEWHERE}, {"button_label": "Prenota un posto"}, {"button_link": page_buttons.SITE}],
)
def test_other_words_or_another_site_need_a_template_of_their_own(button: dict):
    approve_templates()
    row = draft(**button)
    assert custom_template.is_needed(row)
    review.ask(campaign=row, by=hire(GIULIA), now=NOW)
    asked = custom_template.definition(row, row.custom_template)
    template_rules.check(asked, ())
    (shown,) = (part["buttons"] for part in asked["components"] if part["type"] == "BUTTONS")
    assert shown[0] == {"type": "URL", "text": row.page_label, "url": row.button_link}
    assert asked["cta_url_link_tracking_opted_out"] is True
    assert buttons(row) == [LEAVE]  # its address is fixed: nothing to fill in

    row.button_link = "https://www.provincia.pisa.it/altro"
    assert custom_template.current(row) is None  # Meta has read another


@pytest.mark.parametrize(
    "change", [{"button_link": f"{PAGE}0"}, {"button_label": "Prenota"}, {"button_link": ""}]
)
def test_what_was_approved_covers_the_button(change: dict):
    row = draft()
    before, seen = fingerprint_of(row), content_of(row)
    for field, value in change.items():
        setattr(row, field, value)
    assert fingerprint_of(row) != before
    assert [found["label"] for found in differences(seen, row)] == ["Pulsante"]


def test_what_has_no_button_is_what_it_was_and_an_alert_has_none():
    """Its fingerprint is that of the version before: what is approved over an update leaves."""
    row = campaign()
    assert "button" not in content_of_fingerprint(row)
    assert row.template_set is standard_templates.NOTICES
    assert message.message_for(row, in_window=True).payload()["interactive"]["type"] == "button"

    alert = draft(topic=topic("Allerte e urgenze"))
    (problem,) = validation.content_problems(alert)
    assert (problem.field, problem.sentence[:12]) == ("button_link", "Un'allerta n")
    assert not alert.has_page_button


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"button_link": "http://www.comune.cascina.pi.it/a"}, "button_link", "deve cominciare con https://"),
        ({"button_link": "https://bit.ly/a"}, "button_link", "indirizzo abbreviato"),
        ({"button_link": "https://"}, "button_link", "indirizzo valido"),
        ({"button_link": "", "button_label": "Prenota"}, "button_link", "ha le parole ma non l'indirizzo"),
        ({"button_label": "Prenota un posto a teatro"}, "button_label", "togline 5"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(fields: dict, field: str, sentence: str):
    (problem,) = validation.content_problems(draft(**fields))
    assert problem.field == field
    assert sentence in problem.sentence


def test_whoever_approves_copies_or_publishes_it_has_the_address():
    approve_templates()
    row = draft(button_label="Prenota", status=CampaignStatus.IN_REVIEW)
    shown = preview_of(row)
    assert (shown["page_label"], shown["button"], shown["page_link"]) == ("Prenota", "Cancellazione", PAGE)
    told, written = Post(row, NOW, title=row.title, body=row.body), f"Prenota: {PAGE}"
    assert written in WhatsAppChannel().to_copy(told)
    assert written in telegram.wording(told, telegram.TEXT_MOST)
    assert PAGE in at_desk(PAOLO).get(f"/admin/messaggi/{row.pk}/avvia/").text

    at_desk(GIULIA).post(f"/admin/messaggi/{row.pk}/copia/")
    copy = Campaign.objects.latest("pk")
    assert copy.pk != row.pk
    assert (copy.button_link, copy.button_label) == (PAGE, "Prenota")


def test_the_latest_news_tell_it_as_an_address():
    anna = subscribe(ANNA)
    row = under_way(button_link=PAGE)
    row.deliveries.update(status="delivered", accepted_at=NOW)
    (told,) = latest_news.reader(NOW, launching.may_leave(NOW))(anna)
    assert f"\nApri la pagina: {PAGE}" in told
