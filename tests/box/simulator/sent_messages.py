"""The record of what passed through: every accepted message in order, and the counts that tests compare."""

import secrets
from base64 import b64encode
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from .citizens import Citizen
from .errors import GraphError
from .templates import LONGEST_LIFE, Template

TICKS = ("accepted", "failed", "sent", "delivered", "read")


@dataclass(slots=True, eq=False)
class Sent:
    """A message of the service that was accepted; `raw` is the request body as it came."""

    seq: int
    at: float
    citizen: Citizen = field(repr=False)
    to: str = field(repr=False)
    recipient: str = field(repr=False)
    kind: str
    reference: str
    wamid: str
    raw: bytes = field(repr=False)
    template: Template | None = None
    status: str = "accepted"
    error_code: int = 0
    """The code for why it failed after having been accepted."""
    leaves_at: float = 0.0
    """The moment when it leaves Meta's servers: later than `at` where it was kept back."""
    is_held: bool = False
    """Kept back, until it is decided about it."""
    waits: bool = False
    """True while it waits for a telephone that is off; for ever, once its time to live is over."""
    is_untold: bool = False
    """The service is told of none of its statuses."""

    def __post_init__(self) -> None:
        self.leaves_at = self.at

    @property
    def is_missing(self) -> bool:
        """Tell whether the telephone shows nothing of the message."""
        return bool(self.error_code) or self.is_held or self.waits

    @property
    def expires_at(self) -> float:
        """Unix time after which Meta delivers it no more, and need not say so (Meta, time to live)."""
        lives = self.template.time_to_live if self.template else LONGEST_LIFE
        return self.leaves_at + lives

    def advance(self, status: str) -> None:
        """Move the ticks on; a late status never moves them back."""
        if TICKS.index(status) > TICKS.index(self.status):
            self.status = status

    @property
    def pricing_category(self) -> str:
        """The category in which Meta bills the message."""
        return self.template.category.lower() if self.template else "service"


@dataclass(slots=True, eq=False)
class CitizenMessage:
    """A message of a citizen, as in the webhook."""

    at: float
    citizen: Citizen = field(repr=False)
    wamid: str
    message: dict[str, Any] = field(repr=False)
    is_read: bool = False


class SentMessages:
    """Accepted messages, refusals and rates since the last reset."""

    def __init__(self) -> None:
        self.accepted: list[Sent] = []
        self.said: dict[str, CitizenMessage] = {}
        self.refused: Counter[int] = Counter()
        self.uploads = 0
        self.max_in_one_second = 0
        self._last_second: deque[float] = deque()

    def check_rate(self, limit: int, now: float) -> None:
        """Raise GraphError 130429 after `limit` messages in the second before now; 0 is no limit."""
        while self._last_second and self._last_second[0] <= now - 1:
            self._last_second.popleft()
        if limit and len(self._last_second) >= limit:
            raise GraphError(130429, "Message failed to send because there were too many messages sent")

    def accept(
        self, citizen: Citizen, body: dict[str, Any], raw: bytes, template: Template | None, now: float
    ) -> Sent:
        """Write the message down; from here on the citizen will receive it."""
        sent = Sent(
            seq=len(self.accepted) + 1,
            at=now,
            citizen=citizen,
            to=citizen.phone if body.get("to") else "",
            recipient=citizen.bsuid,
            kind=body["type"],
            reference=body.get("biz_opaque_callback_data", ""),
            wamid=new_wamid(citizen.phone if citizen.shares_number else ""),
            raw=raw,
            template=template,
        )
        self.accepted.append(sent)
        citizen.received += 1
        citizen.chat.append(sent)
        self._last_second.append(now)
        self.max_in_one_second = max(self.max_in_one_second, len(self._last_second))
        return sent

    def hear(self, said: CitizenMessage) -> None:
        """Write down what a citizen said."""
        self.said[said.wamid] = said
        said.citizen.heard.append(said)
        said.citizen.chat.append(said)


def new_wamid(phone: str = "") -> str:
    """A message id as Meta makes them: the citizen's number is inside, where there is one."""
    name = phone.removeprefix("+").encode() or secrets.token_bytes(12)
    told = b"\x1c\x18" + bytes([len(name)]) + name + b"\x15\x02\x00\x11\x18\x12" + secrets.token_bytes(18)
    return "wamid." + b64encode(told).decode()
