# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first version of the texts that the service began without; like 0002, history that never changes."""

from datetime import UTC, datetime

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from subscribers.models.texts import digest_of

IN_FORCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)
TEXTS = {
    "rights_received": (
        "Abbiamo cancellato la tua iscrizione e ricevuto la richiesta di cancellare i tuoi dati (numero "
        "{protocollo_richiesta}). Ti rispondiamo entro un mese. Contatto: {contatto_privacy}"
    ),
    "optin_prompt": (
        "Vuoi ricevere su WhatsApp le notizie del Comune di Cascina?\n"
        "\n"
        "Useremo solo il tuo numero di telefono, per inviarti questi messaggi. Puoi smettere quando vuoi"
        " scrivendo *Cancellazione*. Informativa: {privacy_url}"
    ),
    "optin_prompt_declined": (
        "Va bene, non ti iscriviamo e non conserviamo il tuo numero. Se cambi idea scrivi *Iscrizione*."
    ),
    "yearly_reminder": (
        "Ricevi le notizie del Comune di Cascina dal {data_iscrizione}. Vuoi continuare? Se non rispondi"
        " l'iscrizione resta attiva. Per smettere scrivi *Cancellazione*. Informativa: {privacy_url}"
    ),
    "notice_changed": (
        "Dal {data_vigore} cambia il modo in cui usiamo i dati di questo servizio: {cosa_cambia}. Leggi "
        "la nuova informativa: {privacy_url}. Se non sei d'accordo scrivi *Cancellazione*."
    ),
    "service_paused": (
        "Il servizio WhatsApp del Comune di Cascina è sospeso dal {dal} al {al}. La tua iscrizione resta"
        " attiva. Le notizie sono su {sito}."
    ),
    "agcom_notice": (
        "Pubblicato in esecuzione della delibera dell'Autorità per le garanzie nelle comunicazioni n. "
        "{numero} del {data}: la comunicazione del {data_messaggio} non rispondeva a quanto previsto "
        "dall'articolo 9 della legge 22 febbraio 2000, n. 28."
    ),
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ServiceText = apps.get_model("subscribers", "ServiceText")
    ServiceText.objects.bulk_create(
        ServiceText(key=key, version=1, body=body, in_force_from=IN_FORCE_FROM, sha256=digest_of(body))
        for key, body in TEXTS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0007_guards")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
