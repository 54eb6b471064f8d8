# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two state machines, as tables. Querysets obey them; a constraint in the database guards the words."""

from enum import StrEnum


class CampaignStatus(StrEnum):
    """A broadcast's life. "Waiting for the opening" is no state: it is computed from the hours."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"


C = CampaignStatus
CAMPAIGN_LABELS = {
    C.DRAFT: "Bozza",
    C.IN_REVIEW: "In approvazione",
    C.APPROVED: "Approvato",
    C.SENDING: "In invio",
    C.PAUSED: "In pausa",
    C.SENT: "Inviato",
    C.CANCELLED: "Annullato",
}
CAMPAIGN_MAY_FOLLOW = {
    C.DRAFT: {
        C.IN_REVIEW,
        C.APPROVED,
        C.PAUSED,
    },  # the last two: before it had started, to change it, or Meta refused its custom template
    C.IN_REVIEW: {C.DRAFT, C.APPROVED},  # approved: what is stored is not what was approved
    C.APPROVED: {C.DRAFT, C.IN_REVIEW, C.PAUSED},  # paused: before it had started
    C.SENDING: {C.APPROVED, C.PAUSED, C.SENT},  # sent: a receipt called a message back to the queue
    C.PAUSED: {C.APPROVED, C.SENDING},
    C.SENT: {C.SENDING},
    C.CANCELLED: {C.DRAFT, C.IN_REVIEW, C.APPROVED, C.SENDING, C.PAUSED},
}
"""Status → the statuses that it may follow."""
CAMPAIGN_OVER = (C.SENT, C.CANCELLED)


class DeliveryStatus(StrEnum):
    """One recipient's message. `uncertain`: it may have left, and only a receipt or long silence can tell."""

    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    SKIPPED = "skipped"


D = DeliveryStatus
DELIVERY_LABELS = {
    D.QUEUED: "In coda",
    D.SENDING: "In partenza",
    D.UNCERTAIN: "Esito incerto",
    D.ACCEPTED: "Presa in carico",
    D.SENT: "Inviata",
    D.DELIVERED: "Consegnata",
    D.READ: "Letta",
    D.FAILED: "Non riuscita",
    D.SKIPPED: "Saltata",
}
DELIVERY_MAY_FOLLOW = {
    # Back to the queue: by back-off, by proven silence, or because Meta said "failed, try later".
    D.QUEUED: {D.SENDING, D.UNCERTAIN, D.ACCEPTED, D.SENT},
    D.SENDING: {D.QUEUED},
    D.UNCERTAIN: {D.SENDING},
    D.ACCEPTED: {D.SENDING, D.UNCERTAIN},
    # A receipt is a fact. It may overtake our own save, or arrive after we had given up.
    D.SENT: {D.QUEUED, D.SENDING, D.UNCERTAIN, D.ACCEPTED},
    D.DELIVERED: {D.QUEUED, D.SENDING, D.UNCERTAIN, D.ACCEPTED, D.SENT, D.FAILED, D.SKIPPED},
    D.READ: {D.QUEUED, D.SENDING, D.UNCERTAIN, D.ACCEPTED, D.SENT, D.DELIVERED, D.FAILED, D.SKIPPED},
    # Never over a message that did arrive.
    D.FAILED: {D.QUEUED, D.SENDING, D.UNCERTAIN, D.ACCEPTED, D.SENT},
    D.SKIPPED: {D.QUEUED},
}
"""Status → the statuses that it may follow."""

MAY_BE_RESENT = frozenset({D.FAILED})
"""From these a person, and nobody else, may put a message back in the queue."""

UNFINISHED = frozenset({D.QUEUED, D.SENDING, D.UNCERTAIN})
"""While a delivery is in one of these, its broadcast is not over."""
