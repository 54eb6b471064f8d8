"""A citizen chooses the parts of the town whose messages they get, by name or tap by tap."""

from datetime import datetime, timedelta

import pytest

from subscribers import identity
from subscribers.models import ConsentRecord, Reply, Topic, Zone
from tests.builders import (
    NOW,
    arrive,
    choose,
    choose_zones,
    number_changed,
    say,
    subscribe,
    tap,
    text,
    topic,
    webhook,
)
from tests.outcomes import answers, findings
from tests.people import BRUNO, ELENA, Citizen

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TOGLI, AGGIUNGI = "Togli ciò che ricevi", "Aggiungi"
BOTH = ["San Lorenzo a Pagnatico", "San Lorenzo alle Corti"]
NEW = Citizen("Elena", "+393200000999", "IT.13490000000000999")


def zones_of(citizen: Citizen = ELENA) -> list[str]:
    """The zones that somebody chose; none: all."""
    person = identity.find(citizen.person)
    assert person.all_zones is not person.zones.exists()
    return [zone.name for zone in person.chosen_zones()]


def last() -> Reply:
    return Reply.objects.latest("pk")


def listed() -> list[tuple[str, str]]:
    """Section and title of each row of the last list."""
    return [(section, title) for _, title, _, section in last().content["options"]]


def pressed(title: str, *, at: datetime) -> None:
    """Elena taps the row or button of the last answer that says so, and routing deals with it."""
    content = last().content
    rows = {row[1]: row[0] for row in content["options"]}
    buttons = {name: id for id, name in content["buttons"]}
    kind = "list_reply" if title in rows else "button_reply"
    arrive(webhook(tap(ELENA, title, (rows | buttons)[title], kind=kind, at=at)), now=at)


def written(words: str, *, at: datetime, by: Citizen = ELENA) -> None:
    arrive(webhook(text(by, words, at=at)), now=at)


@pytest.mark.parametrize(
    ("words", "zones"),
    [
        ("abito a Navacchio", ["Navacchio"]),
        ("ABITO A NAVACCHIO!!!", ["Navacchio"]),
        ("Salve, abbito a navachio grazie", ["Navacchio"]),
        ("sto di casa a zanbra", ["Zambra"]),
        ("vivo a Casciavòla", ["Casciavola"]),
        ("deh io sto a Ripoli", ["Ripoli"]),
        ("residente in Musigliano", ["Musigliano"]),
        ("sono di Marciana", ["Marciana"]),
        ("solo Navacchio e Zambra", ["Navacchio", "Zambra"]),
        ("mandatemi solo le notizie di San Prospero", ["San Prospero"]),
        ("zona S. Frediano", ["San Frediano a Settimo"]),
        ("sanfrediano", ["San Frediano a Settimo"]),
        ("San Giorgio", ["San Giorgio a Bibbiano"]),
        ("s. lorenzo a pagnatico", BOTH[:1]),
        ("scelgo San Lorenzo Corti", BOTH[1:]),
        ("San Benedetto a Settimo", ["San Benedetto"]),
        ("Pagnatico", BOTH[:1]),
        ("sto a Bibbiano", ["San Giorgio a Bibbiano"]),
        ("Cascina centro", ["Cascina"]),
        ("vivo a Navacchio in via Roma 3", ["Navacchio"]),
        ("abito in viale Europa 12 a Zambra", ["Zambra"]),
        ("mi sono trasferita da Zambra a Musigliano", ["Musigliano"]),
    ],
)
def test_zones_are_chosen_by_their_names_and_the_answer_says_which(words: str, zones: list[str]):
    subscribe(ELENA)
    say(text(ELENA, words))

    assert zones_of() == zones
    said = f"Da ora ricevi i messaggi di {', '.join(zones)}, e quelli per tutta Cascina."
    assert last().content["body"].startswith(said)
    assert [title for _, title in last().content["buttons"]] == ["Scegli ancora", "Annulla"]
    record = ConsentRecord.objects.latest("sequence")
    assert (record.kind, record.rule, record.topics) == ("zones_changed", "named-zones", zones)
    assert (record.channel, record.confirmation.key) == ("keyword", "zones_saved")


@pytest.mark.parametrize(
    ("words", "answer", "offered"),
    [
        ("abito a San Lorenzo", "zones_question", BOTH),
        ("solo Cascina", "zones_question", ["Cascina"]),
        ("Navacchio (Cascina)", "zones_question", ["Cascina", "Navacchio"]),
        ("solo la mia zona", "zones_list", None),
        ("Zona?", "zones_list", None),
        ("abito a Pontedera", "unknown", None),
        ("San Miniato", "unknown", None),
        ("non abito a Navacchio", "unknown", None),
        ("'un abito a Navacchio", "unknown", None),
        ("Navacchio?", "unknown", None),
        ("anche a Navacchio", "unknown", None),
        ("Buongiorno Navacchio", "unknown", None),
        ("Lampione spento zona Navacchio", "unknown", None),
        ("Lampione spento a Navacchio in via Roma 3", "unknown", None),
        ("abito a Rivoli", "unknown", None),
        ("siamo senza luce a Zambra", "unknown", None),
        ("sto male, abito a Navacchio", "unknown", None),
        ("Aiuto, abito a Navacchio", "emergency", None),
        ("abito a Navacchio, cancellatemi", "optout_confirm", None),
        ("s", "ambiguous", None),
    ],
)
def test_no_zone_is_guessed_and_what_means_something_else_goes_on_meaning_it(
    words: str, answer: str, offered: list[str] | None
):
    subscribe(ELENA)
    say(text(ELENA, words))

    assert answers() == [answer]
    assert zones_of() == []
    assert offered is None or listed() == [(AGGIUNGI, name) for name in offered]


def test_somebody_else_s_words_that_are_passed_on_choose_nothing():
    subscribe(ELENA)
    choose_zones(ELENA, "Zambra")
    choose(ELENA, topic())
    for words in ("abito a Navacchio", "tutte le zone", "solo allerte"):
        say(text(ELENA, words, context={"forwarded": True}))

    assert answers() == ["zones_question", "zones_list", "topics_list"]
    assert (zones_of(), [one.name for one in identity.find(ELENA.person).followed_topics()]) == (
        ["Zambra"],
        [topic().name],
    )


@pytest.mark.parametrize("was_in", [False, True], ids=["stranger", "subscriber"])
@pytest.mark.parametrize("mode", ["single", "double"])
def test_the_zone_beside_a_wish_to_join_is_taken_and_said(mode: str, was_in: bool, settings):
    settings.OPT_IN_MODE = mode
    if was_in:
        subscribe(ELENA)
    written("Iscrizione, abito a Navacchio", at=NOW)
    if asked := mode == "double" and not was_in:
        pressed("Sì, iscrivimi", at=NOW + MINUTE)

    assert zones_of() == ["Navacchio"]
    joined = ["optin_prompt"] * asked + ["optin_already" if was_in else "optin_confirm"]
    assert answers() == [*joined, "zones_saved"]
    assert (
        last()
        .content["body"]
        .startswith("Da ora ricevi i messaggi di Navacchio, e quelli per tutta Cascina.")
    )
    record = ConsentRecord.objects.latest("sequence")
    assert (record.kind, record.rule, record.topics) == ("zones_changed", "named-zones", ["Navacchio"])
    assert findings() == []


def test_of_a_name_that_is_several_s_it_is_asked_which_and_passed_on_it_is_nobody_s():
    for words in ("Iscrizione, sto a San Lorenzo", "vorrei gli avvisi di Navacchio"):
        say(text(ELENA, words, context={"forwarded": words.startswith("vorrei")}))

    assert (answers(), zones_of()) == (["optin_confirm", "zones_question", "ambiguous"], [])


def test_the_zone_goes_with_only_alerts():
    Topic.objects.filter(name="Allerte e urgenze").update(is_alert=True)
    subscribe(ELENA)
    written("sono di Marciana, solo allerte", at=NOW)

    assert (answers(), zones_of()) == (["topics_saved", "zones_saved"], ["Marciana"])
    assert [one.name for one in identity.find(ELENA.person).followed_topics()] == ["Allerte e urgenze"]


ALL_BUT = "Da ora ricevi i messaggi di tutte le zone tranne Zambra, e quelli per tutta Cascina."


@pytest.mark.parametrize(
    ("chosen", "words", "answer", "then"),
    [
        ([], "toglimi Zambra", "part_question", ALL_BUT),
        (["Navacchio", "Zambra"], "toglietemi da Zambra", "part_question", "Navacchio, e quelli"),
        (["Navacchio", "Ripoli", "Zambra"], "toglietemi Zambra e Ripoli", "part_question", "Navacchio, e"),
        (["Navacchio"], "toglimi Zambra", "zones_list", ""),
        (["Zambra"], "toglimi Zambra", "zones_list", ""),
        (["Zambra", *BOTH], "toglimi San Lorenzo", "zones_list", ""),
        ([], "cancellatemi dalla mia zona", "zones_list", ""),
        ([], "toglimi le allerte", "part_question", "Hai tolto Allerte e urgenze."),
        ([], "voglio tutto tranne Zambra", "part_question", ALL_BUT),
        ([], "toglietemi da tutto, tranne Zambra", "keep_question", "messaggi di Zambra, e quelli per"),
        (["Ripoli"], "stop tranne Zambra e Navacchio", "keep_question", "messaggi di Navacchio, Zambra, e"),
        ([], "cancellatemi eccetto le allerte", "keep_question", "Ora ricevi: Allerte e urgenze."),
        ([], "basta, mandatemi solo la viabilità", "keep_question", "Ora ricevi: Viabilità e cantieri."),
        ([], "toglietemi da tutto tranne la zona San Lorenzo", "zones_list", ""),
        ([], "cancellatemi da tutto tranne la scuola", "leave_question", ""),
    ],
)
def test_whoever_named_a_part_keeps_the_rest_or_leaves_by_one_tap(
    chosen: list[str], words: str, answer: str, then: str
):
    subscribe(ELENA)
    choose_zones(ELENA, *chosen)
    written(words, at=NOW)
    assert answers() == [answer]
    if then:
        pressed("Solo questo", at=NOW + MINUTE)
        assert then in last().content["body"]
        assert ConsentRecord.objects.latest("sequence").words == "Solo questo"
        written(words.replace("allerte", "scadenze"), at=NOW + 2 * MINUTE)
        assert identity.find(ELENA.person).is_subscribed
        assert findings() == []


@pytest.mark.parametrize("mode", ["single", "double"])
def test_the_zone_of_a_wish_that_is_asked_about_goes_with_the_tap(mode: str, settings):
    """San Benedetto may be a parish; whoever says yes to our messages meant the frazione."""
    settings.OPT_IN_MODE = mode
    written("iscrizione San Benedetto", at=NOW)
    for minute in range(1, 2 + (mode == "double")):
        pressed("Sì, iscrivimi", at=NOW + minute * MINUTE)

    asked = ["join_question", *(["optin_prompt"] if mode == "double" else [])]
    assert (answers(), zones_of()) == ([*asked, "optin_confirm", "zones_saved"], ["San Benedetto"])
    assert findings() == []


def test_the_zone_that_is_kept_may_be_written_instead_of_tapped():
    subscribe(ELENA)
    written("cancellatemi, tranne Zambra", at=NOW)
    assert [title for _, title in last().content["buttons"]] == ["Solo questo", "Cancellazione"]
    Reply.objects.update(status=Reply.Status.SENT)
    written("solo Zambra", at=NOW + MINUTE)
    assert (answers(), zones_of()) == (["keep_question", "zones_saved"], ["Zambra"])


@pytest.mark.parametrize("words", ["solo Zambra", "Zambra", "solo la zona di Zambra"])
def test_a_name_that_answers_which_part_is_to_end_is_not_chosen(words: str):
    """The buttons are there once more; without the question the same words choose that zone."""
    subscribe(ELENA)
    written("toglimi Zambra", at=NOW)
    Reply.objects.update(status=Reply.Status.SENT)
    written(words, at=NOW + MINUTE)
    assert (answers(), zones_of()) == (["part_question", "part_question"], [])

    pressed("Solo questo", at=NOW + 2 * MINUTE)
    assert ALL_BUT in last().content["body"]
    written(words, at=NOW + 3 * MINUTE)
    assert zones_of() == ["Zambra"]


def test_by_taps_over_pages_several_back_and_all_again():
    """From *Argomenti* on, through the routing of WhatsApp's notifications."""
    at = NOW
    subscribe(ELENA)
    written("Argomenti", at=at)
    pressed("Scegli le zone", at=(at := at + MINUTE))
    names = [zone.name for zone in Zone.objects.all()]
    assert "Ora ricevi i messaggi di tutte le zone." in last().content["body"]
    assert listed() == [(AGGIUNGI, name) for name in [*names[:8], "Altre zone"]]

    pressed("Altre zone", at=(at := at + MINUTE))
    pressed("Altre zone", at=(at := at + MINUTE))
    assert listed() == [(AGGIUNGI, name) for name in names[16:]]
    pressed("Zambra", at=(at := at + MINUTE))
    assert zones_of() == ["Zambra"]

    pressed("Scegli ancora", at=(at := at + MINUTE))
    assert listed()[0] == (TOGLI, "Zambra")
    assert [title for _, title in listed()[-2:]] == ["Altre zone", "Tutte le zone"]
    pressed("Arnaccio", at=(at := at + MINUTE))
    assert zones_of() == ["Arnaccio", "Zambra"]
    pressed("Annulla", at=(at := at + MINUTE))
    assert zones_of() == ["Zambra"]

    pressed("Scegli ancora", at=(at := at + MINUTE))
    pressed("Zambra", at=(at := at + MINUTE))
    assert zones_of() == []
    assert last().content["body"].startswith("Da ora ricevi i messaggi di tutte le zone.")
    told = ConsentRecord.objects.filter(kind="zones_changed").order_by("sequence")
    told = told.values_list("words", "rule", "topics")
    assert [(words, rule.partition(":")[0], topics) for words, rule, topics in told] == [
        ("Zambra", "button-zone", ["Zambra"]),
        ("Arnaccio", "button-zone", ["Arnaccio", "Zambra"]),
        ("Annulla", "button-zones-back", ["Zambra"]),
        ("Zambra", "button-zone", []),
    ]
    assert findings() == []


@pytest.mark.parametrize(
    ("choice", "then"),
    [
        ("zone:all", []),
        ("zone:{zambra}:drop", ["Navacchio"]),
        ("zone:{zambra}:add", ["Navacchio", "Zambra"]),
        ("zone:{closed}:add", ["Navacchio", "Zambra"]),
        ("zone:999999:drop", ["Navacchio", "Zambra"]),
        ("zones-back:all", []),
        ("zones-back:{zambra}", ["Zambra"]),
        ("zones-back:999999", ["Navacchio", "Zambra"]),
        ("zones-back", ["Navacchio", "Zambra"]),
        ("zone:x:add", ["Navacchio", "Zambra"]),
        ("zones:999", ["Navacchio", "Zambra"]),
    ],
)
def test_a_tap_does_what_its_row_says_also_in_an_old_list(choice: str, then: list[str]):
    subscribe(ELENA)
    choose_zones(ELENA, "Navacchio", "Zambra")
    zambra, closed = Zone.objects.get(name="Zambra"), Zone.objects.get(name="Laiano")
    Zone.objects.filter(pk=closed.pk).update(is_active=False)
    tapped = choice.format(zambra=zambra.pk, closed=closed.pk)
    say(tap(ELENA, "segreto", tapped, kind="list_reply"))

    assert zones_of() == then
    assert "segreto" not in str([list(row.values()) for row in ConsentRecord.objects.values()])


def test_the_zones_named_take_the_place_of_those_before_unless_they_come_to_them():
    subscribe(ELENA)
    for words, then in (
        ("abito a Navacchio", ["Navacchio"]),
        ("anche Zambra", ["Navacchio", "Zambra"]),
        ("ora abito a Ripoli", ["Ripoli"]),
        ("tutte le zone", []),
    ):
        say(text(ELENA, words))
        assert zones_of() == then


def test_a_late_message_does_not_undo_a_newer_choice_of_zones():
    subscribe(ELENA)
    choose(ELENA, topic(), at=NOW + MINUTE)
    say(text(ELENA, "solo Zambra"), now=NOW + MINUTE)
    say(text(ELENA, "solo Navacchio", at=NOW - MINUTE), now=NOW + MINUTE)

    assert zones_of() == ["Zambra"]
    assert answers() == ["zones_saved"]
    assert not ConsentRecord.objects.latest("sequence").took_effect


def test_who_is_not_subscribed_is_told_how_to_join():
    for words in ("Zona", "abito a Navacchio", "San Lorenzo", "tutte le zone", "solo allerte"):
        say(text(BRUNO, words))

    assert answers() == ["not_subscribed"] * 5


def test_zones_end_with_the_subscription_and_go_along_to_another_number():
    subscribe(ELENA)
    written("abito a Navacchio", at=NOW)
    arrive(webhook(number_changed(ELENA, NEW, at=NOW + MINUTE)), now=NOW + MINUTE)
    assert zones_of(NEW) == ["Navacchio"]

    for minutes, words in ((2, "Cancellazione"), (3, "Iscrizione")):
        written(words, at=NOW + minutes * MINUTE, by=NEW)
    assert zones_of(NEW) == []


def test_only_alerts_in_one_answer_that_can_be_taken_back():
    Topic.objects.filter(name="Allerte e urgenze").update(is_alert=True)
    subscribe(ELENA)
    written("voglio solo le allerte", at=NOW)
    assert [one.name for one in identity.find(ELENA.person).followed_topics()] == ["Allerte e urgenze"]
    record = ConsentRecord.objects.latest("sequence")
    assert (record.kind, record.rule, answers()) == ("topics_changed", "only-alerts", ["topics_saved"])

    pressed("Annulla", at=NOW + MINUTE)
    assert identity.find(ELENA.person).follows_all


def test_without_a_topic_of_alerts_the_list_is_offered():
    Topic.objects.update(is_alert=False)
    subscribe(ELENA)
    say(text(ELENA, "solo allerte"))

    assert answers() == ["topics_list"]
    assert identity.find(ELENA.person).follows_all


def test_my_data_tells_the_zones():
    subscribe(ELENA)
    choose_zones(ELENA, "Navacchio")
    say(text(ELENA, "I miei dati"))

    assert "; zone: Navacchio" in last().content["body"]
