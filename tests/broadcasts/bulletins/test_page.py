"""The page of the office's choices: who approves makes them, who writes reads them, others do neither."""

import pytest
from django.urls import reverse

from broadcasts.slices.bulletins.models import BulletinWatch
from tests.broadcasts.bulletins.office import look, told, wants
from tests.builders import hire
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import SARA, SILVIA, at_desk

LIST = "admin:broadcasts_bulletinwatch_changelist"
ASK = "Se non ti torna, chiedi perché."
CHOSEN = {"hydraulic": "2", "hydrogeological": "", "thunderstorms": "1", "ready_text": ""}


def page() -> str:
    return reverse("admin:broadcasts_bulletinwatch_change", args=[BulletinWatch.objects.get().pk])


def test_a_choice_is_kept_and_the_bulletin_is_read_again_by_it():
    wants()
    BulletinWatch.objects.update(etag="mark", told={"2026-11-10": {"thunderstorms": 1}})
    answer = at_desk(PAOLO).post(page(), CHOSEN, follow=True)
    watch = BulletinWatch.objects.get()
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, page())
    assert watch.levels == {"hydraulic": 2, "thunderstorms": 1}
    assert (watch.etag, watch.told) == ("", {"2026-11-10": {"thunderstorms": 1}})


@pytest.mark.parametrize(
    ("chosen", "fewer"),
    [
        ({"hydrogeological": "3"}, []),
        ({"hydraulic": "1", "ready_text": ""}, []),
        ({"hydraulic": ""}, ["idraulico, nessuna bozza"]),
        ({"hydraulic": "3", "thunderstorms": ""}, ["idraulico, solo dalla rossa; temporali, nessuna bozza"]),
    ],
)
def test_who_approves_hears_of_fewer_drafts_alone(chosen, fewer):
    hire(Clerk("pia", "Approvatore"))
    wants(hydraulic=2, thunderstorms=1)
    at_desk(PAOLO).post(page(), CHOSEN | chosen)
    heard = told("Da meno allerte nasce una bozza")
    assert [one.partition("bozza: ")[2] for one in heard] == [f"{one}. {ASK}" for one in fewer]


@pytest.mark.parametrize(
    ("clerk", "opens", "changes"),
    [(PAOLO, 200, 302), (GIULIA, 200, 403), (SARA, 403, 403), (SILVIA, 403, 403)],
)
def test_who_sees_and_who_chooses(clerk, opens, changes):
    desk = at_desk(clerk)
    assert desk.get(reverse(LIST), follow=True).status_code == opens
    assert desk.post(page(), CHOSEN).status_code == changes
    settings = desk.get(reverse("admin:settings")).text
    assert ("Quale allerta diventa una bozza?" in settings) == (opens == 200)


def test_the_page_says_what_was_read_and_what_is_wrong(office):
    office.issues("20261110_0912")
    look("09:20")
    office.serve(b"", 503)
    look("09:30")
    text = at_desk(GIULIA).get(page()).text
    assert "oggi alle 9:12" in text
    assert "Il sito risponde con un errore (503)" in text
    assert "Impostazioni</a>" in text
