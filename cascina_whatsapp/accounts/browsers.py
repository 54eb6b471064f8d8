# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name that people have for the program that reads our pages. Pure; says little, so that it tells little."""

NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""A sign in the User-Agent → the browser. In this order: each also names those after it, which it came from."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
UNKNOWN = "Un altro programma"


def called(user_agent: str) -> str:
    """Name a browser by its User-Agent header, which anyone may write: "Firefox su Windows". It proves nothing."""
    name, system = _first(NAMES, user_agent), _first(SYSTEMS, user_agent)
    if not name:
        return UNKNOWN
    return f"{name} su {system}" if system else name


def _first(signs: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in signs if sign in user_agent), "")
