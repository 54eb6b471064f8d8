"""The facts that Meta tells of a template, listed or just submitted, and of the parties to a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TEMPLATE_FIELDS = (
    "id,name,language,status,category,previous_category,correct_category,quality_score,rejected_reason,"
    "message_send_ttl_seconds"
)
"""The fields that are asked for (Graph API, message templates)."""


@dataclass(frozen=True, kw_only=True)
class TemplateInfo:
    """A template as Meta knows it; `quality` is GREEN, YELLOW, RED, UNKNOWN or empty."""

    id: str
    name: str
    language: str
    status: str
    category: str
    quality: str = ""
    rejected_reason: str = ""
    time_to_live: int | None = None
    """Seconds for which a message is tried; None: thirty days."""
    previous_category: str = ""
    """The category before Meta changed it; empty: the same since ever."""
    announced_category: str = ""
    """The category that is announced; empty: nothing is to change."""


def template(item: dict[str, Any]) -> TemplateInfo:
    """Read a template from an item of the list. Where `correct_category` differs, the category is going to change
    (Meta, template categorization).
    """
    quality, lives = item.get("quality_score"), item.get("message_send_ttl_seconds")
    category, correct = item.get("category", ""), item.get("correct_category") or ""
    return TemplateInfo(
        id=item.get("id", ""),
        name=item.get("name", ""),
        language=item.get("language", ""),
        status=item.get("status", ""),
        category=category,
        quality=quality.get("score", "") if isinstance(quality, dict) else "",
        rejected_reason=item.get("rejected_reason", ""),
        time_to_live=lives if isinstance(lives, int) and lives > 0 else None,  # -1: thirty days
        previous_category=item.get("previous_category") or "",
        announced_category=correct if correct != category else "",
    )


NO_PAYMENT = 141006
NOT_VERIFIED = 141010
"""The codes inside a health status (Meta, messaging health status): no working method of payment, a
business that is not verified."""
AVAILABLE, LIMITED, BLOCKED = "AVAILABLE", "LIMITED", "BLOCKED"


@dataclass(frozen=True, kw_only=True)
class Health:
    """The health of one party to a message: whether it lets messages pass."""

    kind: str
    """PHONE_NUMBER, WABA, BUSINESS or APP."""
    verdict: str
    """AVAILABLE, LIMITED or BLOCKED."""
    codes: frozenset[int]


def health(status: Mapping[str, Any]) -> list[Health]:
    """Read the parties' health from a field `health_status`."""
    return [
        Health(
            kind=entity["entity_type"],
            verdict=entity["can_send_message"],
            codes=frozenset(int(error["error_code"]) for error in entity.get("errors") or ()),
        )
        for entity in status["entities"]
    ]
