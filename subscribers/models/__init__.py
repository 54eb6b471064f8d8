# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may be written to, the proof that they agreed, and the answers that are waiting to leave."""

from .answers import Reply, ReplyQuerySet, SeenMessage
from .exports import RegisterExport
from .imports import ImportBatch, ImportRow
from .people import Subscriber, SubscriberQuerySet, Topic
from .register import ConsentRecord, ConsentRecordQuerySet, RegisterCheck, RegisterHead, Seal, SealLetter
from .texts import ServiceText

__all__ = [
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
]
