"""The health of a message's parties: which let it pass, limit or block it (Meta, messaging health status)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NO_PAYMENT = 141006
NOT_VERIFIED = 141010
"""Meta's codes inside a health status: no working method of payment, a business that is not verified."""
AVAILABLE, LIMITED, BLOCKED = "AVAILABLE", "LIMITED", "BLOCKED"


@dataclass(frozen=True, kw_only=True)
class Health:
    """The health of one party to a message: whether it lets messages pass."""

    kind: str
    """PHONE_NUMBER, WABA, BUSINESS or APP."""
    verdict: str
    """AVAILABLE, LIMITED or BLOCKED."""
    codes: frozenset[int]


def told(status: Mapping[str, Any]) -> list[Health]:
    """Read the parties' health from a field `health_status`."""
    return [
        Health(
            kind=entity["entity_type"],
            verdict=entity["can_send_message"],
            codes=frozenset(int(error["error_code"]) for error in entity.get("errors") or ()),
        )
        for entity in status["entities"]
    ]
