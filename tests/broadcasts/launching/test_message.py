"""A message in words: one state for each reader, the same wherever it is told."""

from datetime import timedelta

import pytest

from broadcasts.launching.message import Message, told
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus as C
from subscribers.models import Topic
from tests.broadcasts.moments import HOUR
from tests.builders import NOW, campaign, hire, subscribe, topic, under_way
from tests.people import ANNA, GIULIA, PAOLO

Step = CampaignEvent.Step
LEFT = {"started_at": NOW - HOUR}


def read(made: Campaign, by=PAOLO) -> Message:
    return told([Campaign.objects.get(pk=made.pk)], hire(by), NOW)[0]


def after(status: str, *steps: str, **fields) -> Campaign:
    made = campaign(status=status, **fields)
    for what in steps:
        CampaignEvent.objects.create(campaign=made, what=what, at=NOW, by=hire(PAOLO), note="Perché")
    return made


@pytest.mark.parametrize(
    ("status", "steps", "fields", "badge"),
    [
        (C.DRAFT, [], {}, ("Bozza", "quiet")),
        (C.DRAFT, [Step.REVIEW_ASKED, Step.SENT_BACK], {}, ("Rimandato", "warn")),
        (C.DRAFT, [Step.SENT_BACK, Step.REVIEW_ASKED], {}, ("Bozza", "quiet")),
        (C.IN_REVIEW, [Step.REVIEW_ASKED], {}, ("Da approvare", "warn")),
        (C.IN_REVIEW, [Step.EDITED], {}, ("In approvazione", "warn")),
        (C.IN_REVIEW, [], {"is_urgent": True}, ("Urgente, da approvare", "err")),
        (C.APPROVED, [], {"scheduled_for": NOW + HOUR}, ("Programmato", "busy")),
        (C.APPROVED, [], {"scheduled_for": NOW + timedelta(seconds=9)}, ("Sta per partire", "busy")),
        (C.SENDING, [], LEFT, ("In invio", "busy")),
        (C.PAUSED, [Step.PAUSED], LEFT, ("Fermato", "err")),
        (C.PAUSED, [Step.PAUSED, Step.MESSAGE_WITHDRAWN], LEFT, ("Ritirato", "quiet")),
        (C.SUSPENDED, [], {}, ("Trattenuto per le elezioni", "warn")),
        (C.SENT, [], LEFT, ("Inviato", "ok")),
        (C.SENT, [Step.MESSAGE_CORRECTED], LEFT, ("Corretto", "ok")),
        (C.SENT, [Step.MESSAGE_CORRECTED, Step.MESSAGE_WITHDRAWN], LEFT, ("Ritirato", "quiet")),
        (C.CANCELLED, [Step.CANCELLED], {}, ("Annullato", "quiet")),
    ],
)
def test_a_state_has_one_word_and_one_colour_and_words_for_all_else(status, steps, fields, badge, settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    message = read(after(status, *steps, **fields))
    assert message.badge == badge
    names = [name for name, kind in vars(Message).items() if isinstance(kind, property)]
    assert all(
        getattr(message, name) is not NotImplemented for name in (*names, "steps", "since", "approvers")
    )
    assert len(message.steps) == len(steps) + 1


def test_what_whatsapp_holds_is_still_being_sent_and_a_correction_says_by_whom():
    subscribe(ANNA)
    made = under_way()
    made.deliveries.update(status="held")
    assert read(made).badge == ("In invio", "warn")
    assert "1 trattenuto da WhatsApp" in read(made).since

    corrected = after(C.SENT, Step.MESSAGE_CORRECTED, **LEFT)
    told_since = read(corrected, GIULIA)
    assert (told_since.state_then, told_since.since) == ("Corretto alle 10:00", "da paolo")
    assert read(corrected).steps[0] == {
        "words": "Corretto da te",
        "at": NOW,
        "note": "«Perché»",
        "overridden": "",
    }


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Servizi e scadenze"], "Servizi"),
        (["Servizi e scadenze", "Eventi e cultura"], "Servizi, Eventi"),
        (["Servizi e scadenze", "Eventi e cultura", "Attività del Comune"], "Servizi e altri 2"),
        (["Viabilità e cantieri", "Viabilità di prova"], "Viabilità e cantieri, Viabilità di prova"),
    ],
)
def test_a_row_names_two_topics_at_most_and_by_one_word_where_that_tells_them_apart(names, words):
    Topic.objects.create(name="Viabilità di prova", position=99)
    assert read(campaign(topics=[topic(name) for name in names])).to_whom == words
