"""The three state machines, as tables. Querysets obey them; a constraint in the database guards the words."""

from enum import StrEnum


class CampaignStatus(StrEnum):
    """A broadcast's life. "Waiting for the opening" is no state: it is computed from the hours."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    SENT = "sent"
    CANCELLED = "cancelled"


C = CampaignStatus
CAMPAIGN_LABELS = {
    C.DRAFT: "Bozza",
    C.IN_REVIEW: "In approvazione",
    C.APPROVED: "Programmato",
    C.SENDING: "In invio",
    C.PAUSED: "Fermato",
    C.SUSPENDED: "Trattenuto per le elezioni",
    C.SENT: "Inviato",
    C.CANCELLED: "Annullato",
}
CAMPAIGN_MAY_FOLLOW = {
    C.DRAFT: {
        C.IN_REVIEW,
        C.APPROVED,
        C.PAUSED,
        C.SUSPENDED,
    },  # the last three: before it had started, to change it, or Meta refused its custom template
    C.IN_REVIEW: {C.DRAFT, C.APPROVED},  # approved: what is stored is not what was approved
    C.APPROVED: {C.DRAFT, C.IN_REVIEW, C.PAUSED, C.SUSPENDED},  # the last two: before it had started
    C.SENDING: {
        C.APPROVED,
        C.PAUSED,
        C.SUSPENDED,
        C.SENT,
    },  # sent: a receipt called a message back to the queue
    C.PAUSED: {C.APPROVED, C.SENDING, C.SUSPENDED},
    C.SUSPENDED: {C.APPROVED, C.SENDING},  # an electoral period holds
    C.SENT: {C.SENDING, C.SUSPENDED},  # the last one: what was in flight was all that was left
    C.CANCELLED: {C.DRAFT, C.IN_REVIEW, C.APPROVED, C.SENDING, C.PAUSED, C.SUSPENDED},
}
"""Status → the statuses that it may follow."""
CAMPAIGN_OVER = (C.SENT, C.CANCELLED)


class DeliveryStatus(StrEnum):
    """One recipient's message. `uncertain`: it may have left, and only a receipt or long silence can tell.

    `held`: Meta took it and keeps it back until it knows how the first ones are received (Meta, template pacing).
    `expired`: of a broadcast with a time to live, whose term is over without a word that it arrived.
    """

    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    HELD = "held"
    ACCEPTED = "accepted"
    SENT = "sent"
    EXPIRED = "expired"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    SKIPPED = "skipped"


D = DeliveryStatus
DELIVERY_LABELS = {
    D.QUEUED: "In coda",
    D.SENDING: "In partenza",
    D.UNCERTAIN: "Esito incerto",
    D.HELD: "Trattenuta da WhatsApp",
    D.ACCEPTED: "Affidata a WhatsApp",
    D.SENT: "Inviata",
    D.EXPIRED: "Scaduta senza conferma",
    D.DELIVERED: "Consegnata",
    D.READ: "Letta",
    D.FAILED: "Non riuscita",
    D.SKIPPED: "Non mandata",
}
ARRIVES_AFTER = {
    D.QUEUED,
    D.SENDING,
    D.UNCERTAIN,
    D.HELD,
    D.ACCEPTED,
    D.SENT,
    D.EXPIRED,
    D.FAILED,
    D.SKIPPED,
}
"""The states after which a message may have arrived: any, whatever we had believed."""
DELIVERY_MAY_FOLLOW = {
    # Back to the queue: by back-off, by proven silence, or because Meta said "failed, try later".
    D.QUEUED: {D.SENDING, D.UNCERTAIN, D.HELD, D.ACCEPTED, D.SENT},
    D.SENDING: {D.QUEUED},
    D.UNCERTAIN: {D.SENDING},
    D.HELD: {D.SENDING, D.UNCERTAIN},
    D.ACCEPTED: {D.SENDING, D.UNCERTAIN},
    # A receipt is a fact. It may overtake our own save, or arrive after we had given up.
    D.SENT: {D.QUEUED, D.SENDING, D.UNCERTAIN, D.HELD, D.ACCEPTED},
    # Its term is over: what has left is not delivered any more, and what may have left least of all sent again.
    D.EXPIRED: {D.UNCERTAIN, D.HELD, D.ACCEPTED, D.SENT},
    D.DELIVERED: ARRIVES_AFTER,
    D.READ: ARRIVES_AFTER | {D.DELIVERED},
    # Never over a message that did arrive.
    D.FAILED: {D.QUEUED, D.SENDING, D.UNCERTAIN, D.HELD, D.ACCEPTED, D.SENT, D.EXPIRED},
    D.SKIPPED: {D.QUEUED},
}
"""Status → the statuses that it may follow."""

MAY_BE_RESENT = frozenset({D.FAILED})
"""The states from which a person, and nobody else, may put a message back in the queue."""

TAKEN = (D.ACCEPTED, D.SENT, D.DELIVERED, D.READ)
"""The states of a message that its recipient has, or that WhatsApp is about to hand over."""
UNFINISHED = frozenset({D.QUEUED, D.SENDING, D.UNCERTAIN})
"""While a delivery is in one of these, its broadcast is not over."""


class PublicationStatus(StrEnum):
    """The state of a broadcast at one outlet. `uncertain`: it may be out, and only a person who looks can tell."""

    WAITING = "waiting"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    SKIPPED = "skipped"


P = PublicationStatus
PUBLICATION_LABELS = {
    P.WAITING: "In attesa",
    P.PUBLISHING: "In pubblicazione",
    P.PUBLISHED: "Pubblicato",
    P.UNCERTAIN: "Non si sa se è uscito",
    P.FAILED: "Non riuscito",
    P.SKIPPED: "Non pubblicato",
}
PUBLICATION_MAY_FOLLOW = {
    P.WAITING: {P.PUBLISHING, P.UNCERTAIN, P.FAILED},  # of the last two by a person's word, or a late answer
    P.PUBLISHING: {P.WAITING},
    P.PUBLISHED: {P.WAITING, P.PUBLISHING, P.UNCERTAIN},  # waiting: somebody published it by hand
    P.UNCERTAIN: {P.WAITING, P.PUBLISHING},  # waiting: in an older copy of the database
    P.FAILED: {P.WAITING, P.PUBLISHING, P.UNCERTAIN},
    P.SKIPPED: {P.WAITING, P.FAILED},
}
"""Status → the statuses that it may follow."""
PUBLICATION_OUT = (P.PUBLISHING, P.PUBLISHED, P.UNCERTAIN)
"""The states of what is out, or may be."""
