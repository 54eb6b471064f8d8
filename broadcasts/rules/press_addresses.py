"""The check of the press list's addresses: those of newsrooms and offices, not of people."""

PERSONAL = frozenset(
    {
        "alice.it",
        "email.it",
        "fastwebnet.it",
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.it",
        "icloud.com",
        "inwind.it",
        "iol.it",
        "libero.it",
        "live.com",
        "live.it",
        "me.com",
        "msn.com",
        "outlook.com",
        "outlook.it",
        "proton.me",
        "protonmail.com",
        "tim.it",
        "tin.it",
        "tiscali.it",
        "virgilio.it",
        "yahoo.com",
        "yahoo.it",
    }
)
"""Domains of providers at which people have their own mailboxes."""
REFUSED = "È una casella personale: scrivi l'indirizzo della redazione o dell'ufficio, con il suo dominio."


def why_refused(address: str) -> str:
    """Say in Italian why an address is not one for the press list; "" where it is."""
    return REFUSED if address.rpartition("@")[2].strip().lower() in PERSONAL else ""
