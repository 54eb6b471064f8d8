"""The word is answered with a question, and only a yes within 24 hours subscribes (OPT_IN_MODE=double)."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from cascina_whatsapp.privacy import dossier, retention, rights
from subscribers import identity
from subscribers.models import ConsentRecord, Reply, SeenMessage, Subscriber
from subscribers.register import history
from tests.builders import (
    NOW,
    button,
    choose,
    events_of,
    hire,
    preference,
    say,
    sent_thing,
    subscribe,
    tap,
    text,
    topic,
    unsubscribe,
)
from tests.outcomes import answers, findings, kinds
from tests.people import ANNA, BRUNO, CARLA, PAOLO, Citizen

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
JOINED, NOT_YET, OUT = "joined", "asked", "out"


@pytest.fixture(autouse=True)
def double(settings):
    settings.OPT_IN_MODE = "double"


def yes(citizen: Citizen = ANNA, *, at=NOW + MINUTE, **more) -> dict:
    return tap(citizen, "Sì, iscrivimi", "confirm", at=at, **more)


def no(citizen: Citizen = ANNA, *, at=NOW + MINUTE) -> dict:
    return tap(citizen, "No, grazie", "decline", at=at)


def standing(citizen: Citizen = ANNA, *, at=NOW + MINUTE) -> str:
    known = identity.find(citizen.person)
    if known is None or not (known.is_subscribed or known.is_asked(at)):
        return OUT
    return JOINED if known.is_subscribed else NOT_YET


@pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)
def test_the_word_asks_and_the_button_subscribes(citizen: Citizen):
    say(text(citizen, "Iscrizione"))
    assert standing(citizen) == NOT_YET
    assert not Subscriber.objects.subscribed().exists()

    say(yes(citizen))
    assert standing(citizen) == JOINED
    assert kinds() == [Kind.OPT_IN_PENDING, Kind.OPT_IN]
    assert answers() == ["optin_prompt", "optin_confirm"]


def test_while_it_waits_no_number_is_kept_in_clear():
    say(text(ANNA, "Iscrizione"))
    row = Subscriber.objects.get()

    assert (row.phone, row.bsuid, row.last_message_at) == ("", "", None)
    assert Reply.objects.get().content["buttons"] == [["confirm", "Sì, iscrivimi"], ["decline", "No, grazie"]]


def test_the_record_of_the_yes_names_both():
    say(text(ANNA, "buongiorno, vorrei iscrivermi"))
    say(yes())
    asked, joined = ConsentRecord.objects.order_by("sequence")

    assert (asked.words, asked.channel, asked.confirmation.key) == (
        "buongiorno, vorrei iscrivermi",
        "keyword",
        "optin_prompt",
    )
    assert (joined.words, joined.channel, joined.rule) == ("Sì, iscrivimi", "button", "button-confirm")
    assert joined.reason == f"Conferma la richiesta dell'evento {asked.sequence}"
    assert joined.confirmation.key == "optin_confirm"
    assert identity.find(ANNA.person).subscribed_at == NOW + MINUTE


@pytest.mark.parametrize(
    ("words", "stands", "answer"),
    [
        ("Sì", JOINED, "optin_confirm"),
        ("si grazie!", JOINED, "optin_confirm"),
        ("👍", JOINED, "optin_confirm"),
        ("Ok, va bene", JOINED, "optin_confirm"),
        ("confermo l'iscrizione", JOINED, "optin_confirm"),
        ("Sì, iscrivimi", JOINED, "optin_confirm"),
        ("Sì?", NOT_YET, "ambiguous"),
        ("certo che no", NOT_YET, None),
        ("1", NOT_YET, "ambiguous"),
        ("grazie", NOT_YET, None),
        ("quando apre l'anagrafe?", NOT_YET, "unknown"),
        ("Iscrizione", NOT_YET, "optin_prompt"),
        ("No", OUT, "optin_prompt_declined"),
        ("no grazie 👎", OUT, "optin_prompt_declined"),
        ("Cancellazione", OUT, "optin_prompt_declined"),
        ("STOP", OUT, "optin_prompt_declined"),
    ],
)
def test_words_may_answer_where_they_are_clear(words: str, stands: str, answer: str | None):
    say(text(ANNA, "Iscrizione"))
    say(text(ANNA, words, at=NOW + MINUTE))

    assert standing() == stands
    if answer:
        assert answers()[1:] == [answer]


@pytest.mark.parametrize("words", ["Sì", "No", "va bene", "👍"])
def test_the_same_words_say_nothing_where_nothing_was_asked(words: str, settings):
    for mode in ("single", "double"):
        settings.OPT_IN_MODE = mode
        say(text(ANNA, words))

    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exists()


OTHER_WAYS_TO_ASK = {
    "a reply button of ours": tap(ANNA, "Iscrizione", "join"),
    "a template's button with our payload": button(ANNA, "Iscrizione", "join"),
    "a template's button with its label": button(ANNA, "Iscrizione", "Iscrizione"),
}


@pytest.mark.parametrize("way", OTHER_WAYS_TO_ASK)
def test_whichever_way_they_ask_they_are_asked_back(way: str):
    say(OTHER_WAYS_TO_ASK[way])

    assert standing() == NOT_YET
    assert answers() == ["optin_prompt"]


ENDS_IT = {
    "no, thanks": lambda: say(no()),
    "the word": lambda: say(text(ANNA, "Cancellazione", at=NOW + MINUTE)),
    "a template's button": lambda: say(button(ANNA, "Cancellazione", "leave", at=NOW + MINUTE)),
    "a caption": lambda: say(sent_thing(ANNA, "image", {"caption": "Cancellazione"}, at=NOW + MINUTE)),
    "the switch in WhatsApp": lambda: _switch_off(),
    "a request to erase everything": lambda: say(text(ANNA, "cancellate i miei dati", at=NOW + MINUTE)),
}


def _switch_off() -> None:
    from subscribers.conversation import inbound

    (event,) = events_of(preference(ANNA, "stop", at=NOW + MINUTE))
    inbound.note_preference(event, now=NOW + MINUTE)


@pytest.mark.parametrize("way", ENDS_IT)
def test_leaving_ends_the_question_and_the_old_button_asks_again(way: str):
    say(text(ANNA, "Iscrizione"))
    ENDS_IT[way]()
    assert standing() == OUT

    say(yes(at=NOW + 2 * MINUTE))
    assert standing(at=NOW + 2 * MINUTE) == NOT_YET
    assert answers()[-1] == "optin_prompt"


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        (timedelta(0), JOINED),
        (timedelta(hours=23, minutes=59), JOINED),
        (DAY, JOINED),
        (DAY + timedelta(seconds=1), NOT_YET),
        (3 * DAY, NOT_YET),
    ],
    ids=["at once", "just in time", "to the second", "a second late", "days late"],
)
@pytest.mark.parametrize("forgotten", [False, True], ids=["", "forgotten"])
def test_the_question_is_open_for_24_hours_and_the_button_asks_again(later, stands, forgotten):
    say(text(ANNA, "Iscrizione"))
    if forgotten:
        retention.forget_unconfirmed(NOW + later)
    say(yes(at=NOW + later))

    assert standing(at=NOW + later) == stands
    assert answers()[-1] == ("optin_confirm" if stands == JOINED else "optin_prompt")


def test_the_time_is_that_of_the_messages_not_of_their_arrival():
    """The yes, pressed after an hour, was thirty hours on its way."""
    say(text(ANNA, "Iscrizione"), now=NOW + HOUR)
    say(yes(at=NOW + HOUR), now=NOW + 31 * HOUR)

    assert standing() == JOINED
    assert identity.find(ANNA.person).subscribed_at == NOW + HOUR


def test_a_second_word_asks_anew_and_an_older_one_does_not():
    say(text(ANNA, "Iscrizione", at=NOW))
    say(text(ANNA, "Iscrizione", at=NOW + 20 * HOUR))
    say(text(ANNA, "Iscrizione", at=NOW + HOUR), now=NOW + 21 * HOUR)
    assert answers() == ["optin_prompt", "optin_prompt"]
    assert [record.took_effect for record in ConsentRecord.objects.order_by("sequence")] == [
        True,
        True,
        False,
    ]

    say(yes(at=NOW + 40 * HOUR))
    assert standing() == JOINED


def test_a_yes_to_the_first_question_counts_though_a_second_was_asked_since():
    """The webhook of the button was overtaken by that of an impatient second word."""
    say(text(ANNA, "Iscrizione", at=NOW))
    say(text(ANNA, "Iscrizione", at=NOW + 2 * MINUTE))
    say(yes(at=NOW + MINUTE), now=NOW + 3 * MINUTE)

    assert standing(at=NOW + 3 * MINUTE) == JOINED


def test_a_delayed_word_asks_nothing_of_who_has_left_since():
    unsubscribe(ANNA, at=NOW)
    say(text(ANNA, "Iscrizione", at=NOW - HOUR), now=NOW + HOUR)

    assert standing() == OUT
    assert answers() == []
    assert not ConsentRecord.objects.get(kind=Kind.OPT_IN_PENDING).took_effect


def test_a_delayed_goodbye_from_before_the_word_ends_nothing():
    say(text(ANNA, "Iscrizione", at=NOW))
    say(text(ANNA, "Cancellazione", at=NOW - HOUR), now=NOW + MINUTE)
    say(yes(at=NOW + 2 * MINUTE))

    assert standing() == JOINED


def test_a_goodbye_between_the_word_and_the_yes_counts_whenever_it_comes():
    """In the order of their writing it would have ended the question: so it ends what came of it."""
    say(text(ANNA, "Iscrizione", at=NOW))
    say(yes(at=NOW + 2 * MINUTE))
    say(text(ANNA, "Cancellazione", at=NOW + MINUTE), now=NOW + 3 * MINUTE)

    assert standing(at=NOW + 3 * MINUTE) == OUT


def test_pressing_twice_and_a_webhook_told_twice_change_nothing():
    say(text(ANNA, "Iscrizione"))
    press = yes()
    say(press)
    say(press, now=NOW + HOUR)
    say(yes(at=NOW + 2 * MINUTE))

    assert kinds() == [Kind.OPT_IN_PENDING, Kind.OPT_IN, Kind.OPT_IN]
    assert answers() == ["optin_prompt", "optin_confirm", "optin_already"]
    assert identity.find(ANNA.person).subscribed_at == NOW + MINUTE


def test_a_forwarded_yes_is_somebody_else_s():
    say(text(ANNA, "Iscrizione"))
    for words in (yes(context={"forwarded": True}), text(ANNA, "Sì", at=NOW, context={"forwarded": True})):
        say(words)

    assert standing() == NOT_YET


def test_who_is_subscribed_is_not_asked_and_no_thanks_is_a_goodbye():
    subscribe(ANNA, at=NOW - DAY)
    say(text(ANNA, "Iscrizione"))
    assert answers() == ["optin_already"]
    say(no())
    assert standing() == OUT
    assert answers() == ["optin_already", "optout_confirm"]


def test_no_thanks_when_nothing_is_asked_any_more_leaves_no_trace():
    say(no())

    assert answers() == ["optin_prompt_declined"]
    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exists()


def test_in_single_mode_an_old_yes_is_a_wish_like_any_other(settings):
    say(text(ANNA, "Iscrizione"))
    settings.OPT_IN_MODE = "single"
    say(yes(at=NOW + 3 * DAY))

    assert standing() == JOINED


def test_the_question_is_asked_at_most_three_times_an_hour():
    for second in range(10):
        say(text(ANNA, "Iscrizione", at=NOW + timedelta(seconds=second)))
    assert answers() == ["optin_prompt"] * 3


def test_asked_by_the_id_and_answered_with_the_number_it_is_one_person():
    say(text(Citizen("Anna", "", ANNA.bsuid), "Iscrizione"))
    say(yes())

    assert standing() == JOINED
    assert identity.find(ANNA.person).phone == ANNA.phone
    assert Subscriber.objects.count() == 1


def test_a_number_that_waits_and_an_id_that_was_subscribed_are_one_subscriber():
    subscribe(Citizen("Anna", "", ANNA.bsuid), at=NOW - DAY)
    say(text(Citizen("Anna", ANNA.phone, ""), "Iscrizione"))
    say(text(ANNA, "aiuto", at=NOW + MINUTE))
    say(text(ANNA, "Iscrizione", at=NOW + 2 * MINUTE))

    assert standing() == JOINED
    assert answers()[-1] == "optin_already"


# ── My data, staff, lists ─────────────────────────────────────────────────────────────────────────────────


def test_my_data_tells_of_the_question():
    say(text(ANNA, "vorrei iscrivermi"))
    say(text(ANNA, "i miei dati", at=NOW + MINUTE))
    told = Reply.objects.latest("pk")

    assert told.text.key == "my_data_pending"
    assert '"vorrei iscrivermi"' in told.content["body"]
    assert [id for id, _ in told.content["buttons"]] == ["confirm", "decline"]


def test_after_the_day_my_data_knows_of_nothing():
    say(text(ANNA, "Iscrizione"))
    say(text(ANNA, "i miei dati", at=NOW + DAY + HOUR))
    assert answers()[-1] == "my_data_none"


def test_my_data_tells_both_words_of_who_confirmed():
    say(text(ANNA, "Iscrizione"))
    say(yes())
    say(text(ANNA, "i miei dati", at=NOW + HOUR))

    assert '"Iscrizione, confermato con «Sì, iscrivimi»"' in Reply.objects.latest("pk").content["body"]


def test_the_dossier_tells_of_the_question():
    say(text(ANNA, "Iscrizione"))
    person = dossier.dossier_of(identity.find(ANNA.person), NOW + HOUR)["persona"]

    assert person["stato"] == "Da confermare"
    assert person["conferma_chiesta_il"] == localtime(NOW).isoformat()


# ── Forgetting ────────────────────────────────────────────────────────────────────────────────────────────


def test_after_24_hours_nothing_says_who_it_was():
    say(text(ANNA, "Iscrizione"))
    say(text(BRUNO, "Iscrizione", at=NOW + HOUR))
    anna = identity.pseudonym_of(ANNA.person)
    assert retention.forget_unconfirmed(NOW + DAY) == 0
    assert retention.forget_unconfirmed(NOW + DAY + MINUTE) == 1

    assert identity.find(ANNA.person) is None
    assert standing(BRUNO, at=NOW + DAY) == NOT_YET
    asked = ConsentRecord.objects.get(sequence=1)
    assert (asked.kind, asked.pseudonym, asked.message_digest, asked.words) == (
        Kind.OPT_IN_PENDING,
        "",
        "",
        "",
    )
    assert not Reply.objects.filter(pseudonym=anna).exists()
    assert kinds()[-1] == Kind.ERASED
    assert findings() == []
    assert history.find(ANNA.phone) == history.LookupResult("number")


@pytest.mark.parametrize(
    "refuses", [no(), text(ANNA, "Cancellazione", at=NOW + MINUTE)], ids=["no", "leaves"]
)
def test_who_refused_is_forgotten_with_their_refusal(refuses: dict):
    say(text(ANNA, "Iscrizione"))
    say(refuses)
    retention.forget_unconfirmed(NOW + DAY + MINUTE)

    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exclude(pseudonym="").exists()
    assert findings() == []


def test_of_who_had_been_subscribed_only_the_question_is_forgotten():
    say(text(ANNA, "Iscrizione", at=NOW - 9 * DAY))
    say(yes(at=NOW - 9 * DAY + MINUTE))
    say(text(ANNA, "Cancellazione", at=NOW - 8 * DAY))
    say(text(ANNA, "Iscrizione", at=NOW))
    say(no())
    assert retention.forget_unconfirmed(NOW + DAY + MINUTE) == 1

    known = [Kind.OPT_IN_PENDING, Kind.OPT_IN, Kind.OPT_OUT, Kind.OPT_OUT]
    assert [record.kind for record in history.records_of(identity.find(ANNA.person))] == known
    assert retention.forget_unconfirmed(NOW + 9 * DAY) == 0
    assert findings() == []


def test_who_said_yes_in_time_is_not_forgotten():
    say(text(ANNA, "Iscrizione"))
    say(yes())
    assert retention.forget_unconfirmed(NOW + 9 * DAY) == 0
    assert standing() == JOINED


def test_while_a_request_about_their_data_is_open_nothing_goes():
    say(text(ANNA, "Iscrizione"))
    request = rights.open_request(
        rights.Kind.ACCESS, channel=rights.Channel.DESK, subscriber=identity.find(ANNA.person), now=NOW
    )
    assert retention.forget_unconfirmed(NOW + 2 * DAY) == 0

    rights.close(request, by=hire(PAOLO), outcome="Detto a voce.", now=NOW + 2 * DAY)
    assert retention.forget_unconfirmed(NOW + 2 * DAY) == 1


def test_the_night_forgets_too_and_counts_first():
    say(text(ANNA, "Iscrizione"))
    counted = retention.run(NOW + 2 * DAY, dry=True)
    done = retention.run(NOW + 2 * DAY)

    for night in (counted, done):
        assert {line["key"]: line["count"] for line in night.lines}["unconfirmed"] == 1
    assert not Subscriber.objects.exists()
    assert SeenMessage.objects.exists()  # nobody's, by itself: goes after its own days


def test_many_are_forgotten_in_few_events(monkeypatch):
    from subscribers import retention as of_subscribers

    monkeypatch.setattr(of_subscribers, "BATCH_SIZE", 2)
    for number in range(5):
        say(text(Citizen("", f"+39320000090{number}", ""), "Iscrizione"))

    assert retention.forget_unconfirmed(NOW + 2 * DAY) == 5
    assert kinds().count(Kind.ERASED) == 3
    assert findings() == []


def test_topics_chosen_before_are_not_brought_back_by_a_new_yes():
    """Whoever left starts anew, as in single mode."""
    subscribe(ANNA, at=NOW - 3 * DAY)
    choose(ANNA, topic(), at=NOW - 2 * DAY)
    unsubscribe(ANNA, at=NOW - DAY)
    say(text(ANNA, "Iscrizione"))
    say(yes())

    assert identity.find(ANNA.person).follows_all
