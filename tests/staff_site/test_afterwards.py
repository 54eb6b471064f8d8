"""The same message seen from everywhere: its page, the lists, the site, feed and API, Telegram, the phones."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from broadcasts import launching
from broadcasts.content import latest_news
from broadcasts.models import Campaign
from broadcasts.reporting.before_and_after import left_lately
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.slices.outlets import answers
from broadcasts.slices.outlets.publishing import publish_due
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.web.public_site import amending, page_cache
from cascina_whatsapp.web.public_site.amending import Words
from subscribers import identity
from tests.broadcasts.outlets.conftest import channel
from tests.builders import campaign, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.reading import having_read
from tests.staff import at_desk

__all__ = ["channel"]
pytestmark = pytest.mark.django_db
OLD, NEW = "Via Roma chiusa", "Via Po chiusa"
WHY, OVER = "Era la via sbagliata.", amending.REASONS[0]
GONE = "Un messaggio pubblicato è stato ritirato"
LEFT, ALL, NONE = "Da far partire", "Partiti", "Mai arrivati"


@dataclass(frozen=True)
class Seen:
    """What is read of it within five seconds, wherever one looks."""

    page: str
    """Words of its page."""
    row: tuple[str, str]
    """Its group in the list of messages, and its state there."""
    month: str = ""
    """Its result in the month's summary; "": it is not among those that left."""
    site: str = ""
    """Words of its public page; "": there is none, nor a link in the newsroom, in the feed or in the API."""
    telegram: tuple[str, ...] = ()
    news: str = ""
    """Who is told it again when they write *Notizie*: "A" for Anna, "B" for Bruno."""
    told: str = ""
    """The news for Giulia, who wrote it, of what Paolo did."""


def arrives(made: Campaign) -> None:
    delivery_to(identity.find(ANNA.person), of=made, status="delivered")


def stopped(made: Campaign) -> None:
    launching.pause(campaign=made, by=hire(PAOLO), now=timezone.now())


def called_off(made: Campaign) -> None:
    stopped(made)
    launching.cancel(campaign=made, by=hire(PAOLO), now=timezone.now())


def over(made: Campaign) -> None:
    made.deliveries.filter(status="queued").update(status="failed", reason="Il numero non ha WhatsApp")
    launching.finish(made, now=timezone.now())


def proposed(made: Campaign) -> None:
    words = Words(WHY, NEW, "Domani via Po è chiusa.")
    amending.propose(made, words, by=hire(GIULIA), now=timezone.now())


def corrected(made: Campaign) -> None:
    proposed(made)
    proposal = amending.waiting(made)
    having_read(amending.CORRECTION.approve, proposal, by=hire(PAOLO), now=timezone.now())


def withdrawn(made: Campaign) -> None:
    amending.withdraw(made, OVER, by=hire(PAOLO), now=timezone.now())


SENT, EDITED = ("sendMessage",), ("sendMessage", "editMessageText")
STORIES: dict[str, tuple[tuple[Callable, ...], Seen]] = {
    "it starts": ((), Seen("In invio", (LEFT, "In invio"))),
    "the first one has it": (
        (arrives,),
        Seen("Partito per 1 persona su 2.", (LEFT, "In invio"), "In invio · 1 di 2", OLD, SENT, "A"),
    ),
    "stopped, nobody has it": (
        (stopped,),
        Seen(
            "Fermato prima che arrivasse a qualcuno, 2 aspettano.", (LEFT, "Fermato"), told=f"«{OLD}» è fermo"
        ),
    ),
    "stopped, some have it": (
        (arrives, stopped),
        Seen(
            "1 persona l'ha ricevuto, 1 aspetta. 1 di 2 È già nel sito e nel canale Telegram: ci resta,",
            (LEFT, "Fermato"),
            "Fermato · 1 di 2",
            OLD,
            SENT,
            "A",
            f"«{OLD}» è fermo",
        ),
    ),
    "not sent any more, nobody has it": (
        (called_off,),
        Seen("Annullato, non l'ha ricevuto nessuno.", (NONE, "Annullato"), told=f"«{OLD}» è annullato"),
    ),
    "not sent any more, some have it": (
        (arrives, called_off),
        Seen(
            "Annullato: 1 persona l'ha ricevuto.",
            (ALL, "Annullato"),
            "Annullato · 1 persona l'ha ricevuto",
            "Annullato: 1 persona l'ha ricevuto.",
            SENT,
            "A",
            f"«{OLD}» è annullato",
        ),
    ),
    "over": (
        (arrives, over),
        Seen("Arrivato a 1 persona su 2", (ALL, "Inviato"), "1 su 2", OLD, SENT, "AB", f"«{OLD}» è partito"),
    ),
    "over, it reached nobody": (
        (over,),
        Seen(
            "Non è arrivato a nessuno: era per 2 persone.",
            (NONE, "Inviato"),
            "",
            OLD,
            SENT,
            told=f"«{OLD}» non è arrivato a nessuno",
        ),
    ),
    "a correction waits": (
        (arrives, over, proposed),
        Seen(
            "Correzione da decidere, proposta da giulia",
            (ALL, "Inviato"),
            "1 su 2",
            OLD,
            SENT,
            "AB",
            f"«{OLD}» è partito",
        ),
    ),
    "corrected": (
        (arrives, over, corrected),
        Seen(
            "Corretto alle 10:00",
            (ALL, "Corretto"),
            "Corretto alle 10:00 · 1 su 2",
            WHY,
            EDITED,
            "AB",
            "Hanno deciso",
        ),
    ),
    "withdrawn": (
        (arrives, over, withdrawn),
        Seen(
            "Ritirato alle 10:00", (ALL, "Ritirato"), "Ritirato alle 10:00 · 1 su 2", OVER, EDITED, told=GONE
        ),
    ),
    "withdrawn while it leaves": (
        (arrives, withdrawn),
        Seen(
            "Ritirato: 1 persona l'ha ricevuto.",
            (ALL, "Ritirato"),
            "Ritirato alle 10:00 · 1 di 2",
            OVER,
            EDITED,
            told=GONE,
        ),
    ),
}


def read(client: Client, address: str) -> str:
    """What a person reads, without the tags."""
    answer = client.get(address, follow=True)
    text = answer.text if answer.status_code == 200 else ""
    bare = re.sub(r"<[^>]+>", " ", re.sub("</?strong>", "", text))
    return re.sub(r"\s+", " ", unescape(bare))


def group_of(text: str, title: str) -> str:
    """The heading of the list under which a title stands."""
    headings = re.findall(rf"{LEFT}|{ALL}|{NONE}", text.partition("A chi")[2].partition(title)[0])
    return headings[-1]


@pytest.mark.parametrize("story", STORIES)
def test_the_same_is_read_of_a_message_wherever_one_looks(story, client: Client, monkeypatch, request):
    telegram = request.getfixturevalue("channel")
    monkeypatch.setattr(page_cache, "ASKED_EVERY", 0)
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    by = {"approved_by": hire(PAOLO), "author": hire(GIULIA)}
    made = under_way(title=OLD, outlets=["telegram"], **by)
    Campaign.objects.filter(pk=made.pk).update(started_at=timezone.now())
    answers.queue(made)
    acts, seen = STORIES[story]
    for act in acts:
        act(Campaign.objects.get(pk=made.pk))
        publish_due("telegram", timezone.now())
    publish_due("telegram", timezone.now())

    desk, own = at_desk(PAOLO), f"/admin/messaggi/{made.pk}/modifica/"
    page, listed = read(desk, own), read(desk, "/admin/messaggi/")
    assert seen.page in page
    assert (group_of(listed, OLD), f"{OLD} {seen.row[1]}" in listed) == (seen.row[0], True)
    assert f"{OLD} , {seen.row[1].lower()}" in read(desk, "/admin/calendario/")
    month = read(desk, "/admin/messaggi/riepilogo/")
    assert f"{seen.month} " in month if seen.month else OLD not in month

    public = read(client, f"/messaggi/{made.pk}/")
    shown = [OLD in read(client, "/messaggi/") or NEW in read(client, "/messaggi/")]
    shown += [f"messaggi/{made.pk}<" in client.get("/messaggi/feed.atom").text]
    shown += [bool(client.get("/api/v1/messaggi").json()["messaggi"])]
    shown += ["Pagina pubblica" in page, "Sito" in page]
    assert (seen.site in public, set(shown)) == (True, {bool(seen.site)})
    assert tuple(method for method, _ in telegram.calls) == seen.telegram

    tell = latest_news.reader(timezone.now(), launching.may_leave(timezone.now()))
    news = {name: tell(person) for name, person in (("A", anna), ("B", bruno))}
    assert "".join(name for name, told in news.items() if told) == seen.news
    assert all((NEW in told) == (WHY in public) for one in news.values() for told in one)
    lately = left_lately(campaign(status=C.DRAFT), timezone.now())
    assert [OLD in told for told in lately] == ([True] if seen.month else [])
    subjects = (
        StaffNotice.objects.filter(person=hire(GIULIA)).order_by("-pk").values_list("subject", flat=True)
    )
    assert seen.told in " ".join(subjects[:1])
