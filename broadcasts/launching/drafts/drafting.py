"""The content of a broadcast as it is written: its beginnings, every change of it, and who has it open.

Every change goes through here, by whatever page. Drafts may be incomplete: what a broadcast needs before anybody
approves it is said by validation.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Coalesce

from broadcasts.launching import approval
from broadcasts.models import Campaign, CampaignEvent, OpenDraft, ReadyText
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.words.placeholders import gaps_in
from broadcasts.steps.transitions import record_event
from cascina_whatsapp.accounts.staff_notices.notifying import display_name

log = logging.getLogger(__name__)
OF_SERVICE = {"details", "wording"}
"""Fields that only a message about the service has, in a row of their own."""
IN_REVIEW = (
    "{} ha chiesto l'approvazione: mentre lo si rilegge il testo resta com'è. Per cambiarlo premi «Ritira e "
    "correggi»."
)
CHOSEN = {"topics", "zones"}
ELSEWHERE = OF_SERVICE | CHOSEN
"""Content that is no column of a broadcast."""
COPIED = (
    "title",
    "body",
    "link",
    "button_link",
    "button_label",
    "as_invitation",
    "by_whatsapp",
    "outlets",
    "occasion_begins_at",
    "occasion_ends_at",
    "occasion_place",
)
"""The fields that a copy takes over as they are. Urgency, moment and a reason to write to everybody belong to the
broadcast that had them; so do the days of an event. Its hours and its place are often those of the next one: without
a new day nobody can approve the copy, so no page ever announces the old one."""
AT_HAND = 4
"""Ready texts that are one click away."""
MARK_VALIDITY = timedelta(seconds=75)
"""A page tells every twenty seconds that it is open: after three silences it is closed."""


def why_not_editable(campaign: Campaign) -> str:
    """Say in Italian why the content can't change in the broadcast's present state; "" where it can."""
    if campaign.is_editable:
        return ""
    if campaign.status == CampaignStatus.IN_REVIEW:
        return IN_REVIEW.format(_who_asked(campaign))
    return f"Il messaggio è nello stato «{campaign.get_status_display()}»: non si può più modificare."


def _who_asked(campaign: Campaign) -> str:
    """Name whoever asked last for the approval of a broadcast."""
    asked = campaign.events.filter(what=CampaignEvent.Step.REVIEW_ASKED).select_related("by")
    step = asked.order_by("at", "pk").last()
    by = step.by if step else campaign.author
    return display_name(by, "Il programma")


class NotEditable(Exception):
    """The error that nobody may change the content in its present state. `campaign` is as it is stored."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(why_not_editable(campaign))
        self.campaign = campaign


class Outdated(Exception):
    """The error that somebody saved the broadcast since it was read. `campaign` is as it is stored."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(f"campaign {campaign.pk} is at version {campaign.version}")
        self.campaign = campaign


@transaction.atomic
def save(campaign: Campaign, *, changed: Iterable[str], by: User, now: datetime) -> None:
    """Write these fields of `campaign`, which was read at its `version`; a new one is written whole.

    Raises NotEditable, and Outdated where somebody else wrote meanwhile: nothing is written then.
    """
    fields = set(changed)
    if "attachment" in fields:  # what Meta has is another file's
        fields |= {"kind", "attachment_facts", "media_id"}
        campaign.media_id = ""
    campaign.changed_by, campaign.changed_at = by, now
    if campaign.pk is None:
        campaign.author = by
        campaign.save()
        _choose(campaign, CHOSEN)
        if campaign.is_service:
            campaign.service.save()
    else:
        stored = _locked_unchanged(campaign)
        campaign.version += 1
        if stored.author_id is None and not campaign.is_service:
            campaign.author = by  # a proposal from outside is taken up by who saves it first
        told = ("author", "version", "changed_by", "changed_at")
        campaign.save(update_fields=[*(fields - ELSEWHERE), *told])
        _choose(campaign, CHOSEN & fields)
        if of_service := fields & OF_SERVICE:
            campaign.service.save(update_fields=of_service)
        approval.note_change(campaign=campaign, by=by, fields=fields, now=now)
        if "attachment" in fields:
            drop_file(stored.attachment)
    log.info("campaign %s written by user %s: version %s", campaign.pk, by.pk, campaign.version)


@transaction.atomic
def duplicate(campaign: Campaign, *, by: User, now: datetime) -> Campaign:
    """A new draft with the same words and the same attachment; without it, where the file is lost."""
    copy = Campaign(**{name: getattr(campaign, name) for name in COPIED})
    copy.chosen_topics = [topic for topic in campaign.chosen_topics if topic.is_active]
    copy.chosen_zones = [zone for zone in campaign.chosen_zones if zone.is_active]
    if content := _content_of(campaign):
        copy.attachment = ContentFile(content, name=str(campaign.attachment.name).rpartition("/")[2])
        copy.kind, copy.attachment_facts = campaign.kind, campaign.attachment_facts
        copy.picture_text = campaign.picture_text
    save(copy, changed=(), by=by, now=now)
    record_event(copy, CampaignEvent.Step.COPIED, by, now, f"Da «{campaign}», n. {campaign.pk}")
    return copy


def _choose(campaign: Campaign, names: set[str]) -> None:
    """Store what was chosen for a broadcast, read as `chosen_topics` and `chosen_zones`."""
    for name in names:
        getattr(campaign, name).set(getattr(campaign, f"chosen_{name}"))


def drop_file(file: FieldFile) -> None:
    """Delete a file from the disk, once the database has let go of it."""
    if file.name:
        transaction.on_commit(partial(file.storage.delete, file.name))


def _locked_unchanged(campaign: Campaign) -> Campaign:
    """The stored row, locked: unchanged since `campaign` was read, and still to be written on."""
    stored: Campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not stored.is_editable:
        raise NotEditable(stored)
    if stored.version != campaign.version:
        raise Outdated(stored)
    return stored


def _content_of(campaign: Campaign) -> bytes:
    if not campaign.attachment:
        return b""
    try:
        with campaign.attachment.open("rb") as file:
            content: bytes = file.read()
        return content
    except FileNotFoundError:
        log.warning("campaign %s: the attachment is lost, the copy has none", campaign.pk)
        return b""


def ready_texts() -> QuerySet[ReadyText]:
    """Select all ready texts, in the office's own order."""
    return ReadyText.objects.prefetch_related("topics")


def at_hand() -> list[ReadyText]:
    """The first few, for the page *Inizio*. One query."""
    return list(ReadyText.objects.only("name")[:AT_HAND])


def beginning(ready: ReadyText) -> dict[str, Any]:
    """Return field → value of a broadcast that begins with a ready text. Topics that are closed stay behind."""
    return {
        "title": ready.title,
        "body": ready.body,
        "link": ready.link,
        "as_invitation": ready.as_invitation,
        "gaps": gaps_of(ready),
        "topics": [topic for topic in ready.topics.all() if topic.is_active],
    }


def gaps_of(ready: ReadyText) -> dict[str, Any]:
    """The ready text as a draft keeps it while its gaps are filled; {} where it has none."""
    has_gaps = bool(gaps_in(ready.title, ready.body))
    return {"name": ready.name, "title": ready.title, "body": ready.body} if has_gaps else {}


def mark_open(campaign: Campaign, user: User, now: datetime) -> None:
    """Mark that this person has the broadcast open now."""
    OpenDraft.objects.update_or_create(campaign=campaign, user=user, defaults={"seen_at": now})


def others_writing(campaign: Campaign, user: User, now: datetime) -> QuerySet[OpenDraft]:
    """Select everybody else who has the broadcast open, with `user` at hand."""
    fresh = campaign.open_drafts.filter(seen_at__gt=now - MARK_VALIDITY).exclude(user=user)
    return fresh.select_related("user").order_by("pk")


def stale_marks(before: datetime) -> QuerySet[OpenDraft]:
    """Select signs of pages that were closed before that moment, and of no use any more."""
    return OpenDraft.objects.filter(seen_at__lt=before)


def written_by(user: User) -> Q:
    """The condition that `user` wrote part of a broadcast."""
    edited = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what=CampaignEvent.Step.EDITED, by=user)
    return Q(author=user) | Q(changed_by=user) | Q(Exists(edited))


def unapproved(user: User) -> QuerySet[Campaign]:
    """Select the unapproved messages that `user` wrote part of, the last twenty touched, the last one first."""
    found = Campaign.objects.filter(
        written_by(user), status__in=[CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW]
    )
    return found.order_by(Coalesce("changed_at", "created_at").desc(), "-pk")[:20]
