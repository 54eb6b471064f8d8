"""The events that Meta tells us of. None holds a profile name; what a person wrote is in no repr."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from cascina_whatsapp.whatsapp.cloud_api.people import Person


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened; `envelope` is a webhook body that holds it alone, ready to be parsed again."""

    envelope: dict[str, Any] = field(repr=False, compare=False)

    @property
    def account(self) -> str | None:
        """Meta's id of the account that an event is about; None for what is no webhook of an account."""
        entries = self.envelope.get("entry")
        return str(entries[0].get("id", "")) if entries else None

    def received(self, moment: datetime, post: int | None = None) -> Self:
        """Copy the event as received at that moment of our own clock (UTC), in that stored post."""
        return self


@dataclass(frozen=True, kw_only=True)
class TimedEvent(Event):
    """An event that says when it happened. Nothing happened later than we heard of it."""

    at: datetime
    """The moment when it happened, in UTC: Meta's time, but never later than it was received."""
    carried_at: datetime | None = None
    """Meta's time where that is later, which can't be; None where it is to be believed."""
    received_at: datetime | None = None
    """The moment when it reached us, by our own clock, in UTC; None where nobody says."""
    phone_number_id: str = ""
    """Meta's id of our number."""
    post: int | None = field(default=None, compare=False)
    """The number of the stored post that told it, by which the log follows it; None where nobody says."""

    def received(self, moment: datetime, post: int | None = None) -> Self:
        if self.at <= moment:
            return replace(self, received_at=moment, post=post)
        return replace(self, at=moment, carried_at=self.at, received_at=moment, post=post)


@dataclass(frozen=True, kw_only=True)
class InboundMessage(TimedEvent):
    """A person did something in the chat: wrote, tapped, sent, edited."""

    id: str = field(repr=False)  # a wamid: its base64 holds the sender's number
    sender: Person
    kind: str
    """Meta's type, as it is: text, button, interactive, image, reaction, unsupported, …"""
    text: str = field(default="", repr=False)
    """The words that were written, or read on the button that was tapped; "" for every other kind."""
    choice: str = field(default="", repr=False)
    """Our own id of the button or option that was tapped; empty otherwise."""
    caption: str = field(default="", repr=False)
    forwarded: bool = False
    group_id: str = ""
    """Set if the message was written in a group, where we take no part."""


@dataclass(frozen=True, kw_only=True)
class StatusUpdate(TimedEvent):
    """A status of a message of ours; `status` is Meta's word, which may be one that we do not know."""

    wamid: str = field(repr=False)
    status: str
    reference: str = ""
    """Our own reference (`biz_opaque_callback_data`), if the message carried one."""
    recipient: Person
    error_code: int | None = None
    pricing_type: str = ""


@dataclass(frozen=True, kw_only=True)
class PreferenceChange(TimedEvent):
    """A person pressed "stop", "resume" or "signup" inside WhatsApp; `category` is marketing_messages."""

    person: Person
    category: str
    value: str


@dataclass(frozen=True, kw_only=True)
class IdentityChange(TimedEvent):
    """A person's change to another number or id; `after` holds only what Meta tells of the new one."""

    kind: str
    """changed_number, changed_user_id, or identity_changed (a new phone or a new installation)."""
    id: str = field(repr=False)
    before: Person
    after: Person


@dataclass(frozen=True, kw_only=True)
class TemplateUpdate(Event):
    """A change of Meta's mind about a template."""

    kind: str
    """status, quality or category."""
    name: str
    language: str
    """The language as it is sent (it_IT), however Meta spelt it."""
    event: str = ""
    """APPROVED, REJECTED, PAUSED, …; for a category, IMPENDING (24 hours' notice) or COMPLETED."""
    reason: str = ""
    category: str = ""
    """The category that applies, or that will after the notice."""
    takes_effect: datetime | None = None
    """The moment when the announced category changes."""
    quality: str = ""
    """GREEN, YELLOW, RED or UNKNOWN."""


@dataclass(frozen=True, kw_only=True)
class AccountUpdate(Event):
    """News of the account or of our number: limits, restrictions, alerts, security."""

    field: str
    event: str = ""
    details: dict[str, str | int | float | bool]
    """The details that Meta tells, flat ("ban_info.waba_ban_state"), without numbers of people."""


@dataclass(frozen=True, kw_only=True)
class AccountError(Event):
    """Trouble that belongs to no message, such as a throughput limit."""

    code: int | None
    title: str
    phone_number_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Unknown(Event):
    """A part of a webhook that we do not understand: `problem` says why, never what was in it."""

    field: str
    kind: str = ""
    problem: str
