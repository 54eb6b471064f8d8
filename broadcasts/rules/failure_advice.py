# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What staff can do about people whom a broadcast did not reach, reason by reason, in Italian."""

from . import failure_reasons

RESENDABLE = "Di solito passa: dopo qualche ora si può mandare di nuovo a chi non l'ha ricevuto."
_NOTHING = "Non c'è niente da fare."
_ADMINISTRATOR = "Avvisa chi amministra il sistema, con il nome di questo messaggio e il motivo."
_THEIRS = "Dipende dal telefono della persona, e da qui non si può cambiare."

BY_CODE = {
    1: RESENDABLE,
    2: RESENDABLE,
    130472: f"{_NOTHING} Di solito i messaggi seguenti arrivano.",
    130497: f"{_NOTHING} Chi ha un numero di quel Paese va informato in un altro modo.",
    131026: f"{_THEIRS} Se succede tre volte di seguito, il servizio non le scrive più finché non scrive lei.",
    131043: "Il telefono è rimasto spento o senza rete troppo a lungo. Se la notizia vale ancora, si può "
    "mandare di nuovo.",
    131047: _ADMINISTRATOR,
    131049: "Ha ricevuto troppi messaggi da più mittenti. Aspetta almeno un giorno, poi si può mandare di nuovo.",
    131050: "È stato tolto dagli iscritti da solo. Torna solo se scrive di nuovo «Iscrizione».",
    131053: "Controlla l'allegato: per chi non l'ha ricevuto serve un messaggio nuovo con un altro file.",
    131056: RESENDABLE,
    131062: f"{_NOTHING} Riceve i messaggi chi mostra il proprio numero a WhatsApp.",
    137000: f"{_THEIRS} Si risolve quando la persona scrive al servizio.",
}
"""For the errors that concern one recipient. For those that stop everything see `reasons.WHAT_TO_DO`."""

BY_REASON = {
    failure_reasons.CANCELLED: f"{_NOTHING} Nessun altro lo riceverà.",
    failure_reasons.LEFT_MEANWHILE: f"{_NOTHING} È una scelta della persona.",
    failure_reasons.UNREACHABLE: f"{_NOTHING} Il servizio riprende da solo quando la persona scrive.",
    failure_reasons.NEVER_KNOWN: "Forse è arrivato: per questo non si manda di nuovo. Se la notizia è importante, "
    "scrivi un messaggio nuovo.",
}


def about(reason: str) -> str:
    """What can be done where messages did not arrive for `reason`, a sentence of `reasons`."""
    return BY_REASON.get(reason) or _BY_SENTENCE.get(reason, _ADMINISTRATOR)


_BY_SENTENCE = {
    failure_reasons.sentence(code): words for code, words in (failure_reasons.WHAT_TO_DO | BY_CODE).items()
}
