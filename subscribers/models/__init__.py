"""The tables: who may be written to, the proof that they agreed, and the answers that are waiting to leave.

Rows, constraints and querysets. Who is subscribed is decided in `consent`, and what is appended in `register`.
"""

from .answers import Reply, ReplyQuerySet, SeenMessage
from .exports import RegisterExport
from .imports import ImportBatch, ImportRow
from .people import Subscriber, SubscriberQuerySet, Topic
from .register import (
    CheckRequest,
    ConsentRecord,
    ConsentRecordQuerySet,
    RegisterCheck,
    RegisterHead,
    Seal,
    SealLetter,
)
from .texts import ServiceText
from .zones import Zone

__all__ = [
    "CheckRequest",
    "ConsentRecord",
    "ConsentRecordQuerySet",
    "ImportBatch",
    "ImportRow",
    "RegisterCheck",
    "RegisterExport",
    "RegisterHead",
    "Reply",
    "ReplyQuerySet",
    "Seal",
    "SealLetter",
    "SeenMessage",
    "ServiceText",
    "Subscriber",
    "SubscriberQuerySet",
    "Topic",
    "Zone",
]
