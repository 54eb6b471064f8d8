"""Traces of a person in what is stored: the number in clear, in hexadecimal, in base64, inside of Meta's ids."""

import base64

from tests.people import Citizen

SHORTEST = 8
"""Characters of an encoded number that are no accident."""


def traces_of(citizen: Citizen) -> set[str]:
    """Everything by which somebody who reads bytes would know this person."""
    plain = {citizen.bsuid} - {""}
    if citizen.phone:
        plain |= {citizen.phone.removeprefix("+"), citizen.phone.removeprefix("+39")}
    return plain | {spelt for text in plain for spelt in (text.encode().hex(), *in_base64(text))}


def in_base64(text: str) -> set[str]:
    """How it looks in base64, at all three alignments: the characters that nothing beside it can change."""
    found = set()
    for before in range(3):
        padded = base64.b64encode(b"\0" * before + text.encode()).decode().rstrip("=")
        inner = padded[(0, 2, 3)[before] :][: -1 or None]
        whole = inner[: len(inner) // 4 * 4] if before == 0 else inner
        if len(whole) >= SHORTEST:
            found |= {whole, whole.translate(str.maketrans("+/", "-_"))}
    return found


def found_in(content: bytes, traces: set[str]) -> set[str]:
    """Which of these traces are in these bytes; hexadecimal in either case."""
    lowered = content.lower()
    return {trace for trace in traces if trace.encode() in (lowered if is_hex(trace) else content)}


def is_hex(trace: str) -> bool:
    return set(trace) <= set("0123456789abcdef")
