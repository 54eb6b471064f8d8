"""The whole of the simulated WhatsApp: what it remembers, and the two things that pass through it."""

import asyncio
import time
from typing import Any

from . import faults, webhooks
from .citizens import Citizen, Citizens
from .config import Config
from .faults import Fault
from .media import MediaStore
from .pacing import PAUSED, Pacing
from .sent_messages import CitizenMessage, Sent, SentMessages
from .settings import Settings
from .stalling import Stalling
from .statuses import Statuses
from .telegram import Channel
from .templates import Template, TemplateStore
from .town_site import TownSite
from .webhooks import Outbox


class WhatsApp:
    """The simulated WhatsApp: everything lives in memory, in one process and one event loop."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.outbox = Outbox(config)
        self.statuses = Statuses(self.outbox)
        self.stalling = Stalling()
        self.reset()

    def reset(self) -> None:
        """Forget everything: people, chats, templates, files, settings and what was still to be posted."""
        self.settings = Settings()
        self.punished_until = 0.0
        self.citizens = Citizens()
        self.sent_messages = SentMessages()
        self.shelf = TemplateStore()
        self.media_store = MediaStore()
        self.pacing = Pacing()
        self.telegram, self.town_site = Channel(), TownSite()
        self.stalling.drop()
        self.stalling = Stalling()
        self.statuses.forget()
        self.outbox.forget()

    def change_settings(self, values: dict[str, Any]) -> None:
        """Change some settings. Raises BadSetting."""
        self.settings = self.settings.changed(values)
        if "stall_after" in values:
            self.stalling.begin(self.settings)

    def accept(
        self, citizen: Citizen, body: dict[str, Any], raw: bytes, template: Template | None, fault: Fault
    ) -> Sent:
        """Take a message of the service for the citizen: it leaves, now or later, or fails afterwards."""
        sent = self.sent_messages.accept(citizen, body, raw, template, time.time())
        self.stalling.count(sent.reference)
        refuses_marketing = citizen.opted_out and sent.pricing_category == "marketing"
        sent.error_code = fault.fails_later or (faults.STOPPED_MARKETING if refuses_marketing else 0)
        sent.is_held = self.pacing.keeps(sent, self.settings, always=fault.is_held)
        sent.is_untold = fault.is_untold
        citizen.is_off = citizen.is_off or fault.is_off
        if not sent.is_held:
            self.leave(sent)
        return sent

    def leave(self, sent: Sent) -> None:
        """Let a message leave, or fail; a telephone that is off does not get it yet."""
        citizen = sent.citizen
        sent.waits = citizen.is_off and not sent.error_code
        if sent.waits:
            citizen.undelivered.append(sent)
        self.statuses.plan(sent, self.settings)

    def decide_held(self, *, is_released: bool, most: int | None = None) -> int:
        """Decide about the first `most` messages that are kept back, or all: they leave, or their template is paused
        and they are dropped. How many."""
        taken = self.pacing.take(most)
        for sent in taken:
            sent.is_held, sent.leaves_at = False, time.time()
            sent.error_code = 0 if is_released else PAUSED
            self.leave(sent)
        if not is_released:
            for template in {sent.template for sent in taken if sent.template}:
                self.decide(template, "PAUSED")
        return len(taken)

    def switch(self, citizen: Citizen, *, is_off: bool) -> None:
        """Switch the telephone off or on: what has not expired meanwhile arrives, of the rest nobody hears again."""
        citizen.is_off = is_off
        if is_off:
            return
        waiting, citizen.undelivered = citizen.undelivered, []
        by_meta = time.time() + self.settings.clock_ahead
        for sent in waiting:
            if by_meta < sent.expires_at:
                sent.waits = False
                self.statuses.plan_arrival(sent, self.settings, time.time())

    def hear(self, said: CitizenMessage) -> dict[str, Any]:
        """Write down a message of a citizen; the webhook that tells the service comes back."""
        self.sent_messages.hear(said)
        value = webhooks.value(self.config, about=[said.citizen], messages=[said.message])
        return webhooks.envelope(self.config, value)

    def review(self, template: Template) -> None:
        """Have the template reviewed after the time in the settings, at once when that is zero."""
        delay, decision = self.settings.review_seconds, self.settings.review_decision
        if decision == "APPROVED" and template.is_misdeclared:
            decision = "AS_MARKETING"
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
