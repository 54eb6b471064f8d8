"""The search for a source from the address of a page, which says where its news or its calendar is.

One is taken by itself; of several a person chooses. What a page announces is an address like any other that is typed
in: the same rules judge it, as far as they can without asking, and it is asked for over the same way.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from cascina_whatsapp.settings.configuration.addresses import HERE

from .models import Source

ADDRESS_MOST = 500
"""Characters."""
TITLE_MOST = 80
CHOOSE = "A questo indirizzo c'è una pagina, che annuncia più elenchi: scegli quale leggere."
ASKED_AGAIN = timedelta(days=1)
"""The time after which the page is read again where nobody has chosen."""


def is_readable(address: str) -> bool:
    """Tell whether an address may be a source's; whether it leads inside our own network, `fetching` finds out."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if settings.SOURCES_ON_THIS_MACHINE and host in HERE:
        return parts.scheme in ("http", "https")
    is_plain = "." in host and port is None and "@" not in parts.netloc and len(address) <= ADDRESS_MOST
    return parts.scheme == "https" and is_plain


def mended(address: str) -> str:
    """Return an address as it may be read, over https, where a page has it in clear or for calendars ("webcal")."""
    scheme, separator, rest = address.partition("://")
    if is_readable(address) or not separator or scheme.lower() not in ("http", "webcal", "webcals"):
        return address
    return f"https://{rest}"


def offers_of(links: Any) -> list[dict[str, str]]:
    """List a page's links that may be read and are no source yet: address and name. A child process read `links`."""
    known = {source.address for source in Source.objects.all()}
    found: dict[str, str] = {}
    for link in links if isinstance(links, list) else []:
        address = mended(str(link.get("link", ""))) if isinstance(link, Mapping) else ""
        if is_readable(address) and address not in known:
            found.setdefault(address, " ".join(str(link.get("title") or "").split())[:TITLE_MOST])
    return [{"address": address, "name": name} for address, name in found.items()]


@transaction.atomic
def keep(pk: int, offers: list[dict[str, str]], now: datetime) -> None:
    """Keep what was found: a single offer is the source from now on, and due; several are shown to choose from."""
    source = Source.objects.select_for_update().filter(pk=pk, first_read_at=None).first()
    if source is None:
        return  # deleted meanwhile
    source.failures = 0
    if len(offers) == 1:
        _take(source, offers[0], now)
    else:
        source.offered, source.problem, source.asked_at = offers, CHOOSE, None
        source.next_read_at = now + ASKED_AGAIN
    source.save()


@transaction.atomic
def choose(pk: int, address: str, now: datetime) -> bool:
    """Choose an offered address as the source's; False where it was not offered."""
    source = Source.objects.select_for_update().filter(pk=pk, first_read_at=None).first()
    chosen = next((one for one in source.offered if one["address"] == address), None) if source else None
    others = [other.address for other in Source.objects.exclude(pk=pk)]
    if source is None or chosen is None or address in others:
        return False
    _take(source, chosen, now)
    source.save()
    return True


def _take(source: Source, offer: Mapping[str, str], now: datetime) -> None:
    source.page, source.address, source.found_as = source.address, offer["address"], offer["name"]
    source.offered, source.problem, source.next_read_at, source.asked_at = [], "", now, now
