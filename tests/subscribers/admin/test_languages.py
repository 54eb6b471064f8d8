"""The page Lingue: one person proposes a language and its texts, another puts them into force; citizens see it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import page_of
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security import as_read
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers import texts
from subscribers.admin.languages import TITLES
from subscribers.models import ConsentRecord, Reply, ServiceText
from subscribers.rules.languages import GROUPS
from subscribers.texts import proposing
from subscribers.texts.declarations.translations import DRAFTS, LANGUAGES
from subscribers.texts.languages import forget, languages_at
from subscribers.texts.proposing import TEXT
from tests.builders import hire, say, text
from tests.languages import in_force
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.reading import read_of
from tests.staff import ROSA, SARA, VERA, at_desk

pytestmark = pytest.mark.django_db
LIST = "/admin/testi-del-servizio/lingue/"
PAGE = f"{LIST}sq/"
NAMES = ("Inglese", "Albanese", "Rumeno", "Francese")
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""
TEXTS = {key: body for key, body in DRAFTS.items() if key.endswith(".sq") and not key.startswith("language.")}


def typed(**changes) -> dict[str, str]:
    """What Paolo types of Albanian."""
    language = LANGUAGES["sq"]
    words = {group: ", ".join(getattr(language, group)) for group in GROUPS}
    titles = {f"title_{number}": language.title(title) for number, title in enumerate(TITLES)}
    told = {"name": "Shqip", "in_use": "on", "note": "Nuova", "seen": texts.seen("language.sq")}
    return {"action": "propose", **told, **words, **titles, **changes}


def post(clerk: Clerk, **told):
    return at_desk(clerk).post(PAGE, told, follow=True)


def approve(key: str, clerk: Clerk = PIA):
    (waits,) = TEXT.waiting(key)
    told = {"decision": "approve", "read": read_of(waits)}
    return at_desk(clerk).post(page_of(waits), told, follow=True)


def read_together() -> str:
    return as_read.digest(proposing.waiting_in("sq"))


def test_from_the_draft_to_a_citizen_who_joins_in_albanian():
    """Texts first, then the language: until two people have let both come into force nothing is otherwise."""
    hire(PIA)
    post(PAOLO, action="propose-texts")
    assert "Non c&#x27;è nessun testo da proporre" in post(PAOLO, action="propose-texts").text
    assert Proposal.objects.count() == len(TEXTS)
    told = [notice.subject for notice in StaffNotice.objects.filter(person=hire(PIA))]
    assert told == [f"{len(TEXTS)} testi in albanese aspettano l'approvazione"]
    assert "Chi ha proposto i testi non può approvarli" in at_desk(PAOLO).get(PAGE).text
    post(PAOLO, action="approve-texts", read=read_together())
    assert not ServiceText.objects.filter(key__in=TEXTS).exists()
    post(PIA, action="approve-texts", read=read_together())
    assert ServiceText.objects.filter(key__in=TEXTS).count() == len(TEXTS)
    assert StaffNotice.objects.filter(person=hire(PAOLO)).count() == 1
    traced = TrailRecord.objects.filter(about__endswith=".sq")
    assert [traced.filter(event=event).count() for event in ("text_changed", "text_in_force")] == [
        len(TEXTS)
    ] * 2

    assert "non ancora in vigore" in post(PAOLO, **typed()).text
    assert languages_at(ServiceText.objects.latest("in_force_from").in_force_from).language_of("Shqip") == ""
    approve("language.sq")
    put = ServiceText.objects.get(key="language.sq")
    assert put.author == hire(PAOLO)

    forget()
    say(text(ANNA, "Regjistrim, ju lutem", at=put.in_force_from + timedelta(seconds=2)))
    assert ConsentRecord.objects.get().rule == "language-join-sq-1"
    answer = Reply.objects.get().content
    assert answer["body"].startswith("Regjistrimi juaj është aktiv.")
    assert [title for _, title in answer["buttons"]] == ["Zgjidh temat", "Anulo regjistrimin"]


def test_the_pages_say_how_far_each_language_is_and_lead_to_each_other():
    """English, as it was before it could be translated: its words count, and nobody is told so in English."""
    desk = at_desk(PAOLO)
    listed = desk.get(LIST).text
    rows = {name: row for row in listed.split("<li>") for name in NAMES if name in row}
    assert rows.keys() == set(NAMES)
    assert f"0 testi in vigore su {len(texts.AUTOMATIC)}" in listed
    answered = "Le sue parole si capiscono, e si risponde in italiano. 0 testi in vigore"
    assert (answered in rows["Inglese"], "si risponde in italiano" in rows["Albanese"]) == (True, False)

    page, empty = desk.get(PAGE).text, desk.get(f"{LIST}uk/").text
    assert "Per usare la lingua mancano: Conferma di iscrizione, " in page
    assert ["Proponi i testi già tradotti" in one for one in (page, empty)] == [True, False]
    assert "Ucraino" in empty
    assert desk.get(f"{LIST}xx/").status_code == 404

    add = reverse("admin:subscribers_servicetext_add")
    assert desk.get(f"{add}?key=language.sq").url == PAGE
    for address in (add, reverse("admin:subscribers_servicetext_changelist")):
        assert f'href="{LIST}"' in desk.get(address).text, address


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Mancano testi in vigore in albanese: Conferma di iscrizione; "),
        (
            {"in_use": "", "joins": "Regjistrim, biblioteca"},
            "«biblioteca»: in italiano riguarda un altro ufficio.",
        ),
        ({"title_0": "x" * 21}, 'class="errorlist'),
    ],
    ids=["texts are missing", "a word clashes", "a title is too long"],
)
def test_what_is_wrong_with_a_language_is_told_and_nothing_proposed(changes: dict, told: str):
    page = post(PAOLO, **typed(**changes)).text
    assert (told in page, 'value="Nuova"' in page) == (True, True)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("clerk", [ROSA, VERA], ids=lambda clerk: clerk.group)
def test_who_may_only_read_finds_the_words_and_no_button(clerk):
    in_force()
    page = at_desk(clerk).get(PAGE).text
    assert "Regjistrim" in page
    assert 'name="action"' not in page
    assert [
        post(clerk, action=action).status_code for action in ("propose", "propose-texts", "approve-texts", "")
    ] == [403] * 4


@pytest.mark.parametrize("clerk", [GIULIA, SARA], ids=lambda clerk: clerk.group)
def test_who_may_not_see_the_texts_sees_no_languages(clerk):
    assert [at_desk(clerk).get(page).status_code for page in (LIST, PAGE)] == [403, 403]
    assert "Lingue" not in at_desk(clerk).get(reverse("admin:settings")).text
