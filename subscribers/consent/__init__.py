"""The only writer of consent: every change of a subscription, and its record in the register, in one step.

Consent follows the time that the message carries, not the time it arrives: what is older than the last decision
is recorded and changes nothing. Between two messages of the same second, leaving wins.
"""

# Each function is a transaction or a part of its caller's. Those that a citizen's message leads to need no savepoint,
# which would cost two statements: nobody catches what they raise without giving up all of it.

from .decisions import (
    CannotEnrol,
    choose_zones,
    enrol,
    follow,
    limit,
    note_resume,
    opt_in,
    opt_out,
    prefer_language,
    reconfirm,
    remove,
)
from .double_opt_in import ask, confirm, open_question
from .erasing import erase, forget_events, forget_proof
from .moving import change_number
from .receipt_evidence import RecordedBroadcast, RecordedPurpose, ToldPerson, note_told
from .recording import Change, Channel, Effect, Evidence, Kind, Offer

__all__ = [
    "CannotEnrol",
    "Change",
    "Channel",
    "Effect",
    "Evidence",
    "Kind",
    "Offer",
    "RecordedBroadcast",
    "RecordedPurpose",
    "ToldPerson",
    "ask",
    "change_number",
    "choose_zones",
    "confirm",
    "enrol",
    "erase",
    "follow",
    "forget_events",
    "forget_proof",
    "limit",
    "note_resume",
    "note_told",
    "open_question",
    "opt_in",
    "opt_out",
    "prefer_language",
    "reconfirm",
    "remove",
]
