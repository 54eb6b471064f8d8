# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole of the simulated WhatsApp: what it remembers, and the two things that pass through it."""

import asyncio
import time
from typing import Any

from . import faults, webhooks
from .citizens import Citizen, Citizens
from .config import Config
from .media import Cabinet
from .sent_messages import Said, Sent, SentMessages
from .settings import Settings
from .statuses import Statuses
from .templates import Shelf, Template
from .webhooks import Outbox


class WhatsApp:
    """Everything lives in memory, in one process and one event loop."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.outbox = Outbox(config)
        self.statuses = Statuses(self.outbox)
        self.reset()

    def reset(self) -> None:
        """Forget everything: people, chats, templates, files, settings and what was still to be posted."""
        self.settings = Settings()
        self.citizens = Citizens()
        self.sent_messages = SentMessages()
        self.shelf = Shelf()
        self.cabinet = Cabinet()
        self.statuses.forget()
        self.outbox.forget()

    def accept(
        self, citizen: Citizen, body: dict[str, Any], raw: bytes, template: Template | None, error_code: int
    ) -> Sent:
        """Take a message of the service for the citizen; with an error code it will fail later."""
        sent = self.sent_messages.accept(citizen, body, raw, template, time.time())
        refuses_marketing = citizen.opted_out and sent.pricing_category == "marketing"
        sent.error_code = error_code or (faults.STOPPED_MARKETING if refuses_marketing else 0)
        self.statuses.plan(sent, self.settings)
        return sent

    def hear(self, said: Said) -> dict[str, Any]:
        """Write down a message of a citizen; the webhook that tells the service comes back."""
        self.sent_messages.hear(said)
        value = webhooks.value(self.config, about=[said.citizen], messages=[said.message])
        return webhooks.envelope(self.config, value)

    def review(self, template: Template) -> None:
        """Have the template reviewed after the time in the settings, at once when that is zero."""
        delay, decision = self.settings.review_seconds, self.settings.review_decision
        if delay:
            asyncio.get_running_loop().call_later(delay, self.decide, template, decision)
        else:
            self.decide(template, decision)

    def decide(self, template: Template, decision: str, reason: str = "NONE") -> None:
        """Change the status of a template and tell the service."""
        if self.shelf.templates.get((template.name, template.language)) is not template:
            return
        if decision == "AS_MARKETING":
            template.category, decision = "MARKETING", "APPROVED"
        template.status = decision
        template.rejected_reason = "INVALID_FORMAT" if decision == "REJECTED" and reason == "NONE" else reason
        value = {
            "event": decision,
            "message_template_id": int(template.id),
            "message_template_name": template.name,
            "message_template_language": template.language.replace("_", "-"),
            "message_template_category": template.category,
            "reason": template.rejected_reason,
        }
        field = "message_template_status_update"
        self.outbox.post(webhooks.account_envelope(self.config, field, value))
