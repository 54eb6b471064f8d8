"""A webhook's body turned into typed events: the vocabulary, and the parser that raises nothing.

Bytes come in whose signature has been checked; whatever this version does not know comes out as `Unknown`.
Nothing here knows a database.
"""

from cascina_whatsapp.whatsapp.cloud_api.people import Person

from .parsing import NotAWebhook, parse
from .vocabulary import (
    AccountError,
    AccountUpdate,
    Event,
    IdentityChange,
    InboundMessage,
    PreferenceChange,
    StatusUpdate,
    TemplateUpdate,
    TimedEvent,
    Unknown,
)

__all__ = [
    "AccountError",
    "AccountUpdate",
    "Event",
    "IdentityChange",
    "InboundMessage",
    "NotAWebhook",
    "Person",
    "PreferenceChange",
    "StatusUpdate",
    "TemplateUpdate",
    "TimedEvent",
    "Unknown",
    "parse",
]
