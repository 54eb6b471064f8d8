"""The file about one person: everything that is held, and nothing of anybody else."""

import json
from datetime import timedelta

import pytest

from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending.privacy import unmasking
from broadcasts.slices.trials import numbers as trial_numbers
from cascina_whatsapp.privacy import dossier, erasure
from subscribers import consent, identity
from subscribers.conversation import reply_sending
from subscribers.models import ImportBatch, ImportRow, Subscriber
from tests.builders import (
    LONG_AGO,
    NOW,
    arrive,
    choose,
    choose_zones,
    delivery_to,
    hire,
    number_changed,
    remind,
    say,
    subscribe,
    text,
    topic,
    webhook,
)
from tests.people import ANNA, BRUNO, CARLA, FABIO, GIULIA, PAOLO, Citizen
from tests.staff import VERA

from .requests import Kind, ask

pytestmark = pytest.mark.django_db


def about(citizen: Citizen) -> dict:
    """As whoever opens the file reads it."""
    found = dossier.dossier_of(identity.find(citizen.person), NOW)
    return json.loads(json.dumps(found, ensure_ascii=False))


def test_it_says_who_the_person_is_who_we_are_and_each_event_with_its_proof_and_texts(settings):
    settings.PROOF_YEARS = 7
    subscribe(ANNA)
    choose(ANNA, topic())
    choose_zones(ANNA, "Navacchio")
    told = about(ANNA)
    assert any(term.startswith("7 anni") for term in told["per_quanto_tempo"].values())

    assert told["chi_siamo"]["titolare"] == "Comune di Cascina"
    assert told["chi_siamo"]["base_giuridica"].startswith("consenso")
    assert told["preparato_il"] == "2026-06-08T10:00:00+02:00"
    person = told["persona"]
    assert (person["numero"], person["identificativo_whatsapp"]) == (ANNA.phone, ANNA.bsuid)
    assert (person["stato"], person["argomenti"]) == ("Iscritto", [topic().name])
    assert (person["tutte_le_zone"], person["zone"]) == (False, ["Navacchio"])
    assert person["iscritto_dal"].startswith("2026-02-28")
    assert person["lingua_delle_risposte"] == "it"
    consent.prefer_language(ANNA.person, "sq")
    assert about(ANNA)["persona"]["lingua_delle_risposte"] == "sq"

    joined, chosen, near = told["registro_dei_consensi"]
    assert (near["che_cosa"], near["zone"]) == ("Zone cambiate", ["Navacchio"])
    assert (joined["che_cosa"], joined["parole"], joined["canale"]) == (
        "Iscrizione",
        "Iscrizione",
        "Parola scritta",
    )
    assert joined["impronta"] == chosen["impronta_precedente"]
    assert joined["informativa"] == "privacy_notice, versione 1"
    bodies = {shown["testo"]: shown["contenuto"] for shown in told["testi"]}
    assert bodies[joined["conferma"]].startswith("La tua iscrizione è attiva")
    assert {joined["annuncio"], joined["informativa"], chosen["conferma"]} <= bodies.keys()


def test_it_tells_answers_messages_and_requests(graph, api):
    subscriber = subscribe(ANNA)
    delivery_to(subscriber, status=DeliveryStatus.READ, sent_at=NOW, read_at=NOW)
    say(text(ANNA, "Aiuto"))
    reply_sending.send_due(api=api, now=NOW)
    ask(Kind.ACCESS, of=subscriber, note="Vuole una copia")
    told = about(ANNA)

    (answer,) = told["risposte_automatiche"]
    assert (answer["testo"], answer["stato"]) == ("help, versione 1", "Inviata")
    (message,) = told["messaggi_inviati"]
    assert (message["titolo"], message["stato"]) == ("Via Roma chiusa al traffico", "Letta")
    assert message["letto"] == "2026-06-08T10:00:00+02:00"
    (request,) = told["richieste_sui_dati"]
    assert (request["numero"], request["che_cosa_chiede"]) == ("2026/0001", "Vuole una copia")


def test_it_tells_when_the_number_was_seen_in_clear_and_why_but_not_by_whom():
    seen = delivery_to(subscribe(ANNA))
    unmasking.unmask(
        seen, by=hire(PAOLO), reason="Aveva chiesto di essere richiamata", now=NOW, confirmed_at=NOW
    )
    delivery_to(subscribe(BRUNO))
    when = "2026-06-08T10:00:00+02:00"

    told = about(ANNA)["numero_mostrato_in_chiaro"]
    assert told == [{"quando": when, "motivo": "Aveva chiesto di essere richiamata"}]
    assert about(BRUNO)["numero_mostrato_in_chiaro"] == []
    trial_numbers.add(ANNA.phone, by=hire(PAOLO), now=NOW)
    assert about(ANNA)["numero_di_prova"] == [{"verificato": None, "ultima_prova": None}]


def test_it_tells_that_she_was_reminded_with_the_words_as_they_were():
    subscribe(ANNA, at=NOW - timedelta(days=366))
    remind(ANNA)
    told = about(ANNA)

    when = "2026-06-08T10:00:00+02:00"
    assert told["persona"]["ultimo_promemoria"] == when
    joined, reminded = told["registro_dei_consensi"]
    assert (reminded["che_cosa"], reminded["ora_del_messaggio"]) == ("Avviso consegnato", when)
    assert reminded["impronta_precedente"] == joined["impronta"]
    (words,) = (shown["contenuto"] for shown in told["testi"] if shown["testo"] == reminded["conferma"])
    assert words.startswith("Ricevi le notizie del Comune di Cascina dal {data_iscrizione}")
    (message,) = told["messaggi_inviati"]
    assert (message["argomento"], message["consegnato"]) == ("Promemoria annuale", when)


def test_nothing_of_anybody_else_is_in_it():
    """A list that waits to be confirmed is told to whose number is in it: without one, the lists stay of others."""
    batch = ImportBatch.objects.create(file_name="a.csv", uploaded_by=hire(GIULIA), uploaded_at=NOW, count=1)
    ImportRow.objects.create(
        batch=batch,
        phone=ANNA.phone,
        pseudonym=identity.pseudonym_of(ANNA.person),
        agreed_at=LONG_AGO,
        channel="paper",
        reference="M 12",
    )
    for citizen in (ANNA, BRUNO, CARLA):
        delivery_to(subscribe(citizen), status=DeliveryStatus.READ)
        ask(Kind.ACCESS, of=identity.find(citizen.person))
    file = json.dumps(about(ANNA), ensure_ascii=False)

    for other in (BRUNO, CARLA):
        row = identity.find(other.person)
        for name in (row.phone, row.bsuid, *identity.known_pseudonyms(row)):
            assert not name or name not in file
    (row,) = about(ANNA)["elenchi_da_confermare"]
    assert row["riferimento_della_prova"] == "M 12"
    assert about(CARLA)["elenchi_da_confermare"] == []
    assert about(CARLA)["persona"]["numero"] is None


def test_what_was_told_under_an_earlier_number_is_there_as_well():
    subscribe(FABIO)
    moved = Citizen("Fabio", "+393200000999", "IT.13490000000000999")
    arrive(webhook(number_changed(FABIO, moved, at=NOW - timedelta(minutes=1), id="wamid.moved")))

    kinds = [event["che_cosa"] for event in about(moved)["registro_dei_consensi"]]
    assert kinds == ["Iscrizione", "Numero cambiato", "Numero cambiato"]


def test_after_an_erasure_it_shows_what_is_left():
    subscriber = subscribe(ANNA)
    consent.prefer_language(ANNA.person, "sq")
    delivery_to(subscriber, status=DeliveryStatus.READ)
    erasure.erase(ask(of=subscriber), by=hire(VERA), now=NOW)
    told = about(ANNA)
    assert not Subscriber.objects.exclude(language="").exists()

    assert (told["persona"]["numero"], told["persona"]["stato"]) == (None, "Cancellato")
    assert told["messaggi_inviati"] == []
    assert {event["parole"] for event in told["registro_dei_consensi"]} == {""}
    assert told["registro_dei_consensi"][0]["contenuto_svuotato_dall_evento"] == 3
    assert told["richieste_sui_dati"][0]["stato"] == "Chiusa"
    events = told["registro_dei_consensi"]
    assert events[-1]["fatto_da"] == "un operatore del Comune"
    assert "vera" not in json.dumps(events).lower()
