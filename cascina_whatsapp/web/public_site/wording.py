"""The words of a published message now: as it was sent, corrected, or withdrawn with the old words below."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import slugify

from broadcasts.content import custom_template
from broadcasts.content.attachments import attachment
from broadcasts.models import Campaign
from broadcasts.reporting import sentences
from broadcasts.reporting.progress import progress_of
from broadcasts.rules import occasions
from broadcasts.rules.attachments.facts import WEB_COPIES
from broadcasts.rules.occasions import Occasion
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.whatsapp_markup import MARKED, paragraphs
from subscribers.texts import compare

SLUG_MOST, BRIEF_MOST = 60, 200
"""Characters."""
STALE = timedelta(hours=24)
"""The time for which a warning may be read as of now: nobody writes down when it ends."""
SENTENCE = re.compile(r"(?<=[.!?])\s")


def plain(text: str) -> str:
    """`text` without WhatsApp's marks, on one line."""
    bare = MARKED.sub(r"\2", text)
    return plain(bare) if bare != text else " ".join(text.split())


def with_words(news: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Fetch what a `Message` is made of along with each broadcast."""
    return news.prefetch_related("amendments", "topics")


class Message:
    """A published broadcast as a page shows it. `now`: when it is read."""

    def __init__(self, campaign: Campaign, now: datetime) -> None:
        """Begin with a `campaign` whose `amendments` and `topics` are fetched, or cost a query each."""
        assert campaign.started_at is not None  # noqa: S101  (published() gives nothing else)
        self.campaign, self.sent_at, self._now = campaign, campaign.started_at, now
        self._amendments = list(campaign.amendments.all())
        withdrawals = [one for one in self._amendments if one.is_withdrawal]
        self.withdrawal = withdrawals[-1] if withdrawals else None
        self.withdrawn_at = withdrawals[0].at if withdrawals else None
        self.corrections = [one for one in self._amendments if not one.is_withdrawal]

    @property
    def title(self) -> str:
        """The words in force; of what was withdrawn, the last ones."""
        return self.corrections[-1].title if self.corrections else self.campaign.title

    @property
    def body(self) -> str:
        """The text in force; of what was withdrawn, the last one."""
        return self.corrections[-1].body if self.corrections else custom_template.tidy(self.campaign.body)

    @property
    def occasion(self) -> Occasion:
        """The event that the message announces now."""
        return self._occasions[-1]

    @cached_property
    def _occasions(self) -> list[Occasion]:
        """The event that the message announces, as it was sent and after each correction."""
        found = [self.campaign.occasion]
        for one in self.corrections:
            found.append(found[-1] if one.occasion is None else occasions.read(one.occasion))
        return found

    @property
    def headline(self) -> str:
        """The title as it is shared, which tells of a withdrawal."""
        return f"Ritirato: «{self.title}»" if self.withdrawal else self.title

    @property
    def paragraphs(self) -> list[SafeString]:
        """The text as HTML, WhatsApp's marks as elements."""
        return paragraphs(self.body)

    @property
    def brief(self) -> str:
        """The beginning of the text for a list; of what was withdrawn, why."""
        return truncatechars(self.withdrawal.reason if self.withdrawal else plain(self.body), BRIEF_MOST)

    @property
    def picture_text(self) -> str:
        """The words for the picture; where nobody wrote them, the first sentence of the message."""
        return self.campaign.picture_text or truncatechars(SENTENCE.split(plain(self.body))[0], BRIEF_MOST)

    @cached_property
    def cancelled(self) -> str:
        """The sentence that not everybody got what was cancelled on its way; "" of any other."""
        is_cancelled = self.campaign.status == CampaignStatus.CANCELLED
        return sentences.ended(progress_of(self.campaign)) if is_cancelled else ""

    @property
    def told(self) -> list[dict[str, Any]]:
        """The corrections of a message, the latest first, each with what it changed."""
        words = {
            "title": [self.campaign.title, *(one.title for one in self.corrections)],
            "body": [custom_template.tidy(self.campaign.body), *(one.body for one in self.corrections)],
            "occasion": [one.in_words for one in self._occasions],
        }
        found: list[dict[str, Any]] = []
        for place, one in enumerate(self.corrections):
            pairs = {name: told[place : place + 2] for name, told in words.items()}
            changed = {
                name: compare(plain(before), plain(after))
                for name, (before, after) in pairs.items()
                if before != after
            }
            found.insert(0, {"amendment": one, **changed})
        return found

    @property
    def is_past(self) -> bool:
        """Tell whether the message is a warning that is a day old, and is not to be read as of now."""
        return self.campaign.is_alert and self.sent_at < self._now - STALE

    @property
    def changed_at(self) -> datetime:
        """The moment when the message left, or was corrected or withdrawn last."""
        return self._amendments[-1].at if self._amendments else self.sent_at

    @property
    def slug(self) -> str:
        """The title as a part of an address: readers like it there, nobody relies on it."""
        return slugify(self.title)[:SLUG_MOST].strip("-") or "messaggio"

    @property
    def path(self) -> str:
        """The lasting address of the message, below SITE_URL."""
        return reverse("public_message", args=[self.campaign.pk, self.slug])

    @property
    def url(self) -> str:
        """The whole lasting address of the message."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def short_url(self) -> str:
        """The whole address by the message's number alone: it never changes, and leads to the other."""
        return f"{settings.SITE_URL}{reverse('public_message_short', args=[self.campaign.pk])}"

    @property
    def has_file(self) -> bool:
        """Tell whether the message's picture or document is there, and holds."""
        file = self.campaign.attachment
        return not self.withdrawal and bool(file.name) and file.storage.exists(str(file.name))

    @cached_property
    def picture(self) -> dict[str, Any] | None:
        """Address and size in pixels of its picture as it was sent; the widths of its copies, and their addresses."""
        if self.campaign.kind != Campaign.Kind.IMAGE or not self.has_file:
            return None
        facts = self.campaign.attachment_facts
        size = {"width": facts.get("width"), "height": facts.get("height")}
        pixels = facts.get("width") or max(WEB_COPIES)
        widths = [width for width in WEB_COPIES if width == min(WEB_COPIES) or pixels > min(WEB_COPIES)]
        copies = [
            (reverse("public_picture", args=[self.campaign.pk, width]), min(width, pixels))
            for width in widths
        ]
        path = reverse("public_file", args=[self.campaign.pk])
        return {"path": path, "widths": widths, "copies": copies, **size}

    @cached_property
    def document(self) -> dict[str, str] | None:
        """The address of its document, and how long it is: "2 pagine, 118 kB"."""
        if self.campaign.kind != Campaign.Kind.DOCUMENT or not self.has_file:
            return None
        path = reverse("public_file", args=[self.campaign.pk])
        return {"path": path, "size": attachment.size_of(self.campaign.attachment_facts)}
