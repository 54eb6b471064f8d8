"""The settings of this WhatsApp's behaviour, which tests and the page change while it runs."""

import asyncio
import math
import random
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

CHOICES = {
    "status_order": ("in_order", "reversed", "shuffled"),
    "review_decision": ("APPROVED", "REJECTED", "AS_MARKETING"),
    "quality_rating": ("GREEN", "YELLOW", "RED", "UNKNOWN"),
    "throughput": ("STANDARD", "HIGH", "NOT_APPLICABLE"),
    "name_status": ("APPROVED", "AVAILABLE_WITHOUT_REVIEW", "DECLINED", "EXPIRED", "PENDING_REVIEW", "NONE"),
    "latency_shape": ("even", "long_tail"),
    "number_status": (
        "CONNECTED",
        "PENDING",
        "FLAGGED",
        "RESTRICTED",
        "RATE_LIMITED",
        "BANNED",
        "DISCONNECTED",
        "UNVERIFIED",
        "DELETED",
        "MIGRATED",
    ),
    "platform_type": ("CLOUD_API", "ON_PREMISE", "NOT_APPLICABLE"),
    "profile": ("full", "bare", "empty"),
    "account_standing": ("AVAILABLE", "LIMITED", "BLOCKED"),
    "held_word": ("held_for_quality_assessment", "paused"),
}
WEBHOOK_FIELDS = (
    "messages",
    "user_preferences",
    "message_template_status_update",
    "message_template_quality_update",
    "template_category_update",
    "account_update",
    "account_alerts",
    "business_capability_update",
    "phone_number_quality_update",
    "security",
)
"""The fields that the app is told of, unless the settings say otherwise."""
MOST_STATUSES = 1000
"""Meta puts no more updates in one webhook."""
ONE_IN_A_HUNDRED = 2.326
"""The standard deviations above the mean at which a normal distribution's slowest hundredth begins."""


class BadSetting(ValueError):
    """A setting that does not exist or a value it cannot have; str() names the setting."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Times are in seconds unless the name says otherwise."""

    latency_ms: tuple[int, int] = (0, 0)
    """The milliseconds that the API takes to answer: see `latency_shape`."""
    latency_shape: str = "even"
    """even: any time between the two; long_tail: half take less than the first, one in 100 more than the second."""
    faults: bool = True
    """True where numbers with the endings of the table of faults misbehave."""
    statuses: bool = True
    """True where the service is told what became of its messages."""
    statuses_per_post: int = 500
    """The most of them in one webhook, up to 1,000."""
    status_order: str = "in_order"
    repeat: int = 1
    """The times that each status is posted."""
    late: float = 0.0
    """Added to the time of every status."""
    sent_after: float = 0.05
    delivered_after: float = 0.3
    read_after: float = 1.5
    read_share: float = 0.6
    """The share of phones, 0 to 1, that read what they receive and say so."""
    held_after: int = 0
    """The messages of a template that leave before the next ones are kept back, until somebody decides about them
    (`POST held`); 0: all leave."""
    held_word: str = "held_for_quality_assessment"
    """The word of the answer for a message that is kept back."""
    stall_after: int | None = None
    """The messages that are accepted, from the moment at which this is set, before further calls get no answer and
    wait; set again, null for without limit, they go on as if they came then. Who gives up has sent nothing."""
    stall_references: str = ""
    """The beginning of the reference (`biz_opaque_callback_data`) of calls that count and wait; empty: all. To be set
    together with `stall_after`."""
    rate_limit: int = 0
    """Messages accepted in any second before 130429; 0 means without limit."""
    window_hours: float = 24.0
    """The hours after a citizen's message in which free-form messages are allowed."""
    review_seconds: float = 0.0
    review_decision: str = "APPROVED"
    """AS_MARKETING approves a template of any category as marketing, as Meta does with mis-declared ones."""
    quality_rating: str = "GREEN"
    messaging_limit: str = "TIER_2K"
    throughput: str = "STANDARD"
    name_status: str = "APPROVED"
    token_days: float = 0.0
    """The days that the access token still lasts; 0: for ever."""
    token_valid: bool = True
    """True where the token is accepted at all: otherwise every request is refused (190)."""
    scopes: str = "whatsapp_business_management,whatsapp_business_messaging"
    """The scopes of the token, comma-separated."""
    made_for: str = "SYSTEM_USER"
    """The owner of the token: or USER, a person's."""
    app_secret_valid: bool = True
    """True where the app is recognised by the secret that the service has."""
    app_subscribed: bool = True
    """True where the app is subscribed to the account; the simulator posts to the service all the same."""
    webhook_url: str = ""
    """The address that the app says it posts to; empty: the truth."""
    webhook_fields: str = ",".join(WEBHOOK_FIELDS)
    webhook_override: str = ""
    """Another address, for this number alone."""
    number_status: str = "CONNECTED"
    platform_type: str = "CLOUD_API"
    pin: bool = True
    """True where the number is protected by a PIN of six digits."""
    profile: str = "full"
    """bare: without contacts; empty: without anything."""
    payment: bool = True
    """True where the account has a method of payment that works."""
    business_verified: bool = True
    account_standing: str = "AVAILABLE"
    """The word for whether Meta lets the account's messages pass, for reasons of its own."""
    category_limit_reached: bool = False
    """True where every template is refused (131064), since too many had the wrong category; it ends by itself."""
    account_news: bool = True
    """True where the service is told of warnings, restrictions and categories; otherwise it has to ask."""
    bill_allowed: bool = True
    """True where the token may read what Meta bills."""
    bill_costs: bool = True
    """True where the bill tells costs, too: for an account that a partner pays for, Meta tells none."""
    bill_more_messages: int = 0
    """The messages too many that the bill tells of the first day."""
    bill_factor: float = 1.0
    """The factor that the bill multiplies costs by; 1: the truth."""
    clock_ahead: float = 0.0
    """The seconds by which the clock of the Graph API is ahead; by it messages expire, too."""

    def changed(self, values: dict[str, Any]) -> "Settings":
        """A copy with some settings changed. Raises BadSetting."""
        return replace(self, **{name: checked(name, value) for name, value in values.items()})

    def as_json(self) -> dict[str, Any]:
        """Write all settings as a dictionary."""
        return asdict(self)

    async def wait(self) -> None:
        """Let the latency of the API pass."""
        if self.latency_ms[1]:
            await asyncio.sleep(self.draw_latency() / 1000)

    def draw_latency(self) -> float:
        """The milliseconds of one answer."""
        first, second = self.latency_ms
        if self.latency_shape == "long_tail" and 0 < first < second:
            return random.lognormvariate(math.log(first), math.log(second / first) / ONE_IN_A_HUNDRED)
        return random.uniform(first, second)


DEFAULTS = {field.name: field.default for field in fields(Settings)}


def checked(name: str, value: object) -> Any:
    """The value as the setting holds it. Raises BadSetting."""
    if name not in DEFAULTS:
        raise BadSetting(name)
    if name == "latency_ms":
        return _latency(value)
    if name == "statuses_per_post" and not _is_count(value, MOST_STATUSES):
        raise BadSetting(name)
    if name == "stall_after":
        if value is not None and (type(value) is not int or value < 0):
            raise BadSetting(name)
        return value
    if name in CHOICES and value not in CHOICES[name]:
        raise BadSetting(name)
    return _like(DEFAULTS[name], name, value)


def _latency(value: object) -> tuple[int, int]:
    """A pair of milliseconds; one number stands for a pair of the same."""
    pair: list[Any] = value if isinstance(value, list) else [value, value]
    are_numbers = len(pair) == 2 and all(isinstance(end, int | float) for end in pair)
    if not are_numbers or not 0 <= pair[0] <= pair[1]:
        raise BadSetting("latency_ms")
    return (int(pair[0]), int(pair[1]))


def _is_count(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def _like(default: object, name: str, value: object) -> object:
    """The value with the type of the default; numbers are never negative."""
    if isinstance(default, bool) or isinstance(value, bool) or isinstance(default, str):
        if type(value) is not type(default):
            raise BadSetting(name)
        return value
    if not isinstance(value, int | float) or value < 0:
        raise BadSetting(name)
    return int(value) if isinstance(default, int) else float(value)
