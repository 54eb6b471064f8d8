# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first version of every automatic text, and the five topics of the announcement.

What the citizens get from here on is in the database, versioned; this file is history and never changes.
"""

from datetime import UTC, datetime

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

IN_FORCE_FROM = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS = [
    ("Allerte e urgenze", "Protezione civile, meteo, chiusure improvvise"),
    ("Servizi e scadenze", "Orari, novità degli sportelli, pagamenti, bandi"),
    ("Viabilità e cantieri", "Strade chiuse, lavori, mercati, deviazioni"),
    ("Attività del Comune", "Iniziative e attività istituzionali"),
    ("Eventi e cultura", "Manifestazioni, spettacoli, tempo libero"),
]
TEXTS = {
    "optin_confirm": (
        "La tua iscrizione è attiva. Da ora ricevi qui le notizie del Comune di Cascina: servizi, "
        "scadenze, viabilità, allerte, eventi e cultura.\n"
        "\n"
        "Il servizio è gratuito. Scriviamo negli orari d'ufficio; le allerte possono arrivare a "
        "qualsiasi ora.\n"
        "\n"
        "Per smettere, in qualsiasi momento, scrivi *Cancellazione*.\n"
        "\n"
        "Usiamo solo il tuo numero di telefono, per inviarti questi messaggi. Gli altri iscritti non "
        "lo vedono. Leggi l'informativa: {privacy_url}\n"
        "\n"
        "Salva questo numero in rubrica per riconoscerci. Qui non rispondiamo a domande e "
        "segnalazioni: chiama il numero verde gratuito {numero_verde} o vai su {sito}."
    ),
    "optin_already": (
        "La tua iscrizione è già attiva dal {data_iscrizione}: non devi fare altro.\n"
        "\n"
        "Per scegliere cosa ricevere scrivi *Argomenti*. Per smettere scrivi *Cancellazione*."
    ),
    "optout_confirm": (
        "Fatto: non riceverai più messaggi dal Comune di Cascina su WhatsApp. Abbiamo tolto il tuo "
        "numero dalla lista.\n"
        "\n"
        "Se un messaggio era già in partenza, può arrivarti nei prossimi minuti.\n"
        "\n"
        "Conserviamo per {durata_prova} solo la prova di iscrizione e cancellazione, senza il numero "
        "in chiaro, perché dobbiamo poterla dimostrare. Informativa: {privacy_url}\n"
        "\n"
        "Se cambi idea scrivi *Iscrizione*."
    ),
    "optout_not_subscribed": (
        "Il tuo numero non è iscritto: non ricevi messaggi dal nostro servizio.\n"
        "\n"
        "Per ricevere le notizie del Comune di Cascina scrivi *Iscrizione*."
    ),
    "unknown": (
        "Questo numero serve a inviare le notizie del Comune di Cascina: qui non possiamo rispondere "
        "a domande, richieste e segnalazioni, e non conserviamo quello che scrivi.\n"
        "\n"
        "Puoi contattare:\n"
        "• il numero verde gratuito {numero_verde}\n"
        "• l'Ufficio relazioni con il pubblico (Urp): {urp_contatti}\n"
        "• gli uffici, con i recapiti su {sito}\n"
        "\n"
        "Per le emergenze chiama il 112.\n"
        "\n"
        "Per ricevere le notizie scrivi *Iscrizione*. Per smettere scrivi *Cancellazione*."
    ),
    "unknown_out_of_hours": (
        "Questo numero serve a inviare le notizie del Comune di Cascina: qui non possiamo rispondere,"
        " e non conserviamo quello che scrivi.\n"
        "\n"
        "In questo momento l'Ufficio relazioni con il pubblico (Urp) è chiuso. Riapre "
        "{prossima_apertura}: puoi chiamare il numero verde gratuito {numero_verde}. Trovi servizi e "
        "recapiti in ogni momento su {sito}.\n"
        "\n"
        "Per le emergenze chiama il 112."
    ),
    "media_received": (
        "Abbiamo ricevuto un file ma non lo apriamo e non lo conserviamo. Per segnalazioni e "
        "richieste chiama il numero verde gratuito {numero_verde} o vai su {sito}.\n"
        "\n"
        "Non inviare qui documenti o dati personali."
    ),
    "ambiguous": (
        "Non abbiamo capito se vuoi iscriverti o cancellarti. Scegli qui sotto: finché non scegli, "
        "non cambia nulla."
    ),
    "third_person": (
        "Può iscriversi solo chi usa il numero: dal suo telefono basta scrivere *Iscrizione* a questo"
        " contatto. Non abbiamo conservato il numero che hai scritto."
    ),
    "topics_list": (
        "Scegli cosa ricevere. Puoi cambiare quando vuoi scrivendo *Argomenti*. Ora ricevi: "
        "{argomenti_attivi}."
    ),
    "topics_saved": (
        "Fatto. Da ora ricevi: {argomenti_attivi}. Per smettere del tutto scrivi *Cancellazione*."
    ),
    "my_data": (
        "Ecco i dati che abbiamo su di te:\n"
        "• numero: {numero_mascherato}\n"
        '• iscrizione attiva dal {data_iscrizione}, con il messaggio "{parola_ricevuta}"\n'
        "• informativa di quel giorno: versione {versione_informativa}\n"
        "• argomenti: {argomenti_attivi}\n"
        "• messaggi inviati negli ultimi 90 giorni: {messaggi_90}\n"
        "\n"
        "Non abbiamo il tuo nome e non conserviamo le tue chat.\n"
        "\n"
        "Per una copia completa, per correggere o cancellare i dati scrivi a {contatto_privacy}: "
        "rispondiamo entro un mese. Per smettere di ricevere messaggi scrivi *Cancellazione*. "
        "Informativa: {privacy_url}"
    ),
    "my_data_none": (
        "Il tuo numero non è iscritto. Se hai cancellato l'iscrizione in passato possiamo avere, per "
        "{durata_prova}, solo la prova dell'iscrizione e della cancellazione, senza il numero in "
        "chiaro.\n"
        "\n"
        "Per saperne di più scrivi a {contatto_privacy}: rispondiamo entro un mese."
    ),
    "help": (
        "Puoi scrivere:\n"
        "*Iscrizione* per ricevere le notizie\n"
        "*Cancellazione* per smettere\n"
        "*Argomenti* per scegliere cosa ricevere\n"
        "*I miei dati* per sapere quali dati abbiamo\n"
        "\n"
        "Per tutto il resto: numero verde gratuito {numero_verde} e {sito}. Per le emergenze chiama "
        "il 112."
    ),
    "emergency": (
        "Per le emergenze chiama subito il 112: qui nessuno legge i messaggi e non possiamo aiutarti."
    ),
    "privacy": (
        "Usiamo solo il tuo numero di telefono, per inviarti le notizie del Comune di Cascina. Leggi "
        "l'informativa: {privacy_url}\n"
        "\n"
        "Per sapere quali dati abbiamo su di te scrivi *I miei dati*. Per smettere scrivi "
        "*Cancellazione*."
    ),
    "not_subscribed": ("Il tuo numero non è iscritto: prima di scegliere gli argomenti scrivi *Iscrizione*."),
    "announcement": (
        "Il Comune di Cascina apre un servizio di messaggi su WhatsApp. Ricevi sul telefono notizie "
        "di interesse pubblico: iniziative e attività del Comune, servizi e come cambiano, eventi, "
        "cultura e tempo libero.\n"
        "\n"
        "Per iscriverti salva in rubrica il numero 335 385843 e invia un messaggio WhatsApp con la "
        "parola Iscrizione. Inviandolo autorizzi il Comune a mandare messaggi, immagini e documenti "
        "al tuo numero. Ricevi un messaggio di conferma.\n"
        "\n"
        "Per cancellarti invia un messaggio con la parola Cancellazione.\n"
        "\n"
        "Nessuno può vedere gli altri iscritti. Il servizio si aggiunge ai canali istituzionali e non"
        " li sostituisce."
    ),
    "privacy_notice": (
        "Chi tratta i dati. Comune di Cascina, Corso Matteotti 90, 56021 Cascina (PI), numero verde "
        "{numero_verde}.\n"
        "\n"
        "Quali dati. Il numero di telefono da cui scrivi; gli argomenti scelti; data, ora e parola "
        "con cui ti iscrivi o ti cancelli; se i messaggi sono arrivati. Non registriamo nome, foto "
        "del profilo e conversazioni.\n"
        "\n"
        "Perché e su quale base. Per inviarti le notizie che hai chiesto. Base giuridica: il tuo "
        "consenso (articolo 6, paragrafo 1, lettera a, del Regolamento UE 2016/679). Per dimostrare "
        "il consenso: obbligo di legge (articolo 7).\n"
        "\n"
        "Devi dare i dati? No: il servizio è facoltativo. Le stesse notizie sono sul sito del Comune,"
        " {sito}.\n"
        "\n"
        "Chi li riceve. Il personale autorizzato del Comune; WhatsApp Ireland e Meta, che recapitano "
        "i messaggi. Non li diffondiamo.\n"
        "\n"
        "Fuori dall'Unione europea. WhatsApp può trattare dati negli Stati Uniti, con clausole "
        "contrattuali tipo. Per il tuo account WhatsApp vale l'informativa di WhatsApp.\n"
        "\n"
        "Per quanto tempo. Il numero: finché resti iscritto. La prova di iscrizione e cancellazione: "
        "{durata_prova} dopo la cancellazione.\n"
        "\n"
        "I tuoi diritti. Puoi revocare il consenso scrivendo Cancellazione; la revoca non tocca "
        "quanto fatto prima. Puoi chiedere accesso, rettifica, cancellazione, limitazione e "
        "portabilità a {contatto_privacy}, oppure scrivendo I miei dati. Rispondiamo entro un mese. "
        "Puoi fare reclamo al Garante per la protezione dei dati personali (www.gpdp.it).\n"
        "\n"
        "Decisioni automatiche. Nessuna, nessuna profilazione. Età: almeno 14 anni."
    ),
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Topic = apps.get_model("subscribers", "Topic")
    ServiceText = apps.get_model("subscribers", "ServiceText")
    Topic.objects.bulk_create(
        Topic(name=name, description=description, position=position)
        for position, (name, description) in enumerate(TOPICS, start=1)
    )
    ServiceText.objects.bulk_create(
        ServiceText(key=key, version=1, body=body, in_force_from=IN_FORCE_FROM) for key, body in TEXTS.items()
    )


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
