"""Texts that leave as a broadcast, approved by two people: nothing here is sent by itself."""

from cascina_whatsapp.whatsapp.cloud_api.limits import TEMPLATE_BODY_LIMIT
from subscribers.texts.declared import LEAVE, DeclaredText, Place

TEXTS = (
    DeclaredText(
        key="yearly_reminder",
        label="Promemoria annuale",
        use="Agli iscritti, una volta l'anno. Non parte da solo: serve una cornice approvata da WhatsApp.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("data_iscrizione",),
        must=("{data_iscrizione}", "{privacy_url}", LEAVE),
        wording=(
            "Ricevi le notizie del Comune di Cascina dal {data_iscrizione}. Vuoi continuare? Se "
            "non rispondi l'iscrizione resta attiva. Per smettere scrivi *Cancellazione*. "
            "Informativa: {privacy_url}"
        ),
    ),
    DeclaredText(
        key="notice_changed",
        label="Cambia l'informativa",
        use="Agli iscritti, in un messaggio che dice solo questo. Non parte da solo.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("data_vigore", "cosa_cambia"),
        must=("{data_vigore}", "{cosa_cambia}", "{privacy_url}", LEAVE),
        wording=(
            "Dal {data_vigore} cambia il modo in cui usiamo i dati di questo servizio: "
            "{cosa_cambia}. Leggi la nuova informativa: {privacy_url}. Se non sei d'accordo "
            "scrivi *Cancellazione*."
        ),
    ),
    DeclaredText(
        key="service_paused",
        label="Sospensione del servizio",
        use="Agli iscritti, prima di una sospensione. Non parte da solo.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("dal", "al"),
        must=("{dal}",),
        wording=(
            "Il servizio WhatsApp del Comune di Cascina è sospeso dal {dal} al {al}. La tua "
            "iscrizione resta attiva. Le notizie sono su {sito}."
        ),
    ),
    DeclaredText(
        key="agcom_notice",
        label="Avviso imposto da Agcom",
        use="Agli iscritti, se l'Autorità lo ordina: le parole sono quelle della delibera. Non parte da solo.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("numero", "data", "data_messaggio"),
        must=("{numero}", "{data}", "{data_messaggio}"),
        wording=(
            "Pubblicato in esecuzione della delibera dell'Autorità per le garanzie nelle "
            "comunicazioni n. {numero} del {data}: la comunicazione del {data_messaggio} non "
            "rispondeva a quanto previsto dall'articolo 9 della legge 22 febbraio 2000, n. 28."
        ),
    ),
)
