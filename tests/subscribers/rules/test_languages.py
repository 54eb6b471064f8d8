# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers are in Italian, unless the words just written are English and somebody has translated the text."""

from datetime import timedelta

import pytest

from cascina_whatsapp.cloud_api.limits import BUTTON_TITLE_LIMIT
from subscribers import texts
from subscribers.models import ConsentRecord, Reply
from subscribers.rules.buttons import BUTTONS
from subscribers.rules.languages import LANGUAGES, language_of
from tests.builders import NOW, say, subscribe, tap, text
from tests.people import ANNA, PAOLO
from tests.staff import hire

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CHOOSE = "We did not understand whether you want to subscribe or to unsubscribe. Please choose below."
JOINED = "You are subscribed. To leave, write *Cancellazione*. Privacy notice, in Italian: {privacy_url}"


def translate(key: str, body: str):
    """Paolo writes the English of a text."""
    written = texts.Draft(body=body, note="In inglese", starts=None, seen=texts.seen(f"{key}.en"))
    return texts.save(texts.next_version(f"{key}.en"), written, by=hire(PAOLO), now=NOW - MINUTE)


def told() -> list[str]:
    return list(Reply.objects.order_by("pk").values_list("text__key", flat=True))


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("subscribe", "en"),
        ("SUBSCRIBE!", "en"),
        ("please unsubscribe me", "en"),
        ("please stop sending messages", "en"),
        ("Yes, subscribe me", "en"),
        ("Unsubscribe", "en"),
        ("No, thanks", "en"),
        ("STOP", ""),
        ("Iscrizione", ""),
        ("ok", ""),
        ("No, grazie", ""),
        ("", ""),
    ],
)
def test_the_words_tell_the_language(words: str, language: str):
    assert language_of(words) == language


def test_without_a_translation_the_answer_is_italian():
    say(text(ANNA, "subscribe"))
    assert told() == ["ambiguous"]


def test_who_writes_english_is_answered_so_and_joins_on_the_english_words():
    """The register names the text that was shown, word for word."""
    choose, joined = translate("ambiguous", CHOOSE), translate("optin_confirm", JOINED)
    say(text(ANNA, "subscribe"))
    asked = Reply.objects.get()
    assert asked.text == choose
    assert [title for _, title in asked.content["buttons"]] == ["Subscribe", "Unsubscribe", "Contact the Urp"]

    say(tap(ANNA, "Subscribe", "join", at=NOW + MINUTE))
    record = ConsentRecord.objects.get()
    assert record.confirmation == joined == record.replies.get().text
    assert record.words == "Subscribe"
    assert record.replies.get().content["body"].startswith("You are subscribed.")


def test_a_text_that_nobody_translated_stays_italian_for_who_writes_english():
    translate("ambiguous", CHOOSE)
    say(text(ANNA, "subscribe"))
    say(tap(ANNA, "Subscribe", "join", at=NOW + MINUTE))
    record = ConsentRecord.objects.get()
    assert record.confirmation.key == "optin_confirm" == record.replies.get().text.key


def test_nothing_of_the_language_is_remembered():
    translate("optout_confirm", "You are unsubscribed; the proof is kept for {durata_prova}. *Iscrizione*")
    subscribe(ANNA)
    say(text(ANNA, "Cancellazione", at=NOW + MINUTE))
    assert told()[-1] == "optout_confirm"
    say(text(ANNA, "Iscrizione", at=NOW + 2 * MINUTE))
    say(text(ANNA, "unsubscribe", at=NOW + 3 * MINUTE))
    assert told()[-1] == "optout_confirm.en"


def test_a_text_said_seldom_is_not_said_again_in_another_language():
    translate(
        "unknown", "This number sends news. Call {numero_verde}, in danger 112. *Cancellazione* to leave."
    )
    say(text(ANNA, "please what time is it"))
    say(text(ANNA, "che ore sono", at=NOW + MINUTE))
    assert told() == ["unknown.en"]


def test_a_translation_keeps_the_same_rules_and_begins_with_the_italian_words():
    version = texts.next_version("optin_confirm.en")
    assert (version.version, version.body[:8]) == (1, "La tua i")
    assert texts.check("optin_confirm.en", "You are subscribed.")
    assert texts.check("optin_confirm.en", JOINED) == []


def test_every_button_has_a_title_in_every_language_and_it_fits():
    under_texts = {button for text in texts.AUTOMATIC.values() for button in text.buttons}
    assert under_texts == set(BUTTONS)
    for button in BUTTONS:
        assert set(button.translations) == set(LANGUAGES)
        assert max(map(len, [button.title, *button.translations.values()])) <= BUTTON_TITLE_LIMIT
