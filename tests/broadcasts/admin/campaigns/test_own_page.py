"""A broadcast's own page: how it stands comes first, and its help tells the next step of that state."""

import re

import pytest
from django.urls import reverse

from broadcasts.models import CampaignEvent
from broadcasts.rules.states import CampaignStatus as C
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
STATE = {
    "Redattore": ("In approvazione", "chiesta "),
    "Approvatore": ("Da approvare", "lo chiede giulia, "),
}
HELP = re.compile(r'<details class="how">.*?<ul>(.*?)</ul>', re.DOTALL)


def page_of(clerk, **fields) -> str:
    made = campaign(started_at=NOW, approved_at=NOW, scheduled_for=NOW, **fields)
    return at_desk(clerk).get(reverse("admin:broadcasts_campaign_change", args=[made.pk])).text


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        (C.DRAFT, "Quando è pronto premi «Chiedi approvazione»"),
        (C.IN_REVIEW, "Adesso tocca a chi approva"),
        (C.APPROVED, "Parte da solo nel momento scritto in alto"),
        (C.SENDING, "I numeri si aggiornano da soli"),
        (C.PAUSED, "Leggi in alto perché è fermato"),
        (C.SENT, "È finito."),
        (C.CANCELLED, "Non parte più, e non si può riprendere"),
    ],
)
def test_help_tells_the_next_step_of_this_state(status, next_step):
    told = HELP.search(page_of(GIULIA, status=status))[1]
    assert told.startswith(f"<li>{next_step}")


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO], ids=lambda clerk: clerk.group)
def test_while_it_is_read_its_state_and_its_words_come_before_its_steps(clerk):
    asked = campaign(status=C.IN_REVIEW, author=hire(GIULIA))
    CampaignEvent.objects.create(
        campaign=asked, what=CampaignEvent.Step.REVIEW_ASKED, by=hire(GIULIA), at=NOW
    )
    text = at_desk(clerk).get(reverse("admin:broadcasts_campaign_change", args=[asked.pk])).text
    places = [text.index(words) for words in (*STATE[clerk.group], 'class="phone', "Passaggi")]
    assert places == sorted(places)
