# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of a broadcast, as people say it: whom it reached and who read it. Pure.

A result counts the people whom the message reached, not those who are merely dealt with; where nothing has left there
is nothing to say.
"""

from cascina_whatsapp.formatting.numbers import grouped

from .progress import Progress


def result(so_far: Progress) -> str:
    """For a row of a list: "440 su 441, letti 58 %"; "" before anything has left.

    The share of those who read it is of the people whom it reached: nobody reads what did not arrive.
    """
    if not so_far.total:
        return ""
    if so_far.arrived:
        reached = f"{grouped(so_far.arrived)} su {grouped(so_far.total)}"
        return f"{reached}, letti {share(so_far.read, so_far.arrived)} %" if so_far.read else reached
    if so_far.left:
        return f"in arrivo a {people(so_far.left)}"
    return "" if so_far.waiting else "non è arrivato a nessuno"


def share(part: int, whole: int) -> int:
    """Per cent, rounded half up; 0 and 100 are kept for nobody and everybody."""
    if part in (0, whole):
        return 100 if part else 0
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


def people(count: int) -> str:
    """ "1 persona", "1.660 persone"."""
    return "1 persona" if count == 1 else f"{grouped(count)} persone"
