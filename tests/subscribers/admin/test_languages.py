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
    post(PAOLO, action="propose-texts")
    assert Proposal.objects.count() == len(TEXTS)
    post(PIA, action="approve-texts", read=read_together())
    assert ServiceText.objects.filter(key__in=TEXTS).count() == len(TEXTS)

    assert "non ancora in vigore" in post(PAOLO, **typed()).text
    assert languages_at(ServiceText.objects.latest("in_force_from").in_force_from).language_of("Shqip") == ""
    approve("language.sq")
    put = ServiceText.objects.get(key="language.sq")
    assert put.author == hire(PAOLO)

    forget()
    say(text(ANNA, "Regjistrim, ju lutem", at=put.in_force_from + timedelta(seconds=2)))
    assert ConsentRecord.objects.get().rule == "language-join-sq-1"
    assert Reply.objects.get().content["body"].startswith("Regjistrimi juaj është aktiv.")
    assert [title for _, title in Reply.objects.get().content["buttons"]] == [
        "Zgjidh temat",
        "Anulo regjistrimin",
    ]


def test_the_page_says_how_far_a_language_is():
    listed = at_desk(PAOLO).get(LIST).text
    assert [name in listed for name in ("Inglese", "Albanese", "Rumeno", "Francese")] == [True] * 4
    assert f"0 testi in vigore su {len(texts.AUTOMATIC)}" in listed
    page = at_desk(PAOLO).get(PAGE).text
    assert "Per usare la lingua mancano: Conferma di iscrizione, " in page
    assert "Proponi i testi già tradotti" in page


def test_a_language_with_texts_missing_is_not_proposed():
    page = post(PAOLO, **typed()).text
    assert "Mancano testi in vigore in albanese: Conferma di iscrizione; " in page
    assert 'value="Nuova"' in page
    assert not Proposal.objects.exists()


def test_a_word_that_clashes_is_refused_with_the_reason():
    page = post(PAOLO, **typed(in_use="", joins="Regjistrim, biblioteca")).text
    assert "«biblioteca»: in italiano riguarda un altro ufficio." in page
    assert not Proposal.objects.exists()


def test_a_title_that_is_too_long_is_told_beside_its_field():
    assert 'class="errorlist' in post(PAOLO, **typed(title_0="x" * 21)).text


def test_nobody_approves_their_own_texts():
    hire(PIA)
    post(PAOLO, action="propose-texts")
    assert "Chi ha proposto i testi non può approvarli" in at_desk(PAOLO).get(PAGE).text
    post(PAOLO, action="approve-texts", read=read_together())
    assert not ServiceText.objects.filter(key__in=TEXTS).exists()


def test_a_second_click_proposes_nothing_again():
    post(PAOLO, action="propose-texts")
    assert "Non c&#x27;è nessun testo da proporre" in post(PAOLO, action="propose-texts").text
    assert Proposal.objects.count() == len(TEXTS)


def test_colleagues_are_told_once_and_every_text_is_in_the_trail():
    hire(PIA)
    post(PAOLO, action="propose-texts")
    assert [notice.subject for notice in StaffNotice.objects.filter(person=hire(PIA))] == [
        f"{len(TEXTS)} testi in albanese aspettano l'approvazione"
    ]
    post(PIA, action="approve-texts", read=read_together())
    assert StaffNotice.objects.filter(person=hire(PAOLO)).count() == 1
    about = TrailRecord.objects.filter(about__endswith=".sq")
    assert (
        about.filter(event="text_changed").count()
        == about.filter(event="text_in_force").count()
        == len(TEXTS)
    )


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


def test_the_texts_lead_to_the_page_and_its_texts_lead_back():
    assert f'href="{LIST}"' in at_desk(VERA).get(reverse("admin:subscribers_servicetext_changelist")).text
    add = reverse("admin:subscribers_servicetext_add")
    assert at_desk(PAOLO).get(f"{add}?key=language.sq").url == PAGE
    assert f'href="{LIST}"' in at_desk(PAOLO).get(add).text


def test_a_code_that_is_none():
    assert at_desk(PAOLO).get(f"{LIST}xx/").status_code == 404


def test_a_language_of_which_nothing_is_declared_begins_empty():
    page = at_desk(PAOLO).get(f"{LIST}uk/").text
    assert ("Ucraino" in page, "Proponi i testi già tradotti" in page) == (True, False)


def test_of_a_language_without_texts_the_list_says_that_it_is_answered_in_italian():
    """English, as it was before it could be translated: its words count, and nobody is told so in English."""
    rows = at_desk(PAOLO).get(LIST).text.split("<li>")
    english, albanian_row = (next(row for row in rows if name in row) for name in ("Inglese", "Albanese"))
    assert "Le sue parole si capiscono, e si risponde in italiano. 0 testi in vigore" in english
    assert "si risponde in italiano" not in albanian_row
