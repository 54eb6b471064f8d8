"""From a bulletin to a draft: each rise once, with the words that the office wrote, and a word when it falls."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from broadcasts.content.validation import review_problems
from broadcasts.models import Campaign, ReadyText
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.bulletins import proposing, words
from broadcasts.slices.bulletins.models import BulletinWatch
from broadcasts.slices.bulletins.newest import Bulletin
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from subscribers.models import Topic
from tests.broadcasts.bulletins.office import (
    GREEN,
    ORANGE,
    RED,
    TUESDAY,
    WEDNESDAY,
    YELLOW,
    alarms,
    at,
    file,
    look,
    told,
    wants,
    zone,
)
from tests.patience import UNTIL
from tests.people import GIULIA

FELL = "Un'allerta è scesa o è finita"
YELLOW_DRAFT, ORANGE_DRAFT = (f"Allerta {one} per rischio temporali" for one in ("gialla", "arancione"))
STORIES = {
    "nothing to fear": ([("10_1512", GREEN, GREEN)], [], 0),
    "today": ([("10_1512", YELLOW, GREEN)], [YELLOW_DRAFT], 0),
    "tomorrow": ([("10_1512", GREEN, ORANGE)], [ORANGE_DRAFT], 0),
    "both days are one draft": ([("10_1512", YELLOW, ORANGE)], [ORANGE_DRAFT], 0),
    "an errata corrige that says the same": (
        [("10_1512", GREEN, YELLOW), ("10_1533", GREEN, YELLOW)],
        [YELLOW_DRAFT],
        0,
    ),
    "an aggiornamento that raises": (
        [("10_1512", GREEN, YELLOW), ("10_1910", GREEN, ORANGE)],
        [YELLOW_DRAFT, ORANGE_DRAFT],
        0,
    ),
    "an errata corrige takes it back": (
        [("10_1512", GREEN, YELLOW), ("10_1533", GREEN, GREEN)],
        [YELLOW_DRAFT],
        1,
    ),
    "less grave": (
        [("10_1512", GREEN, RED), ("10_1910", GREEN, YELLOW)],
        ["Allerta rossa per rischio temporali"],
        1,
    ),
    "taken back, and here again": (
        [("10_1512", GREEN, YELLOW), ("10_1533", GREEN, GREEN), ("10_1910", GREEN, YELLOW)],
        [YELLOW_DRAFT, YELLOW_DRAFT],
        1,
    ),
    "what was told yesterday of today": (
        [("10_1512", GREEN, YELLOW), ("11_1512", YELLOW, GREEN)],
        [YELLOW_DRAFT],
        0,
    ),
    "over before its day is": ([("10_1512", GREEN, YELLOW), ("11_1400", GREEN, GREEN)], [YELLOW_DRAFT], 1),
    "one more day": ([("10_1512", GREEN, YELLOW), ("11_1512", YELLOW, YELLOW)], [YELLOW_DRAFT] * 2, 0),
    "worse on its day": (
        [("10_1512", GREEN, YELLOW), ("11_1100", ORANGE, GREEN)],
        [YELLOW_DRAFT, ORANGE_DRAFT],
        0,
    ),
}
"""What was published, with the levels of its day and the next → the drafts, and how often staff heard of a fall."""


@pytest.mark.parametrize(("issues", "drafts", "falls"), STORIES.values(), ids=STORIES)
def test_each_rise_is_a_draft_once_and_each_fall_is_told(office, issues, drafts, falls):
    for moment, today, tomorrow in issues:
        office.issues(f"202611{moment}", today, tomorrow)
        day, clock = (TUESDAY if moment.startswith("10") else WEDNESDAY), f"{moment[3:5]}:{moment[5:]}"
        look(clock, day)
        look(clock, day)
    assert [one.title for one in Campaign.objects.order_by("pk")] == drafts
    assert (len(told(FELL)), alarms()) == (falls, 0)


def test_yesterday_s_bulletin_says_what_counts_today(office):
    office.issues("20261109_1512", RED, YELLOW)
    look("07:00")
    assert [one.title for one in Campaign.objects.all()] == [YELLOW_DRAFT]
    assert "martedì 10 novembre, allerta gialla" in Campaign.objects.get().body


def test_a_draft_is_complete_and_staff_are_told_by_e_mail(office):
    ready = ReadyText.objects.get(name="Allerta meteo")
    wants(ready_text=ready, hydraulic=1)
    ours = zone("Cascina", idraulico=ORANGE, temporali=YELLOW, idrogeologico=RED)
    office.published["20261110_1512"] = (file(zone("Cascina")), file(ours))
    look("15:20")
    draft = Campaign.objects.get()
    assert draft.title == "Allerta arancione per rischio idraulico"
    assert draft.body.startswith(
        "Allerta arancione per rischio idraulico su tutto il territorio comunale, mercoledì 11 novembre. Esci solo "
        "se è necessario"
    )
    assert draft.body.endswith(
        "Bollettino della Protezione civile di martedì 10 novembre alle 15:12: mercoledì 11 novembre, allerta "
        "arancione per rischio idraulico, allerta gialla per rischio temporali. Vale fino alle 24 di mercoledì "
        "11 novembre. Fonte: Dipartimento della Protezione civile, CC BY 4.0."
    )
    assert (draft.link, draft.author, draft.status) == (ready.link, None, CampaignStatus.DRAFT)
    assert draft.chosen_topics == [Topic.objects.get(is_alert=True)]
    assert draft.alert == {"severity": "Severe", "expires": "2026-11-12T00:00:00+01:00"}
    assert review_problems(draft, at("15:21")) == []
    notice = StaffNotice.objects.get(person__username=GIULIA.username)
    assert (notice.wants_email, draft.title in notice.sentence) == (True, True)


def test_without_a_ready_text_the_facts_stand_alone(office):
    office.issues("20261110_1512", YELLOW, ORANGE)
    look("15:20")
    draft = Campaign.objects.get()
    assert draft.body.startswith(
        "Bollettino della Protezione civile di martedì 10 novembre alle 15:12: martedì"
    )
    assert "Vale fino alle 24 di mercoledì 11 novembre." in draft.body
    assert draft.link == words.PAGE
    assert review_problems(draft, at("15:21")) == []


def test_all_three_risks_fit_into_a_title(office):
    wants(hydraulic=1, hydrogeological=1)
    whole = file(zone("Cascina", idraulico=ORANGE, temporali=ORANGE, idrogeologico=ORANGE))
    office.published["20261110_1512"] = (whole, whole)
    look("15:20")
    draft = Campaign.objects.get()
    assert draft.title == "Allerta arancione per maltempo"
    assert "allerta arancione per rischio idraulico, idrogeologico e temporali" in draft.body


def test_who_hears_that_it_fell_finds_the_draft(office):
    office.issues("20261110_1512", GREEN, YELLOW)
    look("15:20")
    office.issues("20261110_1533", GREEN, GREEN)
    look("15:40")
    (sentence,) = told(FELL)
    assert "mercoledì 11 novembre, nessuna allerta per rischio temporali" in sentence
    assert f"Guarda «{YELLOW_DRAFT}»" in sentence
    assert str(Campaign.objects.get().pk) in StaffNotice.objects.filter(subject=FELL).first().page


LEAST = {
    "below what was chosen": ({"thunderstorms": 2}, []),
    "just there": ({"thunderstorms": 1}, [YELLOW_DRAFT]),
    "of another risk": ({"thunderstorms": None, "hydraulic": 1}, []),
}


@pytest.mark.parametrize(("choices", "drafts"), LEAST.values(), ids=LEAST)
def test_a_draft_begins_at_the_level_that_was_chosen(office, choices, drafts):
    wants(**choices)
    office.issues("20261110_1512", YELLOW)
    look("15:20")
    assert [one.title for one in Campaign.objects.all()] == drafts


def test_a_choice_counts_for_the_bulletin_that_is_out(office):
    wants(thunderstorms=3)
    office.issues("20261110_1512", YELLOW)
    look("15:20")
    wants(thunderstorms=1)
    look("15:30")
    assert Campaign.objects.count() == 1


def test_a_draft_that_was_thrown_away_does_not_come_back(office):
    office.issues("20261110_1512", YELLOW)
    look("15:20")
    Campaign.objects.update(thrown_at=at("15:25"))
    wants()
    look("15:30")
    assert Campaign.with_thrown.count() == 1


def test_of_two_workers_at_once_one_makes_the_draft(committed_db):
    wants(thunderstorms=1)
    bulletin = Bulletin(
        at("15:12"), {TUESDAY: {"hydraulic": 0, "hydrogeological": 0, "thunderstorms": 1}}, ""
    )
    together = threading.Barrier(2)

    def take() -> None:
        together.wait(UNTIL)
        proposing.take(bulletin, at("15:20"))
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for ended in [pool.submit(take) for _ in range(2)]:
            ended.result(UNTIL)
    assert Campaign.objects.count() == 1


def test_an_older_bulletin_that_comes_late_changes_nothing(office):
    office.issues("20261110_1512", GREEN, YELLOW)
    look("15:20")
    late = {"hydraulic": 0, "hydrogeological": 0, "thunderstorms": 3}
    proposing.take(Bulletin(at("14:00"), {WEDNESDAY: late}, "old"), at("15:25"))
    assert Campaign.objects.count() == 1
    assert BulletinWatch.objects.get().issued_at == at("15:12")
