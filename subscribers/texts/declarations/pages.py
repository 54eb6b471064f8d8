"""Texts that stand on a page or a poster, and those that leave as a broadcast: nothing here is sent by itself."""

from cascina_whatsapp.whatsapp.cloud_api.limits import TEMPLATE_BODY_LIMIT
from subscribers.texts.declared import JOIN, LEAVE, PAGE_LIMIT, DeclaredText, Place

TEXTS = (
    DeclaredText(
        key="announcement",
        label="Annuncio del servizio",
        use="Quello che si legge prima di iscriversi, su manifesti e sito: cambia anche quelli.",
        place=Place.PAGE,
        limit=PAGE_LIMIT,
        must=(JOIN, LEAVE),
        is_agreed=True,
        wording=(
            "Il Comune di Cascina apre un servizio di messaggi su WhatsApp. Ricevi sul telefono "
            "notizie di interesse pubblico: iniziative e attività del Comune, servizi e come "
            "cambiano, eventi, cultura e tempo libero.\n\n"
            "Per iscriverti salva in rubrica il numero 335 385843 e invia un messaggio WhatsApp "
            "con la parola Iscrizione. Inviandolo autorizzi il Comune a mandare messaggi, "
            "immagini e documenti al tuo numero. Ricevi un messaggio di conferma.\n\n"
            "Per cancellarti invia un messaggio con la parola Cancellazione.\n\n"
            "Nessuno può vedere gli altri iscritti. Il servizio si aggiunge ai canali "
            "istituzionali e non li sostituisce."
        ),
    ),
    DeclaredText(
        key="privacy_notice",
        label="Informativa sulla privacy",
        use="La pagina pubblica a cui rimandano tutti i messaggi.",
        place=Place.PAGE,
        limit=PAGE_LIMIT,
        must=("{contatto_privacy}", "{contatto_rpd}", "{durata_prova}", LEAVE, "{garante}"),
        is_agreed=True,
        wording=(
            "Chi tratta i dati. Comune di Cascina, Corso Matteotti 90, 56021 Cascina (PI), "
            "numero verde {numero_verde}. Responsabile della protezione dei dati: {contatto_rpd}.\n\n"
            "Quali dati. Il numero di telefono da cui scrivi; argomenti e zone scelti; data, ora e "
            "parola con cui ti iscrivi o ti cancelli; se i messaggi sono arrivati. Non "
            "registriamo nome, foto del profilo e conversazioni.\n\n"
            "Perché e su quale base. Per inviarti le notizie che hai chiesto. Base giuridica: il "
            "tuo consenso (articolo 6, paragrafo 1, lettera a, del Regolamento UE 2016/679). Per "
            "dimostrare il consenso: obbligo di legge (articolo 7).\n\n"
            "Devi dare i dati? No: il servizio è facoltativo. Le stesse notizie sono sul sito "
            "del Comune, {sito}.\n\n"
            "Chi li riceve. Il personale autorizzato del Comune; WhatsApp Ireland e Meta, che "
            "recapitano i messaggi. Non li diffondiamo.\n\n"
            "Fuori dall'Unione europea. WhatsApp può trattare dati negli Stati Uniti, con "
            "clausole contrattuali tipo. Per il tuo account WhatsApp vale l'informativa di "
            "WhatsApp.\n\n"
            "Per quanto tempo. Il numero: finché resti iscritto. La prova di iscrizione e "
            "cancellazione: {durata_prova} dopo la cancellazione.\n\n"
            "I tuoi diritti. Puoi revocare il consenso scrivendo Cancellazione; la revoca non "
            "tocca quanto fatto prima. Puoi chiedere accesso, rettifica, cancellazione, "
            "limitazione e portabilità, e opporti, a {contatto_privacy}, oppure scrivendo I miei dati. "
            "Rispondiamo entro un mese. Puoi fare reclamo al {garante}.\n\n"
            "Decisioni automatiche. Nessuna, nessuna profilazione. Età: almeno 14 anni."
        ),
    ),
)

MESSAGES = (
    DeclaredText(
        key="yearly_reminder",
        label="Promemoria annuale",
        use="Agli iscritti, una volta l'anno. Non parte da solo: serve un testo fisso approvato da WhatsApp.",
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
