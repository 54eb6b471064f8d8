"""The check of a source's address, as far as it can be judged without asking."""

from urllib.parse import urlsplit

from django.conf import settings

from cascina_whatsapp.settings.configuration.addresses import HERE

ADDRESS_MOST = 500
"""Characters."""


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
