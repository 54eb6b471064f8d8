"""The page Inizio follows what happens elsewhere, and asks for nothing while nobody looks at it."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from broadcasts.models import AccountNotice, Campaign, CampaignEvent, Delivery
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.builders import NOW, campaign, hire, subscribe, topic, under_way
from tests.looks import TOO_WIDE, faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
HEIGHTS = """cells => cells.map(cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getBoundingClientRect().height;
})"""
"""Pixels that the words of each cell of a list take."""


def test_what_begins_and_what_ends_shows_by_itself(sit_at):
    subscribe(ANNA)
    under_way(title="Via Roma chiusa")
    page = sit_at(PAOLO, "/admin/")
    expect(page.locator(".going")).to_have_count(1)
    asked = campaign(title="Letture in biblioteca", status=CampaignStatus.IN_REVIEW)
    CampaignEvent.objects.create(
        campaign=asked, what=CampaignEvent.Step.REVIEW_ASKED, by=hire(GIULIA), at=NOW
    )
    under_way(title="Piazza chiusa")
    expect(page.get_by_role("heading", name="Letture in biblioteca")).to_be_visible()
    expect(page.locator(".going")).to_have_count(2)
    assert page.locator("[data-column=main] section").first.get_attribute("data-part") == "waiting"
    Delivery.objects.update(status="read")
    second = page.locator(".going").filter(has_text="Piazza chiusa")
    expect(second).to_contain_text("1 di 1 persona")
    Campaign.objects.filter(status=CampaignStatus.SENDING).update(status=CampaignStatus.SENT, finished_at=NOW)
    expect(page.locator(".home-results")).to_contain_text("1 su 1 · letti 100 %")
    expect(page.locator(".going")).to_have_count(0)


def test_a_bar_that_is_full_fills_its_track(sit_at):
    """To the last pixels: a colour at its right end as at its left one, on Inizio and on the broadcast's page."""
    subscribe(ANNA)
    made = under_way()
    page = sit_at(PAOLO, "/admin/")
    bar = page.locator(".going progress")
    bar.evaluate("bar => { bar.value = 100; }")
    drawn = Image.open(BytesIO(bar.screenshot())).convert("RGB")
    left, right = (drawn.getpixel((x, drawn.height // 2)) for x in (4, drawn.width - 5))
    assert left == right
    card = page.locator(".going").bounding_box()["width"]
    assert bar.bounding_box()["width"] == pytest.approx(card, abs=1)

    Delivery.objects.update(status="read")
    Campaign.objects.update(status=CampaignStatus.SENT, finished_at=NOW)
    page.goto(f"/admin/messaggi/{made.pk}/modifica/")
    track = page.locator(".one-bar").bounding_box()
    read = page.locator(".one-bar .f3").bounding_box()
    assert (read["x"], read["width"]) == pytest.approx((track["x"], track["width"]), abs=1)


def test_what_is_leaving_opens_no_gap_below_what_a_writer_begins_with(sit_at):
    subscribe(ANNA)
    for title in ("Via Roma chiusa", "Piazza chiusa"):
        under_way(title=title)
    campaign(author=hire(GIULIA), title="Bozza")
    page = sit_at(GIULIA, "/admin/")
    begins, drafts = (page.locator(one).bounding_box() for one in (".start", ".home-drafts"))
    assert 0 < drafts["y"] - begins["y"] - begins["height"] < 48


SIXTY = "Biblioteca comunale aperta anche domenica mattina a dicembre"
LINES = (
    "link => Math.round(link.getBoundingClientRect().height / parseFloat(getComputedStyle(link).lineHeight))"
)


@pytest.mark.parametrize(("more", "lines"), [("", 1), (", e a gennaio solo il mercoledì", 2)])
def test_a_title_stands_on_one_line_of_the_list_and_its_page_shows_it_whole(sit_at, more, lines):
    title = SIXTY + more
    subscribe(ANNA)
    made = under_way(title=title)
    Delivery.objects.update(status="read")
    now = timezone.now()
    Campaign.objects.update(status=CampaignStatus.SENT, started_at=now, finished_at=now)
    campaign(title="Bozza", topics=[topic("Attività del Comune"), topic("Eventi e cultura")])
    campaign(title="Fermo", status=CampaignStatus.SUSPENDED, started_at=NOW, scheduled_for=NOW)
    page = sit_at(PAOLO, "/admin/messaggi/")
    page.set_viewport_size({"width": 1366, "height": 900})
    link = page.get_by_role("link", name=title)
    assert link.evaluate(LINES) == lines
    assert link.evaluate("link => link.scrollHeight <= link.clientHeight")
    assert max(page.locator(".list tbody td").evaluate_all(HEIGHTS)) < 2 * 24 + 26
    inside, all_of_it = page.locator(".list").evaluate("list => [list.clientWidth, list.scrollWidth]")
    assert all_of_it <= inside
    for width in (1366, 400):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(TOO_WIDE)
    page.goto(f"/admin/messaggi/{made.pk}/modifica/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_page_asks_seldom_where_nothing_waits_and_never_while_it_is_hidden(sit_at):
    page = sit_at(PAOLO, "/admin/")
    page.clock.install()
    page.reload()
    asked = []
    page.on("request", lambda request: "/adesso/" in request.url and asked.append(request.url))
    page.clock.run_for(6_000)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.clock.run_for(120_000)
    page.evaluate("fetch('/healthz')")  # whatever was asked before has been told by then
    assert len(asked) <= 1


def test_what_keeps_messages_from_leaving_and_what_is_new_stand_at_the_top(sit_at):
    StaffNotice.objects.create(
        person=hire(GIULIA), subject="Prova", sentence="Succede.", page="/admin/guida/"
    )
    page = sit_at(GIULIA, "/admin/")
    expect(page.get_by_role("region", name="Perché i messaggi non partono")).to_contain_text(
        "Il sistema è fermo"
    )
    page.get_by_role("link", name="1 novità").click()
    page.get_by_role("link", name="Prova").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(page.url.replace("guida/", ""))
    expect(page.get_by_role("link", name="1 novità")).to_have_count(0)


RESTRICTIONS = [
    "RESTRICTED_UTILITY_TEMPLATES",
    "RATE_LIMITED_UTILITY_TEMPLATE_MESSAGING",
    "RESTRICTED_BIZ_INITIATED_MESSAGING",
    "RESTRICTION_OF_TOMORROW",
]
ALERT_LINES = """alert => {
    const style = getComputedStyle(alert);
    const inside = alert.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    return Math.round(inside / parseFloat(style.lineHeight));
}"""


@pytest.mark.parametrize("kind", RESTRICTIONS)
def test_a_warning_of_whatsapp_takes_four_lines_of_a_telephone_and_opens(sit_at, screenshots, kind):
    AccountNotice.objects.create(
        at=NOW,
        field="account_update",
        event="ACCOUNT_RESTRICTION",
        details={"restriction_info.0.restriction_type": kind},
        until=datetime(2099, 9, 30, 12, 30, tzinfo=UTC),
        warns=True,
    )
    for place in ("/admin/", "/admin/messaggi/"):
        page = sit_at(GIULIA, place, viewport={"width": 400, "height": 800})
        alert = page.locator(".alerts li").filter(has_text="Vedi il richiamo")
        assert alert.evaluate(ALERT_LINES) <= 4, place
        assert not page.evaluate(TOO_WIDE)
        page.locator(".alerts").get_by_text(
            "Che cosa fare"
        ).click()  # the only one: others have nothing more to say
        expect(alert.get_by_text("Chi amministra l'account lo legge in Gestione WhatsApp")).to_be_visible()
        assert not faults_in_every_look(page, screenshots, reader=kind.lower())
