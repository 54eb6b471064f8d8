"""Who writes in a language that is in force is answered in it, and its words do what the Italian ones do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cascina_whatsapp.routing.priority import Priorities, languages_now
from cascina_whatsapp.whatsapp.webhook.models import Priority
from subscribers.models import ConsentRecord, Reply, Subscriber
from tests.builders import NOW, say, sent_thing, subscribe, tap, text, webhook
from tests.languages import ALBANIAN, in_force, translate
from tests.outcomes import answers
from tests.people import ANNA, BRUNO

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CHOOSE = "We did not understand whether you want to subscribe or to unsubscribe. Please choose below."
JOINED = "You are subscribed. To leave, write *Cancellazione*. Privacy notice, in Italian: {privacy_url}"


def test_who_writes_english_is_answered_so_and_joins_on_the_english_words():
    """The register names the text that was shown, word for word; what nobody translated stays Italian."""
    say(text(ANNA, "subscribe"))
    choose = translate("ambiguous", CHOOSE)
    say(text(ANNA, "subscribe"))
    asked = Reply.objects.latest("pk")
    assert (answers()[0], asked.text) == ("ambiguous", choose)
    assert [title for _, title in asked.content["buttons"]] == ["Subscribe", "Unsubscribe", "Contact the Urp"]

    say(tap(BRUNO, "Subscribe", "join"))
    assert ConsentRecord.objects.get().confirmation.key == "optin_confirm" == answers()[-1]
    joined = translate("optin_confirm", JOINED)
    say(tap(ANNA, "Subscribe", "join", at=NOW + MINUTE))
    record = ConsentRecord.objects.latest("sequence")
    assert record.confirmation == joined == record.replies.get().text
    assert record.words == "Subscribe"
    assert record.replies.get().content["body"].startswith("You are subscribed.")


def test_nothing_of_the_language_is_remembered_unless_it_was_chosen():
    translate("optout_confirm", "You are unsubscribed; the proof is kept for {durata_prova}. *Iscrizione*")
    subscribe(ANNA)
    say(text(ANNA, "Cancellazione", at=NOW + MINUTE))
    assert answers()[-1] == "optout_confirm"
    say(text(ANNA, "Iscrizione", at=NOW + 2 * MINUTE))
    say(text(ANNA, "unsubscribe", at=NOW + 3 * MINUTE))
    assert answers()[-1] == "optout_confirm.en"


def test_a_text_said_seldom_is_not_said_again_in_another_language():
    translate("media_received", "We do not open files. Please call {numero_verde}.")
    say(sent_thing(ANNA, "image", {"caption": "please look at this"}))
    say(sent_thing(ANNA, "image", {"caption": "guardate"}, at=NOW + MINUTE))
    assert answers() == ["media_received.en"]


def test_the_announced_word_of_a_language_joins_and_the_register_says_by_which_version():
    in_force()
    joined = translate("optin_confirm", JOINED, "sq")
    say(text(ANNA, "Regjistrim, ju lutem!"))
    record = ConsentRecord.objects.get()
    assert (record.kind, record.rule, record.words) == (
        "opt_in",
        "language-join-sq-1",
        "Regjistrim, ju lutem!",
    )
    assert record.confirmation == joined == Reply.objects.get().text
    assert [title for _, title in Reply.objects.get().content["buttons"]] == [
        "Zgjidh temat",
        "Annulla iscrizione",
    ]


@pytest.mark.parametrize(
    "said",
    [
        text(ANNA, "Anulim"),
        text(ANNA, "Banoj në Pisa tani. Largohem, faleminderit"),
        sent_thing(ANNA, "image", {"caption": "anulim"}),
    ],
    ids=["alone", "beside what nobody here understands", "under a picture"],
)
def test_who_leaves_in_a_language_leaves_and_goes_first(said: dict):
    in_force()
    subscribe(ANNA)
    assert [first for _, first in Priorities(languages=languages_now).slices(webhook(said))] == [
        Priority.FIRST
    ]
    say(said)
    assert not Subscriber.objects.get().is_subscribed


def test_who_was_told_to_leave_with_a_word_may_do_so_when_the_language_is_out_of_use():
    in_force()
    in_force(replace(ALBANIAN, in_use=False, leaves=("Çregjistrim",)), version=2)
    subscribe(ANNA)
    say(text(ANNA, "Anulim"))
    say(text(BRUNO, "Regjistrim"))  # to join, the words of such a language say nothing
    assert not Subscriber.objects.subscribed().exists()
    assert answers()[0] == "optout_confirm"
    assert not answers()[1].endswith(".sq")


def test_a_batch_asks_for_languages_once_and_so_does_the_next_one(django_assert_num_queries):
    in_force()
    languages_now()
    with django_assert_num_queries(0):
        languages_now()


# ── Choosing a language ───────────────────────────────────────────────────────────────────────────────────

CHOSEN = "Tani e tutje ju përgjigjemi shqip. Lajmet janë italisht. *Italiano*"
ONCE = "Po ju përgjigjemi shqip. *Iscrizione*"


LEFT = "Cancellazione"
CHOICES = {
    # what somebody writes: (whether they are subscribed, their words, the answers, the language that is kept)
    "a choice": (True, ["Shqip"], ["language_chosen.sq"], "sq"),
    "answered in it, and gone with the subscription": (
        True,
        ["Shqip", LEFT],
        ["language_chosen.sq", "optout_confirm.sq"],
        "",
    ),
    "back to Italian": (
        True,
        ["Shqip", "Italiano, grazie", LEFT],
        ["language_chosen.sq", "language_chosen", "optout_confirm"],
        "",
    ),
    "of a stranger nothing is kept": (
        False,
        ["Shqip", LEFT],
        ["language_once.sq", "optout_not_subscribed"],
        "",
    ),
}


@pytest.fixture
def albanian():
    """In force, with a few of its texts."""
    in_force()
    for key, body in {
        "language_chosen": CHOSEN,
        "language_once": ONCE,
        "optout_confirm": "U fshive. {durata_prova} *Iscrizione*",
    }.items():
        translate(key, body, "sq")


@pytest.mark.parametrize(("joined", "words", "answered", "kept"), CHOICES.values(), ids=CHOICES)
def test_who_chooses_a_language_is_answered_in_it(albanian, joined: bool, words, answered, kept: str):
    if joined:
        subscribe(ANNA)
    for minute, said in enumerate(words):
        say(text(ANNA, said, at=NOW + minute * MINUTE))

    assert answers() == answered
    assert Subscriber.objects.get().language == kept


def test_only_one_s_own_choice_counts_and_it_is_told_among_my_data_while_the_language_is_in_use(albanian):
    subscribe(ANNA)
    say(text(ANNA, "Shqip", context={"forwarded": True}))
    say(text(ANNA, "I miei dati"))
    assert "lingua delle risposte: italiano" in Reply.objects.latest("pk").content["body"]

    say(text(ANNA, "Shqip", at=NOW + MINUTE))
    say(text(ANNA, "I miei dati", at=NOW + timedelta(hours=25)))
    assert "lingua delle risposte: Shqip" in Reply.objects.latest("pk").content["body"]

    in_force(replace(ALBANIAN, in_use=False), version=2)
    say(text(ANNA, "Cancellazione", at=NOW + timedelta(hours=26)))
    assert answers()[-1] == "optout_confirm"
