# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the trail knows to tell: one line a kind of event. Names are kept for good, since hashes are made of them."""

from django.db.models import TextChoices


class Event(TextChoices):
    """What somebody did, or tried to do (Garante, 27 November 2008; AGID, misure minime, ABSC 5)."""

    # At the door
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
    HOURS_CHANGED = "hours_changed", "Orari o chiusure cambiati"
    SETTING_CHANGED = "setting_changed", "Impostazione cambiata"
    KEY_ROTATED = "key_rotated", "Chiave cambiata"
    ADMIN_ACTION = "admin_action", "Azione nell'amministrazione"
    # Of the trail itself
    CUT = "cut", "Tracce scadute tolte"
