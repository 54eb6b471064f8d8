"""Texts that stand on a page or a poster: what people read before they join."""

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
        must=("{contatto_privacy}", "{durata_prova}", LEAVE, "Garante"),
        is_agreed=True,
        wording=(
            "Chi tratta i dati. Comune di Cascina, Corso Matteotti 90, 56021 Cascina (PI), "
            "numero verde {numero_verde}.\n\n"
            "Quali dati. Il numero di telefono da cui scrivi; gli argomenti scelti; data, ora e "
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
            "limitazione e portabilità a {contatto_privacy}, oppure scrivendo I miei dati. "
            "Rispondiamo entro un mese. Puoi fare reclamo al Garante per la protezione dei dati "
            "personali (www.gpdp.it).\n\n"
            "Decisioni automatiche. Nessuna, nessuna profilazione. Età: almeno 14 anni."
        ),
    ),
)
