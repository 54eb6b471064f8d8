"""A broadcast's day from the first page on: desk and telephone, light and dark, mouse and keyboard alone.

Axe looks at every page on the way, in the state in which the story has it.
"""

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.models import Campaign, ReadyText
from broadcasts.rules.states import CampaignStatus
from tests.browser.hands import Keyboard, Mouse
from tests.builders import NOW, always_open, approve_templates, campaign, hire, subscribe, topic, under_way
from tests.looks import faults
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
DESK = {"width": 1366, "height": 900}
TELEPHONE = {"width": 400, "height": 800}
LIST = "/admin/messaggi/"
MONTH = "/admin/messaggi/riepilogo/"
DAYS = {
    "mouse, desk, light": (Mouse(), DESK, "light"),
    "keyboard, desk, dark": (Keyboard(), DESK, "dark"),
    "mouse, telephone, dark": (Mouse(), TELEPHONE, "dark"),
    "keyboard, telephone, light": (Keyboard(), TELEPHONE, "light"),
}


class Clerk:
    """Somebody at one page after another, by one hand."""

    def __init__(self, page: Page, hand: Mouse | Keyboard):
        self.page, self.hand = page, hand

    def press(self, name: str, role: str = "button") -> None:
        """What is called so and leads to another page; an address that a draft gets when it saves itself is none."""
        with self.page.expect_event("load"):
            self.hand.press(self.page.get_by_role(role, name=name).first)
        self.look()

    def fill(self, field: str, words: str) -> None:
        self.hand.fill(self.page.locator(field), words)

    def unfold(self, words: str) -> None:
        """What says so, or is called so where it is but three dots."""
        says_so = self.page.locator("summary", has_text=words)
        self.hand.press(says_so.or_(self.page.get_by_label(words)).first)

    def look(self) -> None:
        assert faults(self.page) == []


@pytest.fixture(params=DAYS.values(), ids=DAYS.keys())
def works(request, sit_at, committed_db):
    """Sits somebody at the first page, on one of these days."""
    hand, viewport, scheme = request.param

    def sit(clerk) -> Clerk:
        page = sit_at(clerk, "/admin/", viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        return Clerk(page, hand)

    return sit


@pytest.fixture
def ready(committed_db, settings):
    """An ordinary working morning, whatever the day is on which the tests are run; somebody to write to."""
    settings.LAUNCH_GRACE_SECONDS = 60
    with time_machine.travel(NOW):
        subscribe(ANNA)
        approve_templates()
        always_open()
        yield


def closed_road() -> None:
    ReadyText.objects.all().delete()
    text = {"title": "Chiusa al traffico: [via]", "body": "[quando] è chiusa al traffico [via]."}
    made = ReadyText.objects.create(name="Via chiusa", link="https://www.comune.cascina.pi.it/", **text)
    made.topics.add(topic())


def test_from_a_ready_text_to_the_sending(works, ready):
    """Gaps are told, the request goes back with a note, the approval is thought over within the minute."""
    closed_road()
    giulia = works(GIULIA)
    giulia.press("Via chiusa", "link")
    giulia.press("Chiedi approvazione")
    expect(giulia.page.get_by_text("Scrivi «via»: il messaggio non può partire senza.")).to_be_visible()
    giulia.fill("#id_gap_0", "via Roma")
    giulia.fill("#id_gap_1", "lunedì 15 giugno")
    giulia.press("Chiedi approvazione")
    expect(giulia.page.get_by_text("Approvazione chiesta.", exact=True)).to_be_visible()

    paolo = works(PAOLO)
    paolo.press("Leggi e decidi", "link")
    paolo.unfold("Rimanda con una nota")
    paolo.fill("[name=note]", "Manca l'orario")
    paolo.press("Rimanda a giulia")

    giulia = works(GIULIA)
    expect(giulia.page.get_by_text("Manca l'orario")).to_be_visible()
    giulia.press("Chiusa al traffico: via Roma", "link")
    giulia.press("Scrivi liberamente")
    giulia.fill("#id_body", "Lunedì 15 giugno, dalle 8 alle 18, è chiusa al traffico via Roma.")
    giulia.press("Chiedi approvazione")

    paolo = works(PAOLO)
    paolo.press("Leggi e decidi", "link")
    expect(paolo.page.locator("ins").first).to_contain_text("dalle 8 alle 18")
    paolo.press("Approva e manda")
    paolo.press("Annulla: Chiusa al traffico: via Roma")
    expect(paolo.page.get_by_text("Annullato: non è partito niente.")).to_be_visible()
    paolo.press("Approva e manda")
    sent = Campaign.objects.get()
    assert (sent.status, sent.approved_by) == (CampaignStatus.APPROVED, hire(PAOLO))


def test_from_the_first_page_to_what_became_of_it(works, ready):
    made, now = under_way(), timezone.now()
    reached = {"accepted_at": now, "sent_at": now, "delivered_at": now, "read_at": now}
    made.deliveries.update(status="read", claimed_at=now, attempts=1, **reached)
    Campaign.objects.filter(pk=made.pk).update(status=CampaignStatus.SENT, started_at=now, finished_at=now)
    giulia = works(GIULIA)
    giulia.press(made.title, "link")
    expect(giulia.page.locator(".sentence")).to_contain_text("Arrivat")
    giulia.unfold("Altre azioni")
    expect(giulia.page.get_by_role("button", name="Scarica per Excel")).to_be_visible()
    giulia.look()


def test_what_is_to_be_taken_away_unfolds_within_the_page(works, ready):
    campaign(title="Mercato spostato in piazza Gramsci")
    giulia = works(GIULIA)
    for page, words in ((LIST, "Scarica l'elenco"), (MONTH, "Scarica")):
        giulia.page.goto(page)
        giulia.unfold(words)
        giulia.look()
