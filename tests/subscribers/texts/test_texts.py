"""What the service says by itself: each text with its rules, its versions, and what nobody can change any more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cascina_whatsapp.accounts.second_person import CannotDecide
from cascina_whatsapp.whatsapp.cloud_api.limits import TEXT_LIMIT
from subscribers import texts
from subscribers.models import ServiceText
from subscribers.models.texts import digest_of
from subscribers.texts.declared import WHY, fill
from tests.builders import NOW, hire
from tests.people import PAOLO

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HELP = "Scrivi *Iscrizione* o *Cancellazione*. Per le emergenze chiama il 112."


def draft(key: str = "help", body: str = HELP, **details) -> texts.Draft:
    """What Paolo has written, having read the texts as they stand."""
    written = {"note": "Più breve", "starts": None, "seen": texts.seen(key)}
    return texts.Draft(body=body, **written | details)


def publish(key: str = "help", body: str = HELP, *, now=NOW, **details) -> ServiceText:
    """Paolo writes the next version of a text."""
    return texts.save(texts.next_version(key), draft(key, body, **details), by=hire(PAOLO), now=now)


def refusals(text: ServiceText, written: texts.Draft, now=NOW) -> list[str]:
    with pytest.raises(CannotDecide) as refused:
        texts.save(text, written, by=hire(PAOLO), now=now)
    return list(refused.value.args)


# ── The catalogue ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", texts.ITALIAN)
def test_the_first_version_of_every_text_keeps_its_rules(key: str):
    text = ServiceText.objects.get(key=key, version=1)
    samples = {name: texts.VARIABLES[name].sample for name in texts.CATALOGUE[key].variables}

    assert texts.check(key, text.body) == []
    assert texts.filled(key, text.body) == fill(text.body, **samples)
    assert text.sha256 == digest_of(text.body)


def test_every_variable_has_a_meaning_every_demand_a_reason_and_what_has_buttons_is_shorter():
    with_buttons = {key for key, text in texts.AUTOMATIC.items() if text.buttons}
    assert all(texts.CATALOGUE[key].limit < TEXT_LIMIT for key in with_buttons | {"topics_list"})
    assert {*texts.ITALIAN, "language.en"} == set(ServiceText.objects.values_list("key", flat=True))
    assert set(settings.TEXT_VARIABLES) <= set(texts.VARIABLES)
    for declared in texts.CATALOGUE.values():
        assert set(declared.must) <= set(WHY)
        assert all(texts.VARIABLES[name].sample for name in declared.variables)


# ── What a text must be like ──────────────────────────────────────────────────────────────────────────────

LEAVE = "Manca «Cancellazione»: chi legge deve sapere come smettere."
BRACE = "C'è una parentesi graffa di troppo"


@pytest.mark.parametrize(
    ("key", "body", "found"),
    [
        ("emergency", "Chiama il 112.", []),
        ("emergency", "  \n ", ["Il testo è vuoto."]),
        ("emergency", "Chiama aiuto.", ["Manca «112»"]),
        ("emergency", "Il 112, o {sito}.", []),
        ("emergency", "112 {nome} {nome}", ["{nome} qui non si può usare. Puoi usare: {privacy_url}, "]),
        ("emergency", "112 {data_iscrizione}", ["{data_iscrizione} qui non si può usare."]),
        ("emergency", "112 {sito", [BRACE]),
        ("emergency", "112 sito}", [BRACE]),
        ("emergency", "112 {{sito}}", [BRACE]),
        ("emergency", "112 {}", [BRACE]),
        ("emergency", "112 {sito.__class__}", [BRACE]),
        ("emergency", "112 {sito:>9}", [BRACE]),
        ("emergency", "112" + "x" * (TEXT_LIMIT - 3), []),
        (
            "emergency",
            "112" + "x" * TEXT_LIMIT,
            ["Il testo è troppo lungo: con le variabili riempite ha 4099"],
        ),
        ("optin_confirm", "Informativa: {privacy_url}. Per smettere: *Cancellazione*.", []),
        ("optin_confirm", "Informativa: {privacy_url}. Per smettere: CANCELLAZIONE.", []),
        ("optin_confirm", "Informativa: {privacy_url}.", [LEAVE]),
        ("optin_confirm", "*Cancellazione* {privacy_url}" + "x" * 1024, ["Il testo è troppo lungo"]),
        ("optin_confirm", "Benvenuto!", ["Manca {privacy_url}: chi legge deve trovare", LEAVE]),
        ("optout_confirm", "Prova: {durata_prova}. La tua iscrizione è tolta.", ["Manca «Iscrizione»"]),
    ],
)
def test_what_is_wrong_with_a_text(key: str, body: str, found: list[str]):
    problems = texts.check(key, body)

    assert len(problems) == len(found)
    assert all(problem.startswith(start) for problem, start in zip(problems, found, strict=True))
    assert texts.filled("help", " {sito}: {nome} {") == f"{settings.TEXT_VARIABLES['sito']}: {{nome}} {{"


# ── Versions ──────────────────────────────────────────────────────────────────────────────────────────────


def states(at) -> list[str]:
    rows = texts.with_state(ServiceText.objects.filter(key="help"), at)
    return [row.state for row in rows.order_by("version")]


def test_a_new_version_says_what_citizens_read_from_now_on_and_one_for_tomorrow_waits():
    """The minute in which the form was filled in is not past."""
    moment = NOW + timedelta(seconds=40)
    text = publish(starts=NOW, now=moment)

    assert (text.version, text.in_force_from, text.author) == (2, moment, hire(PAOLO))
    assert (text.note, text.sha256) == ("Più breve", digest_of(HELP))
    assert ServiceText.objects.in_force("help", moment) == text
    assert ServiceText.objects.in_force("help", NOW - DAY).version == 1

    later = publish(body=f"{HELP} Ciao!", starts=NOW + DAY, now=moment)
    assert [texts.future("help", at) for at in (moment, NOW + DAY)] == [later, None]
    assert [ServiceText.objects.in_force("help", at) for at in (moment, NOW + DAY)] == [text, later]
    assert states(moment) == ["superseded", "in_force", "future"]
    assert states(NOW + DAY) == ["superseded", "superseded", "in_force"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"starts": NOW - DAY}, "Questo momento è già passato"),
        ({"starts": NOW - timedelta(minutes=1)}, "Questo momento è già passato"),
        ({"body": "Aiuto! Iscrizione, 112"}, "Manca «Cancellazione»"),
        ({"seen": "something older"}, "Intanto qualcun altro"),
        (
            {"body": f"{texts.ITALIAN['help'].wording}\n"},
            "Il testo è uguale a quello della versione 1",
        ),
    ],
)
def test_what_can_not_become_a_version(change: dict, found: str):
    (problem,) = refusals(texts.next_version("help"), replace(draft(), **change))

    assert problem.startswith(found)
    assert ServiceText.objects.filter(key="help").count() == 1


def test_one_version_at_a_time_is_still_to_come_and_stays_as_it_is_once_it_came_into_force():
    text, written = publish(starts=NOW + DAY), draft(body=f"{HELP} Ciao!")
    assert refusals(texts.next_version("help"), written) == [
        "C'è già la versione 2, in vigore dal 9 giugno 2026: modifica quella, o eliminala."
    ]
    (problem,) = refusals(text, written, now=NOW + DAY)
    assert problem.startswith("Questa versione intanto è entrata in vigore")


@pytest.mark.true_time  # the database judges what has been in force
def test_what_is_still_to_come_can_be_written_again_and_deleted_and_does_not_come_back():
    now = timezone.now()  # the database looks at the clock, too
    text = publish(starts=now + DAY, now=now)
    texts.save(text, draft(body=f"{HELP} Ciao!", starts=now + 2 * DAY), by=hire(PAOLO), now=now)
    text.refresh_from_db()
    assert (text.version, text.body, text.in_force_from) == (2, f"{HELP} Ciao!", now + 2 * DAY)
    assert text.sha256 == digest_of(text.body)

    execute(UPDATE.format("body"), "Altro", text.pk)
    execute("DELETE FROM subscribers_servicetext WHERE id = %s", text.pk)
    assert ServiceText.objects.filter(key="help").count() == 1
    assert refusals(text, draft(body=f"{HELP} Ciao!")) == ["Questa versione intanto è stata eliminata."]


# ── Comparing ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Uguale.", "Uguale.", [("kept", "Uguale.")]),
        ("Chiama il 112.", "Chiama subito il 112.", ["Chiama", ("added", " subito"), " il 112."]),
        (
            "Scrivi Stop ora",
            "Scrivi Basta ora",
            ["Scrivi", ("removed", " Stop"), ("added", " Basta"), " ora"],
        ),
        ("Uno\nDue", "Uno", ["Uno", ("removed", "\nDue")]),
        ("Uno", "Uno\n\nDue", ["Uno", ("added", "\n\nDue")]),
    ],
)
def test_what_changed_word_by_word(before: str, after: str, pieces: list):
    expected = [texts.Piece("kept", p) if isinstance(p, str) else texts.Piece(*p) for p in pieces]

    assert texts.compare(before, after) == expected
    assert "".join(piece.words for piece in expected if piece.change != "added") == before
    assert "".join(piece.words for piece in expected if piece.change != "removed") == after


# ── What the database refuses ─────────────────────────────────────────────────────────────────────────────


def refused(act) -> bool:
    """Whether the database itself would have none of it."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as refusal:
        return "a text that has been in force does not change" in str(refusal)
    return False


def execute(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


UPDATE = "UPDATE subscribers_servicetext SET {} = %s WHERE id = %s"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body", "Altro"),
        ("sha256", "0" * 64),
        ("key", "altro"),
        ("version", 9),
        ("in_force_from", timezone.now() + DAY),
    ],
)
def test_a_version_that_was_in_force_can_not_be_changed(column: str, value):
    text = ServiceText.objects.get(key="help")

    assert refused(lambda: ServiceText.objects.filter(pk=text.pk).update(**{column: value}))
    assert refused(lambda: execute(UPDATE.format(column), value, text.pk))
    text.body = "Altro"
    for act in (text.save, text.delete, ServiceText.objects.filter(key="help").delete):
        assert refused(act), act
    assert refused(lambda: execute("DELETE FROM subscribers_servicetext WHERE id = %s", text.pk))
