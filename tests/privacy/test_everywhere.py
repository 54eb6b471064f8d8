"""Anna is in every table that can hold somebody: her dossier names them all, and after an erasure she is in none.

The tables are found by themselves: one that is new, and holds people, makes these tests fail until it is named here,
told in the dossier and let go of.
"""

import pytest
from django.apps import apps
from django.db.models import Model

from broadcasts.rules.states import DeliveryStatus
from broadcasts.slices.trials import numbers as trial_numbers
from cascina_whatsapp.privacy import dossier, erasure
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.security.encryption.fields import Encrypted
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, WebhookPost
from subscribers import identity, importing
from subscribers.conversation import reply_sending
from subscribers.models import ImportBatch, ImportRow, Reply
from tests.builders import LONG_AGO, NOW, arrive, delivery_to, hire, subscribe, text, under_way, webhook
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Citizen
from tests.staff import VERA
from tests.traces import found_in, traces_of

from .requests import ask

pytestmark = pytest.mark.django_db
WAMID = "wamid.HBgMMzkzMjAwMDAwMTAxFQIAERgSMDAwMDAwMDAwMDAwMDAwMDAA"
"""Of a message to Anna: Meta writes her number into it."""
HELD = {
    "broadcasts.Delivery": "messaggi_inviati",
    "broadcasts.TrialNumber": "numero_di_prova",
    "privacy.RightsRequest": "richieste_sui_dati",
    "subscribers.ConsentRecord": "registro_dei_consensi",
    "subscribers.ImportRow": "elenchi_da_confermare",
    "subscribers.Reply": "risposte_automatiche",
    "subscribers.Subscriber": "persona",
    "webhook.DeadLetter": "notifiche_di_whatsapp_in_attesa",
    "webhook.WebhookPost": "notifiche_di_whatsapp_in_attesa",
}
"""Tables that hold people, and where the dossier tells of them."""
STAFF = "accounts"
"""What these tables encrypt are secrets of the staff's second factors."""
HOLDS_NOBODY = {
    ("subscribers.RegisterExport", "file_key"),
    *(("sources.Source", column) for column in ("address", "page", "offered")),
}
"""Encrypted, and no personal data: the key of a file, the addresses of pages."""
PROOF = {
    ("subscribers.Subscriber", "phone_pseudonym"),
    ("subscribers.Subscriber", "bsuid_pseudonym"),
    ("subscribers.ConsentRecord", "pseudonym"),
    ("subscribers.Reply", "pseudonym"),
    ("privacy.RightsRequest", "pseudonym"),
}
"""Where a pseudonym may stay: the proof, its confirmation, and the request that was answered."""


def holds_people(model: type[Model]) -> bool:
    if model._meta.app_label == STAFF:
        return False
    return any(
        isinstance(field, Encrypted) or field.name.endswith("pseudonym")
        for field in model._meta.local_fields
        if (model._meta.label, field.name) not in HOLDS_NOBODY
    )


def places(traces: set[str]) -> set[tuple[str, str]]:
    """Tables and columns, of whichever app, in which one of these traces is, as the service reads them."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        for (value,) in model._base_manager.values_list(field.name)
        if found_in(as_bytes(value), traces)
    }


def as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def list_with(citizen: Citizen, *others: Citizen) -> ImportBatch:
    """Giulia uploaded a list with these people; Paolo has not decided yet."""
    rows = "".join(
        f"{one.phone};01/06/2026;sportello;modulo {n}\n" for n, one in enumerate((citizen, *others), 1)
    )
    content = f"numero;data;canale;riferimento\n{rows}".encode()
    return importing.upload(content, file_name="elenco.csv", note="URP", by=hire(GIULIA), now=NOW)


def fill_every_table() -> None:
    list_with(ANNA, BRUNO)
    arrive(webhook(text(ANNA, "Iscrizione", at=LONG_AGO)), now=LONG_AGO)
    anna = identity.find(ANNA.person)
    arrive(webhook(text(ANNA, "Aiuto")))
    delivery_to(anna, of=under_way(), status=DeliveryStatus.DELIVERED, wamid=WAMID, delivered_at=NOW)
    trial_numbers.add(ANNA.phone, by=hire(PAOLO), now=NOW)
    WebhookPost.objects.create(body=webhook(text(ANNA, "Ci sono?"), text(BRUNO, "Cancellazione")))
    DeadLetter.objects.create(body=webhook(text(ANNA, "…")), kind="InboundMessage", error="")
    DeadLetter.objects.create(body=b"not json at all: 393200000101", kind="body", error="")


def erase_anna() -> None:
    asked = ask(of=identity.find(ANNA.person), contact=ANNA.phone)
    erasure.erase(asked, by=hire(VERA), now=NOW)


def test_every_table_that_can_hold_somebody_is_filled_and_told():
    fill_every_table()
    ask(of=identity.find(ANNA.person), contact=ANNA.phone)
    anna = identity.find(ANNA.person)
    names = traces_of(ANNA) | set(identity.known_pseudonyms(anna))
    found = {label for label, _ in places(names)}
    assert found == set(HELD)
    assert {model._meta.label for model in apps.get_models() if holds_people(model)} <= found

    told = dossier.dossier_of(anna, NOW)
    assert [label for label, key in HELD.items() if not told[key]] == []
    assert len(told["notifiche_di_whatsapp_in_attesa"]) == 3
    assert BRUNO.phone.removeprefix("+") not in str(told)


def test_after_an_erasure_she_is_nowhere_and_her_pseudonym_in_the_proof_alone(graph, api):
    """What others said in the same post and list stays; the receipt says what went, and leaves first."""
    fill_every_table()
    names = set(identity.known_pseudonyms(identity.find(ANNA.person)))
    erase_anna()
    assert {label for label, _ in places(traces_of(ANNA))} == {"subscribers.Reply"}
    reply_sending.send_due(api=api, now=NOW)
    assert places(traces_of(ANNA)) == set()
    assert places(names) <= PROOF

    assert ImportRow.objects.get().phone == BRUNO.phone
    assert ImportBatch.objects.get().count == 1
    assert not DeadLetter.objects.exists()
    assert found_in(WebhookPost.objects.get().body, traces_of(BRUNO))
    arrive()
    assert Reply.objects.latest("pk").phone == BRUNO.phone
    told = RightsRequest.objects.get().outcome
    for line in (
        "il numero in 1 elenco da confermare",
        "il numero fra i numeri di prova del personale",
        "ciò che dice di questa persona 3 notifiche di WhatsApp in attesa",
    ):
        assert line in told


def test_a_list_of_which_nobody_is_left_is_over_and_whoever_wrote_her_number_loses_nothing():
    list_with(ANNA)
    subscribe(ANNA)
    body = webhook(text(BRUNO, f"Il numero di Anna è {ANNA.phone}, chiamatela"))
    DeadLetter.objects.create(body=body, kind="InboundMessage", error="")
    erase_anna()
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.count, batch.decided_at) == (ImportBatch.Status.EXPIRED, 0, NOW)
    assert DeadLetter.objects.get().body == body


def test_a_list_that_came_under_an_older_key_is_found_all_the_same(settings):
    list_with(ANNA, BRUNO)
    settings.CONSENT_HASH_KEYS_OLD, settings.CONSENT_HASH_KEY = [settings.CONSENT_HASH_KEY], "2:another one"
    subscribe(ANNA)
    told = dossier.dossier_of(identity.find(ANNA.person), NOW)
    assert len(told["elenchi_da_confermare"]) == 1
    erase_anna()
    assert places(traces_of(ANNA)) == set()
