"""The interface of an outlet: its names, what it says beforehand of a broadcast, and one call that publishes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from broadcasts.content import custom_template
from broadcasts.models import Campaign

from .models import Publication


@dataclass(frozen=True)
class Post:
    """The words to be published: of a broadcast, or of a correction of it."""

    campaign: Campaign
    now: datetime
    title: str
    body: str
    """The text with WhatsApp's marks, paragraphs as they were written."""
    revision: int = 0
    """0: the message itself; otherwise a correction or a withdrawal of it."""
    reason: str = ""
    """The reason of a revision: what was wrong, as everybody reads it."""
    is_withdrawal: bool = False
    earlier: str = ""
    """The outlet's name of the message that is out, of a revision; "": nothing of it is."""

    @property
    def page(self) -> str:
        """The address of the broadcast's public page, which never changes."""
        return f"{settings.SITE_URL}{reverse('public_message_short', args=[self.campaign.pk])}"


@dataclass(frozen=True)
class Published:
    """The outcome that the post is out. `reference`: what the outlet calls it, at most 200 characters."""

    reference: str = ""


@dataclass(frozen=True)
class NotYet:
    """The outcome that nothing is out, for certain, but later it may work: why, in Italian, and when to try again."""

    reason: str
    after: timedelta = field(default=timedelta())
    """0: with the attempts, from one minute to a quarter of an hour."""


@dataclass(frozen=True)
class Refused:
    """The outcome that nothing is out, for certain, and a person has to do something: what, in Italian."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """The outcome that nobody knows: a person has to look. `reason`: where, in Italian."""

    reason: str


Outcome = Published | NotYet | Refused | Unknown


class Outlet:
    """One place where broadcasts are published. A new one is a module with such a class, and a row in registry.py.

    `publish` is called once an attempt, outside of any transaction, with the row committed as `publishing`; whatever
    it raises counts as `Unknown`.
    """

    key: str
    """The key, at most 20 characters, kept in the rows: never changed."""
    name: str
    """The name as staff read it."""
    where: str
    """The same in a sentence: "nel canale Telegram"."""
    is_always = False
    """True where every broadcast of news goes there, without anybody choosing it."""
    is_by_hand = False
    """True where a person publishes: they are shown what to copy, and say that it is done."""
    edits = False
    """True where a correction changes the message that is there: twice is the same as once."""

    def takes(self, campaign: Campaign) -> bool:
        """Tell whether such a broadcast has a place at this outlet at all."""
        return True

    def is_configured(self) -> bool:
        """Tell whether this installation has the outlet; what it has not is shown nowhere."""
        return True

    def notes(self, campaign: Campaign) -> list[str]:
        """List as sentences what will be different at this outlet from what is written. No query, no file."""
        return []

    def publish(self, post: Post) -> Outcome:
        """Publish a post, once."""
        raise NotImplementedError

    def to_copy(self, post: Post) -> str:
        """Return the words to copy, at an outlet where a person publishes by hand."""
        raise NotImplementedError

    def link(self, publication: Publication) -> str:
        """The address at which the published message can be read; "" where there is none."""
        return ""


def post_of(publication: Publication, now: datetime) -> Post:
    """Build the post that this row is to publish. One query for a revision."""
    campaign, words = publication.campaign, publication.words
    if not publication.revision:
        return Post(campaign, now, campaign.title, custom_template.tidy(campaign.body))
    out = Publication.objects.out().filter(
        campaign=campaign, outlet=publication.outlet, revision__lt=publication.revision
    )
    return Post(
        campaign,
        now,
        words["title"],
        custom_template.tidy(words["body"]),
        revision=publication.revision,
        reason=words["reason"],
        is_withdrawal=words["is_withdrawal"],
        earlier=out.order_by("revision").values_list("reference", flat=True).last() or "",
    )
