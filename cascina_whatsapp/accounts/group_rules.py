"""The groups that see content or numbers, and who may therefore not be in them. Pure; see docs/privacy/roles.md.

Who manages the accounts must not read what the accounts protect: both rights together would open everything.
"""

from collections.abc import Collection, Sequence
from itertools import permutations

ADMINISTRATORS = "Amministratore di sistema"
DATA_PROTECTION = "RPD"
WRITERS = "Redattore"
APPROVERS = "Approvatore"
AUDITORS = "Revisore"
SEES = {
    WRITERS: "scrive i messaggi, vede gli iscritti",
    APPROVERS: "approva e avvia i messaggi, può vedere un numero in chiaro",
    AUDITORS: "legge i messaggi e il registro dei consensi",
    "Autorizzatore elettorale": "legge i messaggi e autorizza quelli che partono in periodo elettorale",
    DATA_PROTECTION: "vede i numeri in chiaro e i dati di chi chiede i propri",
}
"""Group → what it sees of content or numbers. A test compares it with the rights that the database grants."""
MAY: dict[str, tuple[str, ...]] = {
    WRITERS: (
        "Scrivere messaggi e chiedere l'approvazione",
        "Caricare moduli di carta",
        "Vedere gli iscritti, senza i numeri interi",
    ),
    APPROVERS: (
        "Approvare e mandare i messaggi degli altri",
        "Confermare i moduli di carta caricati da altri",
        "Vedere un numero intero, con un motivo che resta scritto",
    ),
    AUDITORS: ("Leggere i messaggi e il registro dei consensi", "Leggere che cosa hanno fatto i colleghi"),
    "Autorizzatore elettorale": ("Autorizzare ciò che parte in periodo elettorale",),
    DATA_PROTECTION: (
        "Rispondere a chi chiede dei propri dati, e cancellarli",
        "Leggere il registro dei consensi, anche con i numeri interi",
        "Confermare i colleghi nuovi",
    ),
    ADMINISTRATORS: (
        "Invitare i colleghi, e confermare quelli invitati da altri",
        "Tenere il numero, la spesa e il funzionamento, senza leggere messaggi",
    ),
}
"""Group → what its members may do, in sentences for a colleague's page."""
EXCLUDED = f"«{ADMINISTRATORS}» non sta insieme agli altri gruppi: chi tiene gli account non legge messaggi e numeri."


def sees_content(group: str) -> bool:
    """Tell whether members of `group` see content or numbers. A group that is not named here is taken to."""
    return group != ADMINISTRATORS


def refusal(held: Collection[str], given: str) -> str:
    """Say in Italian why a member of the groups `held` may not join `given`, too; "" where they may."""
    together = {*held, given}
    if ADMINISTRATORS in together and any(sees_content(group) for group in together):
        return EXCLUDED
    return ""


def would_lack(held: Collection[str], others: Sequence[Collection[str]]) -> bool:
    """Tell whether the office needs a member of the groups `held`, by the groups of everybody else who can come in.

    Without them a group would be empty, or nobody left who writes beside somebody else who approves.
    """
    is_empty = any(all(group not in other for other in others) for group in held)
    return is_empty or (_pairs([*others, held]) and not _pairs(others))


def _pairs(people: Sequence[Collection[str]]) -> bool:
    """Tell whether one of these people writes, and another one approves."""
    return any(WRITERS in one and APPROVERS in other for one, other in permutations(people, 2))


def are_in_conflict(held: Collection[str]) -> bool:
    """Tell whether somebody has both powers already, by the hand of who looks after the database."""
    return any(refusal([group for group in held if group != other], other) for other in held)
