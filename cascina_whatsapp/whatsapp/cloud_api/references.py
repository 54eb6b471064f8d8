"""The references that travel with our messages and come back in their receipts (`biz_opaque_callback_data`).

Nothing personal is in them, since Meta keeps them: only what kind of message it is, the number of its row, and which
attempt. The formats never change while a message that carries the old one may still be heard of.
"""

import re

_DELIVERY = re.compile(r"cascina:delivery:(\d{1,18}):(\d{1,5})", re.ASCII)
_TRIAL = re.compile(r"cascina:trial:(\d{1,18})", re.ASCII)
_REPLY = re.compile(r"cascina:reply:(\d{1,18})", re.ASCII)


def of_delivery(number: int, attempt: int) -> str:
    """The reference of this attempt of the delivery with this primary key."""
    return f"cascina:delivery:{number}:{attempt}"


def of_trial(number: int) -> str:
    """The reference of the trial with this primary key; a trial has one attempt."""
    return f"cascina:trial:{number}"


def of_reply(number: int) -> str:
    """The reference of the reply with this primary key, whatever its attempt."""
    return f"cascina:reply:{number}"


def delivery_in(reference: str) -> tuple[int, int] | None:
    """Read delivery and attempt from a reference; None where it is of something else."""
    found = _DELIVERY.fullmatch(reference)
    return (int(found[1]), int(found[2])) if found else None


def trial_in(reference: str) -> int | None:
    """Read the trial from a reference; None where it is of something else."""
    return _number(_TRIAL, reference)


def reply_in(reference: str) -> int | None:
    """Read the reply from a reference; None where it is of something else."""
    return _number(_REPLY, reference)


def _number(pattern: re.Pattern[str], reference: str) -> int | None:
    found = pattern.fullmatch(reference)
    return int(found[1]) if found else None
