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
def test_the_word_asks_keeps_no_number_in_clear_and_the_button_subscribes(citizen: Citizen):
    say(text(citizen, "buongiorno, vorrei iscrivermi"))
    row, question = Subscriber.objects.get(), Reply.objects.get()
    assert (standing(citizen), row.phone, row.bsuid, row.last_message_at) == (NOT_YET, "", "", None)
    assert question.content["buttons"] == [["confirm", "Sì, iscrivimi"], ["decline", "No, grazie"]]

    say(yes(citizen))
    asked, joined = ConsentRecord.objects.order_by("sequence")
    assert standing(citizen) == JOINED
    assert (asked.kind, asked.words, asked.channel, asked.confirmation.key) == (
        Kind.OPT_IN_PENDING,
        "buongiorno, vorrei iscrivermi",
        "keyword",
        "optin_prompt",
    )
    assert (joined.kind, joined.words, joined.channel, joined.rule) == (
        Kind.OPT_IN,
        "Sì, iscrivimi",
        "button",
        "button-confirm",
    )
    assert joined.reason == f"Conferma la richiesta dell'evento {asked.sequence}"
    assert answers() == ["optin_prompt", "optin_confirm"]


def word(at=NOW, *, citizen: Citizen = ANNA, **more) -> dict:
    return text(citizen, "Iscrizione", at=at, **more)


def goodbye(at) -> dict:
    return text(ANNA, "Cancellazione", at=at)


BY_ID, BY_NUMBER = Citizen("Anna", "", ANNA.bsuid), Citizen("Anna", ANNA.phone, "")
TWICE = yes()
ASKED, CONFIRMED, ALREADY = "optin_prompt", "optin_confirm", "optin_already"
STORIES = {
    # what happens: (messages, some with the moment in which they come, how she stands then, what she was answered)
    "asks by a button of ours": ([tap(ANNA, "Iscrizione", "join")], NOT_YET, [ASKED]),
    "by a template's, with our payload": ([button(ANNA, "Iscrizione", "join")], NOT_YET, [ASKED]),
    "by a template's, with its label": ([button(ANNA, "Iscrizione", "Iscrizione")], NOT_YET, [ASKED]),
    "the yes was thirty hours on its way": (
        [(word(), NOW + HOUR), (yes(at=NOW + HOUR), NOW + 31 * HOUR)],
        JOINED,
        [ASKED],
    ),
    "a second word asks anew, an older one does not": (
        [word(), word(NOW + 20 * HOUR), (word(NOW + HOUR), NOW + 21 * HOUR), yes(at=NOW + 40 * HOUR)],
        JOINED,
        [ASKED, ASKED, CONFIRMED],
    ),
    "a yes to the first question, overtaken by a second word": (
        [word(), word(NOW + 2 * MINUTE), (yes(), NOW + 3 * MINUTE)],
        JOINED,
        [ASKED, ASKED, CONFIRMED],
    ),
    "a delayed word asks nothing of who has left since": (
        [goodbye(NOW), (word(NOW - HOUR), NOW + HOUR)],
        OUT,
        ["optout_not_subscribed"],
    ),
    "a delayed goodbye from before the word ends nothing": (
        [word(), (goodbye(NOW - HOUR), NOW + MINUTE), yes(at=NOW + 2 * MINUTE)],
        JOINED,
        [ASKED, "optout_not_subscribed", CONFIRMED],
    ),
    "a delayed goodbye from between the word and the yes ends what came of it": (
        [word(), yes(at=NOW + 2 * MINUTE), (goodbye(NOW + MINUTE), NOW + 3 * MINUTE)],
        OUT,
        [ASKED, CONFIRMED, "optout_confirm"],
    ),
    "pressed twice, and told twice": (
        [word(), TWICE, (TWICE, NOW + HOUR), yes(at=NOW + 2 * MINUTE)],
        JOINED,
        [ASKED, CONFIRMED, ALREADY],
    ),
    "somebody else's yes, pressed": (
        [word(), yes(context={"forwarded": True})],
        NOT_YET,
        [ASKED, "ambiguous"],
    ),
    "somebody else's yes, written": (
        [word(), text(ANNA, "Sì", context={"forwarded": True})],
        NOT_YET,
        [ASKED, "ambiguous"],
    ),
    "who is subscribed is not asked, and her no is a goodbye": (
        [word(NOW - DAY), yes(at=NOW - DAY), word(), no()],
        OUT,
        [ASKED, CONFIRMED, ALREADY, "optout_confirm"],
    ),
    "asked three times an hour at most": (
        [word(NOW + timedelta(seconds=second)) for second in range(10)],
        NOT_YET,
        [ASKED] * 3,
    ),
    "asked by the id, and answered with the number": (
        [word(citizen=BY_ID), yes()],
        JOINED,
        [ASKED, CONFIRMED],
    ),
    "subscribed by the id, asked by the number, and then she is one": (
        [word(citizen=BY_ID), yes(BY_ID), word(citizen=BY_NUMBER), word(NOW + 2 * MINUTE)],
        JOINED,
        [ASKED, CONFIRMED, ASKED, ALREADY],
    ),
    "my data after the day": (
        [word(), text(ANNA, "i miei dati", at=NOW + 25 * HOUR)],
        OUT,
        [ASKED, "my_data_none"],
    ),
}


@pytest.mark.parametrize(("messages", "stands", "answered"), STORIES.values(), ids=STORIES)
def test_what_holds_is_when_each_word_was_written(messages: list, stands: str, answered: list[str]):
    for message in messages:
        change, now = message if isinstance(message, tuple) else (message, None)
        say(change, now=now)

    assert answers() == answered
    last = now or events_of(change)[0].at
    assert standing(at=last) == stands
    assert Subscriber.objects.filter(merged_into=None).count() == 1


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


@pytest.mark.parametrize("mode", ["single", "double"])
@pytest.mark.parametrize("said", [*(text(ANNA, words) for words in ("Sì", "No", "va bene", "👍")), no()])
def test_the_same_words_say_nothing_where_nothing_was_asked(said: dict, mode: str, settings):
    settings.OPT_IN_MODE = mode
    say(said)

    assert not Subscriber.objects.exists()
    assert not ConsentRecord.objects.exists()


def test_in_single_mode_an_old_yes_is_a_wish_like_any_other(settings):
    say(word())
    settings.OPT_IN_MODE = "single"
    say(yes(at=NOW + 3 * DAY))

    assert standing() == JOINED


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


def test_my_data_and_the_dossier_tell_of_the_question_and_then_of_both_words():
    say(text(ANNA, "vorrei iscrivermi"))
    say(text(ANNA, "i miei dati"))
    told = Reply.objects.latest("pk")
    assert (told.text.key, [id for id, _ in told.content["buttons"]]) == (
        "my_data_pending",
        ["confirm", "decline"],
    )
    assert '"vorrei iscrivermi"' in told.content["body"]
    person = dossier.dossier_of(identity.find(ANNA.person), NOW + HOUR)["persona"]
    assert (person["stato"], person["conferma_chiesta_il"]) == ("Da confermare", localtime(NOW).isoformat())

    say(yes())
    say(text(ANNA, "i miei dati", at=NOW + HOUR))
    known = Reply.objects.latest("pk").content["body"]
    assert '"vorrei iscrivermi, confermato con «Sì, iscrivimi»"' in known


# ── Forgetting ────────────────────────────────────────────────────────────────────────────────────────────


def test_after_24_hours_nothing_says_who_it_was_unless_they_said_yes():
    say(word())
    say(word(NOW + HOUR, citizen=BRUNO))
    say(word(citizen=CARLA))
    say(yes(CARLA))
    anna = identity.pseudonym_of(ANNA.person)
    assert retention.forget_unconfirmed(NOW + DAY) == 0
    assert retention.forget_unconfirmed(NOW + DAY + MINUTE) == 1

    assert identity.find(ANNA.person) is None
    assert [standing(who, at=NOW + DAY) for who in (BRUNO, CARLA)] == [NOT_YET, JOINED]
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
