# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can go wrong with a message, sorted by what the caller must do next rather than by Meta's numbers."""

import re

_PRIVATE = re.compile(
    r"[+]?\d(?:[\s().\-/]{0,2}\d){6,}"  # a phone number, however it is spaced
    r"|\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{6,}"  # a business-scoped user id
    r"|(?=[A-Za-z_|.\-]*\d)[\w|.\-]{25,}"  # an access token: Meta repeats a malformed one in its answer
)


def redacted(text: str) -> str:
    """Meta's words without what may identify a person or open a door, at most 200 characters."""
    return _PRIVATE.sub("…", text)[:200]


class CloudApiError(Exception):
    """Meta refused, or did not answer. `str()` is safe to log; `details` may name a person and is not."""

    def __init__(
        self,
        *,
        code: int | None = None,
        title: str = "",
        details: str = "",
        http_status: int | None = None,
        retry_after: float | None = None,
        trace_id: str = "",
    ):
        super().__init__()
        self.code = code
        self.title = redacted(title)
        self.details = details
        self.http_status = http_status
        self.retry_after = retry_after  # seconds that Meta asks us to wait
        self.trace_id = trace_id

    def __str__(self) -> str:
        numbers = {"code": self.code, "HTTP": self.http_status}
        known = [f"{name} {number}" for name, number in numbers.items() if number is not None]
        return ", ".join([*known, self.title]) if self.title else ", ".join(known)


class TryLater(CloudApiError):
    """Certainly not sent: the same request may succeed later, with back-off."""


class SlowDown(TryLater):
    """We are too fast: everybody waits, not only this recipient."""


class CallsSpent(SlowDown):
    """All the calls of an hour are used up: everybody waits for minutes."""


class UnderMaintenance(TryLater):
    """Meta is working on our number, or on a template: in a minute or more it goes on."""


class RecipientBusy(TryLater):
    """Too many messages to this person (one every six seconds): only they wait."""


class OutcomeUnknown(CloudApiError):
    """The message may have left. Never resend blindly: wait for a status that carries our reference."""


class MetaStumbled(OutcomeUnknown):
    """An error of Meta's own, which does not say at which step: a few doubts, then it counts as failed."""


class Unexplained(OutcomeUnknown):
    """A code that Meta does not document: tried once more at most, and told to whoever runs the service."""


class AnswerUnreadable(OutcomeUnknown):
    """Meta said 2xx and then something that cannot be read: treat as sent, wait for a status."""


class RecipientUnreachable(CloudApiError):
    """This person will not get this message, now or later; the others will."""


class RecipientOptedOut(RecipientUnreachable):
    """This person has stopped our messages inside WhatsApp: never write again."""


class TemplateNeeded(CloudApiError):
    """More than 24 hours have passed since this person wrote: only a template may be sent."""


class SenderBlocked(CloudApiError):
    """Token, account, number or payment trouble: stop every broadcast and tell the staff."""


class TemplateBlocked(SenderBlocked):
    """This template cannot be sent as it is: stop the broadcasts that use it and tell the staff."""


class OurMistake(CloudApiError):
    """The request was wrong: sending it again would fail again."""


# Meta, error codes page; the ambiguous ones are resolved towards never sending twice.
ERROR_BY_CODE: dict[int, type[CloudApiError]] = {
    # Graph API
    0: SenderBlocked,  # token not accepted
    1: MetaStumbled,  # unknown error
    2: MetaStumbled,  # service down for a while
    3: SenderBlocked,  # the app lacks the capability
    4: CallsSpent,  # calls of the app
    10: SenderBlocked,  # permission
    33: SenderBlocked,  # the business number was deleted
    100: OurMistake,  # invalid parameter
    190: SenderBlocked,  # token expired or revoked
    368: SenderBlocked,  # account restricted for policy
    613: CallsSpent,  # rate of calls
    80007: CallsSpent,  # calls of the business account
    80008: CallsSpent,  # the same, on templates
    2494100: UnderMaintenance,  # number under maintenance
    # Throttling and integrity
    130403: RecipientUnreachable,  # we blocked this person
    130429: SlowDown,  # throughput of the number
    130472: RecipientUnreachable,  # in an experiment of Meta's that gets no marketing
    130497: RecipientUnreachable,  # this kind of business may not write to that country
    131016: MetaStumbled,  # service unavailable; Meta does not say at which step
    131031: SenderBlocked,  # account locked
    131037: SenderBlocked,  # display name not approved
    131042: SenderBlocked,  # payment
    131044: SenderBlocked,  # payment for calls
    131045: SenderBlocked,  # certificate of the number
    131048: SenderBlocked,  # restricted for spam: going on would make it worse
    131056: RecipientBusy,  # too many messages to this person
    131057: UnderMaintenance,  # the number's throughput is being raised, up to a minute
    131064: SenderBlocked,  # template categories misused
    # Message and recipient
    131000: MetaStumbled,  # something went wrong
    131005: SenderBlocked,  # access denied
    131008: OurMistake,  # parameter missing
    131009: OurMistake,  # parameter value not valid
    131014: OurMistake,  # media by link, of old
    131021: RecipientUnreachable,  # the recipient is the sender
    131026: RecipientUnreachable,  # not on WhatsApp, old client, terms not accepted
    131030: OurMistake,  # a test number, and a recipient that is not on its list
    131043: RecipientUnreachable,  # expired
    131047: TemplateNeeded,
    131049: RecipientUnreachable,  # too much marketing for this person
    131050: RecipientOptedOut,
    131051: OurMistake,  # unsupported type
    131052: OutcomeUnknown,  # media of a citizen; says nothing about a message of ours
    131053: OurMistake,  # media refused; we always send by id
    131055: SenderBlocked,  # wrong API for the category
    131060: OutcomeUnknown,  # message of a citizen; says nothing about a message of ours
    131062: RecipientUnreachable,  # not allowed to a business-scoped user id
    131063: SenderBlocked,  # marketing disabled
    135000: OurMistake,  # parameter, unspecified
    137000: RecipientUnreachable,  # identity has changed
    # Templates. Parameters are the same for everybody, hence the broadcast stops.
    132000: TemplateBlocked,  # number of parameters
    132001: TemplateBlocked,  # missing in this language, or not approved
    132005: TemplateBlocked,  # text too long with its parameters
    132007: TemplateBlocked,  # content policy
    132008: OurMistake,  # parameter value
    132012: TemplateBlocked,  # parameter format
    132015: TemplateBlocked,  # paused
    132016: TemplateBlocked,  # disabled for good
    132018: TemplateBlocked,  # newline, tab or spaces in a parameter
    132068: TemplateBlocked,  # Flow blocked
    132069: TemplateBlocked,  # Flow throttled
    # Registration, marketing API, payments, Direct Send, user names
    133000: SenderBlocked,
    133004: SenderBlocked,
    133005: SenderBlocked,
    133006: SenderBlocked,
    133008: SenderBlocked,
    133009: SenderBlocked,
    133010: SenderBlocked,
    133015: SenderBlocked,
    133016: SenderBlocked,
    134011: SenderBlocked,  # payment terms
    134100: SenderBlocked,  # marketing only
    134101: UnderMaintenance,  # template being synchronised, ten minutes
    134102: SenderBlocked,
    139200: SenderBlocked,
    147005: OutcomeUnknown,  # user names; says nothing about a message of ours
}

_PERMISSION_CODES = range(200, 300)

_ERROR_BY_HTTP_STATUS: dict[int, type[CloudApiError]] = {
    401: SenderBlocked,
    403: SenderBlocked,
    408: OutcomeUnknown,
    429: SlowDown,
}

_NOT_THE_GRAPH_API = range(300, 500)


def error_class(code: int | None, http_status: int | None = None) -> type[CloudApiError]:
    """What to do about this error, of an answer or of a `failed` status: Meta's code decides, then HTTP's."""
    if code in ERROR_BY_CODE:
        return ERROR_BY_CODE[code]
    if code in _PERMISSION_CODES:
        return SenderBlocked
    if http_status in _ERROR_BY_HTTP_STATUS:
        return _ERROR_BY_HTTP_STATUS[http_status]
    # A refusal without a code of Meta's is somebody else's answer: a wrong address, a proxy.
    if code is None and http_status in _NOT_THE_GRAPH_API:
        return SenderBlocked
    return OutcomeUnknown if code is None else Unexplained
