# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which values of settings would open the service to strangers: keys that can be guessed, connections in clear.

Nothing here says what a value is: sentences name the setting, and what is wrong with it.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LEAST_KINDS = 5
"""Different characters of a key, as Django asks of its own: "aaaa…" is long, too."""
KEYS = {
    # environment name → (settings' name, least characters, where they come from)
    "DJANGO_SECRET_KEY": ("SECRET_KEY", 50, "fifty random characters, as Django makes them"),
    "WHATSAPP_ACCESS_TOKEN": ("WHATSAPP_ACCESS_TOKEN", 32, "Meta's are far longer"),
    "WHATSAPP_APP_SECRET": ("WHATSAPP_APP_SECRETS", 32, "Meta's have 32 hexadecimal digits"),
    "WHATSAPP_VERIFY_TOKEN": ("WHATSAPP_VERIFY_TOKEN", 16, "a random word of your own"),
    "CONSENT_HASH_KEY": ("CONSENT_HASH_KEY", 32, "256 random bits: RFC 2104, section 3"),
}
HERE = ("127.0.0.1", "localhost", "::1")
"""Hosts that a connection reaches without leaving the machine."""


def unsafe(settings: Any) -> list[str]:
    """A sentence for each setting that has a value, and shouldn't have this one. What is empty is not judged here."""
    return [sentence for rule in RULES for sentence in rule(settings)]


def keys_that_can_be_guessed(settings: Any) -> Iterator[str]:
    """Too short, of too few characters, or with a space that came along when it was copied."""
    for name, (setting, least, source) in KEYS.items():
        for key in _keys(settings, setting):
            if len(key) < least:
                yield f"{name} is too short: at least {least} characters ({source})."
            elif len(set(key)) < LEAST_KINDS:
                yield f"{name} is no random key: it has fewer than {LEAST_KINDS} different characters."
            if " " in key and setting != "SECRET_KEY":
                yield f"{name} has a space inside."


def meta_in_clear(settings: Any) -> Iterator[str]:
    """The access token and every message would travel where anybody on the way reads them."""
    address = urlsplit(settings.WHATSAPP_API_URL)
    if address.scheme not in ("http", "https") or not address.hostname:
        yield "WHATSAPP_API_URL is no address: https://graph.facebook.com."
    elif address.scheme == "http" and address.hostname not in HERE:
        yield "WHATSAPP_API_URL is plain http to another machine: the access token would travel in clear."


def site_in_clear(settings: Any) -> Iterator[str]:
    """Without https in SITE_URL neither cookies nor browsers insist on it."""
    address = urlsplit(settings.SITE_URL)
    if address.scheme not in ("http", "https") or not address.hostname:
        yield "SITE_URL is no address: it begins with https://."
    elif address.scheme == "http" and address.hostname not in HERE:
        yield "SITE_URL is plain http: passwords and sessions would travel in clear."


def any_host(settings: Any) -> Iterator[str]:
    """A host that somebody else chooses would stand in the links of our e-mails."""
    for host in settings.ALLOWED_HOSTS:
        if host == "*":
            yield "DJANGO_ALLOWED_HOSTS takes every host: name those of this service."
        elif "/" in host:
            yield "DJANGO_ALLOWED_HOSTS holds an address: a host has no scheme and no slash."


RULES: list[Callable[[Any], Iterator[str]]] = [
    keys_that_can_be_guessed,
    meta_in_clear,
    site_in_clear,
    any_host,
]


def _keys(settings: Any, setting: str) -> list[str]:
    """The values of a setting that holds one secret or several: old ones beside the new while it is changed."""
    try:
        value = getattr(settings, setting)
    except ImproperlyConfigured:  # Django hands out no empty SECRET_KEY
        return []
    found = value if isinstance(value, list) else [value]
    return [key for key in found if key]
