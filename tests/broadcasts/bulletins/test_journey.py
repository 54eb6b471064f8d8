"""From the bulletin to the telephone: one person takes the draft up, another approves it, and then it leaves."""

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, ReadyText
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import scheduling, sender
from subscribers.models import Topic
from tests.broadcasts.bulletins.office import ORANGE, at, look, wants
from tests.broadcasts.moments import MINUTE
from tests.builders import approve_templates, choose, hire, subscribe
from tests.people import ANNA, BRUNO, GIULIA, PAOLO


def test_from_the_bulletin_to_the_telephone_by_two_people(office, api, settings, request):
    settings.LAUNCH_GRACE_SECONDS = settings.WHATSAPP_MESSAGES_PER_SECOND = 0
    approve_templates()
    subscribe(ANNA), subscribe(BRUNO)
    choose(ANNA, Topic.objects.get(is_alert=True), at=at("08:00"))
    choose(BRUNO, Topic.objects.get(name="Viabilità e cantieri"), at=at("08:00"))
    wants(ready_text=ReadyText.objects.get(name="Allerta meteo"))
    office.issues("20261110_1512", ORANGE)
    look("15:20")
    graph = request.getfixturevalue("graph")  # Meta alone from now on
    draft, now = Campaign.objects.get(), at("16:00")

    with pytest.raises(launching.CannotLaunch):
        launching.launch(campaign=draft, by=hire(GIULIA), now=now)
    launching.ask_review(campaign=draft, by=hire(GIULIA), now=now)
    launching.launch(campaign=Campaign.objects.get(), by=hire(PAOLO), now=now + MINUTE)
    scheduling.start_due(api=api, now=now + 2 * MINUTE)
    sender.send_due(api=api, now=now + 2 * MINUTE, clock=lambda: now + 2 * MINUTE)

    draft.refresh_from_db()
    assert draft.status in (C.SENDING, C.SENT)
    (message,) = graph.messages
    assert message["to"] == ANNA.phone
    assert "Allerta arancione per rischio temporali" in str(message)
