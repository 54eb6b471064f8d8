# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The events that the trail knows: one line a kind. Names are kept for good, since hashes are made of them."""

from django.db.models import TextChoices


class Event(TextChoices):
    """An act of somebody's, or a try (Garante, 27 November 2008; AGID, misure minime, ABSC 5)."""

    # Signing in
    SIGNED_IN = "signed_in", "Accesso"
    SIGN_IN_FAILED = "sign_in_failed", "Accesso non riuscito"
    SIGNED_OUT = "signed_out", "Uscita"
    CONFIRMED_AGAIN = "confirmed_again", "Identità confermata di nuovo"
    PASSWORD_CHANGED = "password_changed", "Parola d'ordine cambiata"
    FACTOR_ADDED = "factor_added", "Secondo fattore aggiunto"
    FACTOR_REMOVED = "factor_removed", "Secondo fattore tolto"
    SESSION_CLOSED = "session_closed", "Sessione chiusa"
    FEED_MADE = "feed_made", "Indirizzo del calendario creato"
    FEED_REMOVED = "feed_removed", "Indirizzo del calendario tolto"
    # Accounts and groups
    INVITED = "invited", "Invito mandato"
    INVITATION_ACCEPTED = "invitation_accepted", "Invito accettato"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "Invito ritirato"
    ACCOUNT_MADE = "account_made", "Account creato"
    ACCOUNT_CHANGED = "account_changed", "Account cambiato"
    ACCOUNT_CLOSED = "account_closed", "Account chiuso"
    GROUP_ASKED = "group_asked", "Gruppo chiesto"
    GROUP_REFUSED = "group_refused", "Gruppo rifiutato"
    GROUP_GIVEN = "group_given", "Gruppo assegnato"
    GROUP_TAKEN = "group_taken", "Gruppo tolto"
    # People and their numbers
    LOOKED_UP = "looked_up", "Ricerca di un numero"
    LOOK_UP_REFUSED = "look_up_refused", "Ricerca rifiutata: troppe"
    UPLOAD_CHECKED = "upload_checked", "Elenco caricato"
    UPLOAD_REFUSED = "upload_refused", "Elenco o righe rifiutate"
    UPLOADS_STOPPED = "uploads_stopped", "Elenchi rifiutati: troppe righe sbagliate"
    UPLOAD_CONFIRMED = "upload_confirmed", "Elenco confermato"
    LEFT_OUT_UNTOLD = "left_out_untold", "Persone lasciate fuori da un elenco: troppe per nominarle"
    UNMASKED = "unmasked", "Numero mostrato"
    EXPORTED = "exported", "Esportazione"
    NUMBERS_EXPORTED = "numbers_exported", "Esportazione con i numeri"
    PERSON_ERASED = "person_erased", "Dati di una persona cancellati"
    CHECK_ASKED = "check_asked", "Verifica del registro chiesta"
    # What the service says, when, and how it is set
    TEXT_CHANGED = "text_changed", "Testo proposto o cambiato"
    TEXT_IN_FORCE = "text_in_force", "Testo messo in vigore"
    TEXT_WITHDRAWN = "text_withdrawn", "Testo ritirato o rifiutato"
    TOPIC_PROPOSED = "topic_proposed", "Argomento nuovo o cambiato, proposto"
    TOPIC_CHANGED = "topic_changed", "Argomento messo in vigore"
    TOPIC_PUT_ASIDE = "topic_put_aside", "Argomento proposto: ritirato o rimandato"
    HOURS_CHANGED = "hours_changed", "Orari o chiusure cambiati"
    SETTING_CHANGED = "setting_changed", "Impostazione cambiata"
    KEY_ROTATED = "key_rotated", "Chiave cambiata"
    RESTORED = "restored", "Ripartenza da una copia"
    ADMIN_ACTION = "admin_action", "Azione nell'amministrazione"
    # Elections
    PERIOD_WRITTEN = "period_written", "Periodo elettorale scritto o completato"
    PERIOD_ACTIVATED = "period_activated", "Periodo elettorale attivato"
    RUN_OFF_SETTLED = "run_off_settled", "Ballottaggio deciso"
    PERIOD_ANNULLED = "period_annulled", "Periodo elettorale annullato"
    CASE_FILE_TAKEN = "case_file_taken", "Fascicolo di un periodo elettorale scaricato"
    AGCOM_ORDER = "agcom_order", "Ordine di Agcom registrato o completato"
    ELECTION_DECLARED = "election_declared", "Messaggio dichiarato per il periodo elettorale"
    ELECTION_AUTHORISED = "election_authorised", "Messaggio autorizzato nel periodo elettorale"
    ELECTION_REFUSED = "election_refused", "Messaggio non autorizzato nel periodo elettorale"
    ELECTION_WITHDRAWN = "election_withdrawn", "Dichiarazione o autorizzazione ritirata"
    EMERGENCY_REVIEWED = "emergency_reviewed", "Emergenza riesaminata"
    # The public pages
    CORRECTION_PROPOSED = "correction_proposed", "Correzione di un messaggio proposta"
    MESSAGE_CORRECTED = "message_corrected", "Messaggio corretto nelle pagine pubbliche"
    CORRECTION_PUT_ASIDE = "correction_put_aside", "Correzione di un messaggio ritirata o rimandata"
    MESSAGE_WITHDRAWN = "message_withdrawn", "Messaggio ritirato dalle pagine pubbliche"
    PUBLICATION_FOUND = "publication_found", "Messaggio trovato dove doveva uscire"
    PUBLICATION_AGAIN = "publication_again", "Messaggio da pubblicare di nuovo"
    PRESS_LIST_CHANGED = "press_list_changed", "Elenco della stampa cambiato"
    PUBLISHED_BY_HAND = "published_by_hand", "Messaggio pubblicato a mano"
    # Other programs of the Comune
    SYSTEM_TOKEN_MADE = "system_token_made", "Chiave di un sistema creata"
    SYSTEM_TOKEN_REVOKED = "system_token_revoked", "Chiave di un sistema revocata"
    SOURCES_CHANGED = "sources_changed", "Fonti delle bozze cambiate"
    # Of the trail itself
    CUT = "cut", "Tracce scadute tolte"
