# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""WCAG 2.1 AA on the main pages (L. 4/2004): axe finds nothing, and nothing is cut off on a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from broadcasts import reasons, template_review, trial_numbers
from broadcasts.models import Campaign, NumberStanding, Unmasking, WhatsAppTemplate
from broadcasts.samples import FILES, sample
from broadcasts.states import CampaignStatus
from cascina_whatsapp.privacy import retention
from cascina_whatsapp.webhook.models import SetAside
from subscribers import sealing, verification
from subscribers.models import ImportBatch, ServiceText, Subscriber
from tests.builders import (
    NOW,
    approve_templates,
    campaign,
    choose,
    delivery_to,
    hire,
    subscribe,
    topic,
    under_way,
)
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Clerk
from tests.privacy.requests import ask
from tests.staff import ROSA, SARA, VERA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
PAOLA = Clerk("paola", "Redattore")
CAMPAIGNS = "/admin/broadcasts/campaign/"
DELIVERIES = "/admin/broadcasts/delivery/"
PEOPLE = "/admin/subscribers/subscriber/"
PAGES = {
    GIULIA: [
        f"{CAMPAIGNS}add/",
        CAMPAIGNS,
        f"{CAMPAIGNS}{{draft}}/change/",
        f"{CAMPAIGNS}{{warned}}/change/",
        f"{CAMPAIGNS}{{draft}}/delete/",
        f"{CAMPAIGNS}{{draft}}/prova/",
        "/admin/broadcasts/trialnumber/",
        "/admin/broadcasts/trialnumber/add/",
        "/admin/broadcasts/trialnumber/{number}/change/",
        f"{CAMPAIGNS}{{late}}/revise/",
        f"{CAMPAIGNS}{{paragraphs}}/change/",
        f"{CAMPAIGNS}{{paragraphs}}/submit-template/",
        f"{PEOPLE}cerca/",
        f"{PEOPLE}{{person}}/storia/",
        f"{PEOPLE}{{person}}/togli/",
        "/admin/subscribers/importbatch/add/",
        "/admin/privacy/rightsrequest/add/?subscriber={person}",
    ],
    PAOLO: [
        "/admin/",
        f"{CAMPAIGNS}{{in_review}}/change/",
        f"{CAMPAIGNS}{{in_review}}/launch/",
        f"{CAMPAIGNS}{{in_review}}/send-back/",
        f"{CAMPAIGNS}{{urgent}}/launch/",
        f"{CAMPAIGNS}{{late}}/change/",
        f"{CAMPAIGNS}{{late}}/resume/",
        f"{CAMPAIGNS}{{sending}}/change/",
        f"{CAMPAIGNS}{{sending}}/cancel/",
        f"{CAMPAIGNS}{{sent}}/change/",
        f"{CAMPAIGNS}{{sent}}/resend/",
        f"{CAMPAIGNS}{{sent}}/resoconto/",
        f"{DELIVERIES}{{delivery}}/change/",
        f"{DELIVERIES}{{delivery}}/numero/",
        "/admin/broadcasts/officehours/",
        "/admin/broadcasts/closure/add/",
        "/admin/subscribers/topic/",
        "/admin/subscribers/servicetext/",
        "/admin/subscribers/servicetext/add/?key=optin_confirm",
        "/admin/subscribers/servicetext/{text}/change/",
        "/admin/subscribers/importbatch/",
        "/admin/subscribers/importbatch/{batch}/change/",
        "/admin/password_change/",
    ],
    ROSA: [
        DELIVERIES,
        f"{DELIVERIES}?campaign={{sent}}",
        f"{DELIVERIES}cerca/",
        "/admin/subscribers/subscriber/",
        "/admin/subscribers/consentrecord/",
        "/admin/subscribers/consentrecord/{record}/change/",
        "/admin/subscribers/registerexport/add/",
        f"{PEOPLE}{{person}}/storia/",
        "/admin/subscribers/seal/{seal}/change/",
        "/admin/subscribers/registercheck/{check}/change/",
    ],
    VERA: [
        "/admin/",
        "/admin/broadcasts/unmasking/",
        "/admin/subscribers/registerexport/",
        "/admin/privacy/rightsrequest/",
        "/admin/privacy/rightsrequest/{request}/change/",
        "/admin/privacy/retentionrun/",
        "/admin/privacy/retentionrun/{night}/change/",
    ],
    SARA: [
        "/admin/",
        "/admin/broadcasts/whatsapptemplate/",
        "/admin/broadcasts/whatsapptemplate/{template}/change/",
        "/admin/broadcasts/numberstanding/",
        "/admin/webhook/setaside/",
        "/admin/webhook/setaside/{set_aside}/change/",
        "/admin/broadcasts/price/",
        "/admin/broadcasts/trialnumber/",
        "/admin/broadcasts/price/add/",
        "/admin/broadcasts/budget/",
        "/admin/broadcasts/budget/add/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        "/admin/auth/user/{user}/change/",
    ],
}
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "telephone": {"color_scheme": "light", "viewport": {"width": 400, "height": 800}},
}


def newsroom() -> dict[str, int]:
    """Something behind every page; the numbers that the pages' addresses need."""
    anna = subscribe(ANNA)
    subscribe(BRUNO)
    choose(BRUNO, topic())
    approve_templates()
    picture = sample("image")[0]
    drafted = campaign(kind="image", attachment=picture)
    WhatsAppTemplate.objects.filter(name="avviso_testo_v1").update(status="REJECTED", reason="SCAM")
    paragraphs = campaign(body="Primo paragrafo.\n\nSecondo paragrafo.")
    template_review.ask(campaign=paragraphs, by=hire(GIULIA), now=NOW, category="UTILITY")
    WhatsAppTemplate.objects.exclude(fingerprint="").update(status="REJECTED", reason="PROMOTIONAL")
    NumberStanding.objects.create(
        tier="TIER_250", daily_limit=250, quality="RED", refused_at=NOW, refusal_code=190
    )
    return {
        "draft": drafted.pk,
        "warned": campaign(body="VIA ROMA\nCHIUSA.", link="https://example.org/", is_urgent=True).pk,
        "urgent": campaign(
            status=CampaignStatus.IN_REVIEW, is_urgent=True, urgent_reason="Piena dell'Arno"
        ).pk,
        "late": campaign(
            status=CampaignStatus.PAUSED, scheduled_for=NOW, pause_reason="Non è partito in tempo"
        ).pk,
        "paragraphs": paragraphs.pk,
        "template": paragraphs.own_template_id,
        "in_review": campaign(status=CampaignStatus.IN_REVIEW, scheduled_for=NOW).pk,
        "sending": under_way(kind="image", attachment=picture).pk,
        "record": choose(ANNA, topic()).pk,
        "set_aside": SetAside.objects.create(body=b'{"entry": []}', kind="Text", error="KeyError").pk,
        "user": drafted.author_id,
        "number": trial_numbers.add(ANNA.phone, by=hire(GIULIA), now=timezone.now()).pk,
        "person": anna.pk,
        "text": ServiceText.objects.get(key="privacy_notice").pk,
        "batch": ImportBatch.objects.create(
            file_name="moduli.csv", note="Sportello", uploaded_by=hire(GIULIA), uploaded_at=NOW, count=0
        ).pk,
        "seal": sealing.seal(NOW).pk,
        "check": verification.check(NOW).pk,
        **followed(anna),
        "request": ask(of=anna).pk,
        "night": retention.run(NOW).pk,
    }


def followed(anna: Subscriber) -> dict[str, int]:
    """A broadcast that is over; Anna's message failed for a reason that passes, and Paolo saw her number."""
    sent = under_way(title="Biblioteca chiusa")
    Campaign.objects.filter(pk=sent.pk).update(status=CampaignStatus.SENT, started_at=timezone.now())
    failed = {"status": "failed", "error_code": 131056, "reason": reasons.sentence(131056)}
    delivery = delivery_to(anna, of=sent, claimed_at=NOW, accepted_at=NOW, **failed)
    Unmasking.objects.create(
        campaign=sent, delivery_number=delivery.pk, by=hire(PAOLO), at=NOW, reason="Richiamata"
    )
    return {"sent": sent.pk, "delivery": delivery.pk}


def faults(page) -> list[str]:
    """Axe's rule and the element, for each violation. Its own requests for style sheets would go astray."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{page.url} {rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(sit_at, look):
    """Axe styles elements in line to measure them: the policy is off here, and on in the next test."""
    numbers, found = newsroom(), []
    for clerk, paths in PAGES.items():
        page = sit_at(clerk, "/admin/", bypass_csp=True, **LOOKS[look])
        for path in paths:
            page.goto(path.format(**numbers))
            found += faults(page)
    assert found == []


def test_nothing_is_blocked_and_nothing_is_cut_off_on_a_telephone(sit_at):
    """What the policy blocks shows on the console, where `new_page` finds it."""
    numbers, found = newsroom(), []
    for clerk, paths in PAGES.items():
        page = sit_at(clerk, "/admin/", viewport={"width": 400, "height": 800})
        for path in paths:
            page.goto(path.format(**numbers), wait_until="networkidle")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(page.url)
    assert found == []


def test_axe_finds_nothing_at_the_login_and_in_a_form_full_of_errors(sit_at, new_page, live_server):
    page = sit_at(GIULIA, f"{CAMPAIGNS}add/", bypass_csp=True)
    page.locator("input[name=_save]").click()
    stranger = new_page(base_url=live_server.url, bypass_csp=True)
    stranger.goto("/admin/login/")
    assert faults(page) + faults(stranger) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_where_a_draft_can_not_save_itself(sit_at, look):
    """Two clerks at one draft, words that are warned of, a file that was checked."""
    draft = campaign(body="VIA ROMA CHIUSA.", link="https://example.org/", is_urgent=True)
    path = f"{CAMPAIGNS}{draft.pk}/change/"
    first, second = (sit_at(clerk, path, bypass_csp=True, **LOOKS[look]) for clerk in (PAOLA, GIULIA))
    first.get_by_label("Scegli un file").set_input_files(FILES["document"][0])
    expect(first.locator(".attach-state")).to_have_text("Il file va bene ed è salvato.")
    second.locator("#id_title").fill("Altro")
    expect(second.locator(".writing-outdated")).to_be_visible()
    assert faults(first) + faults(second) == []
    assert not second.evaluate("document.documentElement.scrollWidth > innerWidth")
