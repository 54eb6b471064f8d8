"""The errors of a message, sorted by what the caller must do next; for Meta's codes see `error_codes`."""

import re

_PRIVATE = re.compile(
    r"[+]?\d(?:[\s().\-/]{0,2}\d){6,}"  # a phone number, however it is spaced
    r"|\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{6,}"  # a business-scoped user id
    r"|(?=[A-Za-z_|.\-]{0,200}\d)[\w|.\-]{25,}"  # an access token: Meta repeats a malformed one in its response
)


def redacted(text: str) -> str:
    """Meta's words without what may identify a person or give access, at most 200 characters."""
    return _PRIVATE.sub("…", text)[:200]


class CloudApiError(Exception):
    """Meta refused, or did not respond. Safe to log: Meta's details, which may name a person, are not kept."""

    def __init__(
        self,
        *,
        code: int | None = None,
        title: str = "",
        http_status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__()
        self.code = code
        self.title = redacted(title)
        self.http_status = http_status
        self.retry_after = retry_after  # seconds that Meta asks us to wait

    def __str__(self) -> str:
        numbers = {"code": self.code, "HTTP": self.http_status}
        known = [f"{name} {number}" for name, number in numbers.items() if number is not None]
        return ", ".join([*known, self.title]) if self.title else ", ".join(known)


class TryLater(CloudApiError):
    """Certainly not sent: the same request may succeed later, with back-off."""


class SlowDown(TryLater):
    """The error that we are too fast: everybody waits, not only this recipient."""


class CallsSpent(SlowDown):
    """The error that all calls of an hour are used up: everybody waits for minutes."""


class UnderMaintenance(TryLater):
    """The error that Meta is working on our number, or on a template: in a minute or more it goes on."""


class RecipientBusy(TryLater):
    """The error that too many messages went to one person (one every six seconds is allowed): only they wait."""


class OutcomeUnknown(CloudApiError):
    """The message may have left. Never resend blindly: wait for a status that carries our reference."""


class MetaStumbled(OutcomeUnknown):
    """An error of Meta's own, which does not say at which step: a few doubts, then it counts as failed."""


class Unexplained(OutcomeUnknown):
    """A code that Meta does not document: tried once more at most, and told to whoever runs the service."""


class ResponseUnreadable(OutcomeUnknown):
    """Meta said 2xx and then something that cannot be read: treat as sent, wait for a status."""


class RecipientUnreachable(CloudApiError):
    """The error that this person will not get this message, now or later; the others will."""


class RecipientOptedOut(RecipientUnreachable):
    """The error that this person has stopped our messages inside WhatsApp: never write again."""


class TemplateNeeded(CloudApiError):
    """The error that more than 24 hours have passed since this person wrote: only a template may be sent."""


class SenderBlocked(CloudApiError):
    """Token, account, number or payment trouble: stop every broadcast and tell the staff."""


class TemplateBlocked(SenderBlocked):
    """The error that this template cannot be sent as it is: stop its broadcasts and tell the staff."""


class TemplatePaused(TemplateBlocked):
    """The error that Meta stopped a template because of how people receive it; it lifts the pause by itself."""


class Dropped(RecipientUnreachable):
    """Meta had taken this message, kept it back, and then did not send it: its template was paused meanwhile."""


class OurMistake(CloudApiError):
    """The error that the request was wrong: sending it again would fail again."""
