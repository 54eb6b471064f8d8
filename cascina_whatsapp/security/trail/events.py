"""The events that the trail knows, each as what somebody did. Names are kept for good: hashes are made of them."""

from django.db.models import TextChoices


class Event(TextChoices):
    """An act of somebody's, or a try (Garante, 27 November 2008; AGID, misure minime, ABSC 5)."""

    # Signing in
    SIGNED_IN = "signed_in", "ha fatto l'accesso"
    SIGN_IN_FAILED = "sign_in_failed", "ha provato a entrare, senza riuscirci"
    GUESSED = "guessed", "ha sbagliato molte volte l'accesso allo stesso account"
    SIGNED_OUT = "signed_out", "ha chiuso la sessione con «Esci»"
    CONFIRMED_AGAIN = "confirmed_again", "ha confermato la propria identità"
    PASSWORD_CHANGED = "password_changed", "ha cambiato una password"
    FACTOR_ADDED = "factor_added", "ha aggiunto un secondo passaggio"
    FACTOR_REMOVED = "factor_removed", "ha tolto un secondo passaggio"
    SESSION_CLOSED = "session_closed", "ha chiuso le sessioni di un account"
    SINGLE_SIGN_ON_LINKED = "single_sign_on_linked", "ha collegato un account all'accesso unico"
    # An address by which a colleague read the calendar elsewhere: no longer made, but told of in old records.
    FEED_MADE = "feed_made", "ha creato un indirizzo del calendario"
    FEED_REMOVED = "feed_removed", "ha tolto un indirizzo del calendario"
    # Accounts and groups
    INVITED = "invited", "ha mandato un invito"
    INVITATION_ACCEPTED = "invitation_accepted", "ha accettato un invito"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "ha ritirato un invito"
    ACCOUNT_MADE = "account_made", "ha creato un account"
    ACCOUNT_CHANGED = "account_changed", "ha cambiato un account"
    ACCOUNT_CLOSED = "account_closed", "ha chiuso un account"
    TELEPHONE_LOST = "telephone_lost", "ha annotato un telefono perso: come si entrava non vale più"
    GROUP_ASKED = "group_asked", "ha chiesto un gruppo"
    GROUP_REFUSED = "group_refused", "ha rifiutato un gruppo"
    GROUP_GIVEN = "group_given", "ha assegnato un gruppo"
    GROUP_TAKEN = "group_taken", "ha tolto un gruppo"
    # People and their numbers
    LOOKED_UP = "looked_up", "ha cercato un numero"
    LOOK_UP_REFUSED = "look_up_refused", "ha cercato troppi numeri: ricerca rifiutata"
    UPLOAD_CHECKED = "upload_checked", "ha caricato un elenco"
    UPLOAD_REFUSED = "upload_refused", "ha caricato un elenco o righe che il servizio ha rifiutato"
    UPLOADS_STOPPED = "uploads_stopped", "ha caricato troppe righe sbagliate: elenchi rifiutati"
    UPLOAD_CONFIRMED = "upload_confirmed", "ha confermato un elenco"
    LEFT_OUT_UNTOLD = (
        "left_out_untold",
        "ha confermato un elenco con troppe persone lasciate fuori per nominarle",
    )
    UNMASKED = "unmasked", "ha visto un numero"
    ROW_UNMASKED = "row_unmasked", "ha visto un numero di un elenco"
    REMOVED_AT_DESK = "removed_at_desk", "ha tolto una persona dal servizio"
    EXPORTED = "exported", "ha fatto un'esportazione"
    NUMBERS_EXPORTED = "numbers_exported", "ha fatto un'esportazione con i numeri"
    EXPORT_RELEASED = "export_released", "ha autorizzato un'esportazione con i numeri"
    NUMBERS_DOWNLOADED = "numbers_downloaded", "ha scaricato un'esportazione con i numeri"
    DOSSIER_TAKEN = "dossier_taken", "ha scaricato i dati di una persona"
    PERSON_ERASED = "person_erased", "ha cancellato i dati di una persona"
    BOUND_REACHED = "bound_reached", "ha raggiunto il limite di un giorno: rifiutato"
    BOUND_RELEASED = "bound_released", "ha concesso ancora un limite di un giorno"
    CHECK_ASKED = "check_asked", "ha chiesto la verifica del registro"
    # What the service says, when, and how it is set
    TEXT_CHANGED = "text_changed", "ha proposto o cambiato un testo"
    TEXT_IN_FORCE = "text_in_force", "ha messo in vigore un testo"
    TEXT_WITHDRAWN = "text_withdrawn", "ha ritirato o rifiutato un testo"
    TOPIC_PROPOSED = "topic_proposed", "ha proposto un argomento o una zona"
    TOPIC_CHANGED = "topic_changed", "ha messo in vigore un argomento o una zona"
    TOPIC_PUT_ASIDE = "topic_put_aside", "ha ritirato o rimandato un argomento o una zona"
    HOURS_CHANGED = "hours_changed", "ha cambiato orari o chiusure"
    LIMIT_CHANGED = "limit_changed", "ha scritto o confermato il limite del mese"
    PRICES_CHANGED = "prices_changed", "ha scritto o confermato un prezzo o un cambio"
    SETTING_CHANGED = "setting_changed", "ha letto un'impostazione cambiata"
    KEY_ROTATED = "key_rotated", "ha cambiato una chiave"
    RESTORED = "restored", "riparte da una copia"
    ADMIN_ACTION = "admin_action", "ha lavorato su una pagina"
    # Elections
    PERIOD_WRITTEN = "period_written", "ha scritto o completato un periodo elettorale"
    PERIOD_ACTIVATED = "period_activated", "ha attivato un periodo elettorale"
    RUN_OFF_SETTLED = "run_off_settled", "ha deciso il ballottaggio"
    PERIOD_ANNULLED = "period_annulled", "ha annullato un periodo elettorale"
    CASE_FILE_TAKEN = "case_file_taken", "ha scaricato il fascicolo di un periodo elettorale"
    AGCOM_ORDER = "agcom_order", "ha annotato un ordine di Agcom"
    ELECTION_DECLARED = "election_declared", "ha dichiarato un messaggio per il periodo elettorale"
    ELECTION_AUTHORISED = "election_authorised", "ha autorizzato un messaggio nel periodo elettorale"
    ELECTION_REFUSED = "election_refused", "non ha autorizzato un messaggio nel periodo elettorale"
    ELECTION_WITHDRAWN = "election_withdrawn", "ha ritirato una dichiarazione o un'autorizzazione"
    EMERGENCY_REVIEWED = "emergency_reviewed", "ha riesaminato un'emergenza"
    # The public pages
    CORRECTION_PROPOSED = "correction_proposed", "ha proposto la correzione di un messaggio"
    MESSAGE_CORRECTED = "message_corrected", "ha corretto un messaggio nelle pagine pubbliche"
    CORRECTION_PUT_ASIDE = "correction_put_aside", "ha ritirato o rimandato la correzione di un messaggio"
    MESSAGE_WITHDRAWN = "message_withdrawn", "ha ritirato un messaggio dalle pagine pubbliche"
    PUBLICATION_FOUND = "publication_found", "ha trovato un messaggio dove doveva uscire"
    PUBLICATION_AGAIN = "publication_again", "ha chiesto di pubblicare di nuovo un messaggio"
    PRESS_LIST_CHANGED = "press_list_changed", "ha cambiato l'elenco della stampa"
    PUBLISHED_BY_HAND = "published_by_hand", "ha pubblicato a mano un messaggio"
    # Other programs of the Comune
    SYSTEM_TOKEN_MADE = "system_token_made", "ha creato la chiave di un sistema"
    SYSTEM_TOKEN_REVOKED = "system_token_revoked", "ha revocato la chiave di un sistema"
    SOURCES_CHANGED = "sources_changed", "ha cambiato le fonti delle bozze"
    # Of the trail itself
    CUT = "cut", "ha tolto le tracce scadute"
