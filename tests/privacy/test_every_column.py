"""Every column and choice of a person goes when they leave, or stays for a reason; and is in their copy."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from cascina_whatsapp.privacy import dossier
from subscribers.consent import rows
from subscribers.models import Subscriber
from tests.builders import LONG_AGO, NOW, subscribe
from tests.people import ANNA

pytestmark = pytest.mark.django_db
STAYS = {
    "id": "the row's number, to which deliveries and replies point",
    "status": "that they left",
    "phone_pseudonym": "so that a late Iscrizione can't undo a newer Cancellazione",
    "bsuid_pseudonym": "the same",
    "merged_into": "another row of the same person, which holds their names",
    "subscribed_at": "the proof of the subscription that ended",
    "left_at": "when it ended",
    "decided_at": "the time of the wish that holds",
    "heard_leaving_at": "the same by our clock, for wishes in doubt",
}
"""Column → why it outlives *Cancellazione*."""
IN_THE_COPY = {
    "status": "stato",
    "phone": "numero",
    "bsuid": "identificativo_whatsapp",
    "phone_pseudonym": "pseudonimi",
    "bsuid_pseudonym": "pseudonimi",
    "subscribed_at": "iscritto_dal",
    "left_at": "cancellato_dal",
    "decided_at": "ultima_scelta",
    "in_doubt": "ora_dell_ultima_scelta_incerta",
    "heard_leaving_at": "cancellazione_ricevuta",
    "asked_at": "conferma_chiesta_il",
    "moved_at": "numero_cambiato_il",
    "last_message_at": "ultimo_messaggio",
    "confirmed_at": "ultima_conferma",
    "reminded_at": "ultimo_promemoria",
    "told_notice": "informativa_comunicata",
    "language": "lingua_delle_risposte",
    "undelivered": "messaggi_non_recapitati_di_seguito",
    "unreachable_since": "irraggiungibile_dal",
    "limited_since": "limitazione_dal",
    "objected_at": "niente_inviti_dal",
    "follows_all": "tutti_gli_argomenti",
    "topics": "argomenti",
    "all_zones": "tutte_le_zone",
    "zones": "zone",
}
"""Column → where the copy of one's data tells it."""
NOT_DATA = {"id", "merged_into", "moved_to"}
"""Columns that only tie rows together: the copy has the pseudonyms of all of them."""
COLUMNS, CHOICES = Subscriber._meta.fields, Subscriber._meta.many_to_many


def something(field: models.Field) -> Any:
    """A value that is not the column's own default."""
    match field:
        case models.DateTimeField():
            return LONG_AGO + timedelta(days=1)
        case models.BooleanField():
            return not field.get_default()
        case models.PositiveIntegerField() | models.PositiveSmallIntegerField():
            return 7
    return "sq"


def empty(field: models.Field) -> Any:
    return None if field.null else field.get_default()


def test_what_outlives_a_goodbye_is_named():
    anna = subscribe(ANNA)
    for field in COLUMNS:
        if field.name not in STAYS and not isinstance(field, models.ForeignKey):
            setattr(anna, field.name, something(field))
    for choice in CHOICES:
        getattr(anna, choice.name).set(choice.related_model.objects.all())
    rows.leave(anna, NOW, heard_at=NOW)
    anna.refresh_from_db()

    left = {field.name for field in COLUMNS if getattr(anna, field.attname) != empty(field)}
    left |= {choice.name for choice in CHOICES if getattr(anna, choice.name).exists()}
    assert left - set(STAYS) == set()


def test_each_column_is_in_the_copy_of_ones_data():
    told = dossier.dossier_of(subscribe(ANNA), NOW)["persona"]

    assert {field.name for field in (*COLUMNS, *CHOICES)} == set(IN_THE_COPY) | NOT_DATA
    assert set(IN_THE_COPY.values()) <= set(told)
