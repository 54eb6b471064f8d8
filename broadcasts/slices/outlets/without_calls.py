"""The outlets that are never called: the list of alerts, which others read, and the WhatsApp Channel, where a person
publishes.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from broadcasts.content.alert_facts import alert_facts
from broadcasts.models import Campaign
from broadcasts.rules.cap import facts as cap_facts
from broadcasts.rules.cap.facts import DRILL, is_told
from broadcasts.slices.outlets.alert_xml import Alert, document, identifier_of, reference
from cascina_whatsapp.presentation.whatsapp_markup import without_marks

from .models import AlertFile, Publication
from .outlet import Outcome, Outlet, Post, Published, Refused

HOLDS_FOR = timedelta(hours=24)
"""An alert of which nobody said until when it holds; the public page takes it as past after as long."""


class WhatsAppChannel(Outlet):
    """The Comune's WhatsApp Channel: nobody knows who follows it, it rings no telephone, it costs nothing."""

    key = "whatsapp_channel"
    name = "Canale WhatsApp"
    where = "nel Canale WhatsApp"
    is_by_hand = True

    def is_configured(self) -> bool:
        return bool(settings.WHATSAPP_CHANNEL_URL)

    def to_copy(self, post: Post) -> str:
        """The words of the message, with WhatsApp's own marks, or what to write in their place."""
        if post.is_withdrawal:
            return f"*Ritirato.* {post.reason}\n\n~{without_marks(post.title).strip()}~\n\n{post.page}"
        corrected = [f"_Corretto: {post.reason}_"] if post.revision else []
        parts = [
            f"*{without_marks(post.title).strip()}*",
            post.body,
            post.campaign.link,
            post.campaign.page_in_words,
        ]
        return "\n\n".join(filter(None, [*parts, *corrected]))

    def link(self, publication: Publication) -> str:
        return settings.WHATSAPP_CHANNEL_URL


class Alerts(Outlet):
    """The list that whoever gathers alerts reads. Another file would be another alert to them."""

    key = "cap"
    name = "Sistemi di allerta"
    where = "fra le allerte per gli altri sistemi"
    is_always = True

    def takes(self, campaign: Campaign) -> bool:
        return campaign.has_alert_topic

    def publish(self, post: Post) -> Outcome:
        """Keep the file of an alert, within one transaction: it is there, or it is not."""
        with transaction.atomic():
            files = list(AlertFile.objects.filter(campaign=post.campaign))
            if there := [file for file in files if file.revision == post.revision]:
                return Published(there[0].identifier)
            facts = alert_facts(post.campaign)
            expires = files[0].expires if files else facts.expires or post.now + HOLDS_FOR
            if not files and expires <= post.now:
                return Refused(
                    "L'allerta sarebbe già scaduta: il file non è uscito. Se vale ancora, mandane una nuova."
                )
            alert = _alert(post, files, facts, expires)
            AlertFile.objects.create(
                campaign=post.campaign,
                revision=post.revision,
                identifier=alert.identifier,
                sender=alert.sender,
                kind=alert.kind,
                is_drill=alert.facts.is_drill,
                headline=alert.headline,
                sent=alert.sent,
                expires=alert.expires,
                document=document(alert).decode(),
            )
            return Published(alert.identifier)

    def link(self, publication: Publication) -> str:
        path = reverse("public_cap_file", args=[publication.reference]) if publication.reference else ""
        return f"{settings.SITE_URL}{path}" if path else ""


def _alert(post: Post, files: list[AlertFile], facts: cap_facts.Facts, expires: datetime) -> Alert:
    """Build an alert, in Italian alone: a broadcast has no translations."""
    title, sender = without_marks(post.title), settings.OFFICIAL_SITES[0]
    if facts.is_drill and not is_told(title):
        title = f"{DRILL}: {title}"
    later = AlertFile.Kind.CANCEL if post.is_withdrawal else AlertFile.Kind.UPDATE
    return Alert(
        identifier=identifier_of(sender, post.now, post.campaign.pk, post.revision),
        sender=sender,
        sent=post.now,
        kind=later if files else AlertFile.Kind.ALERT,
        facts=facts,
        expires=expires,
        headline=f"Ritirata: {title}" if post.is_withdrawal else title,
        description=post.reason if post.is_withdrawal else without_marks(post.body),
        instruction="" if post.is_withdrawal else f"Tutte le informazioni: {post.campaign.link}",
        web=post.page,
        contact=f"{settings.OFFICE_NAME}, {settings.TEXT_VARIABLES['numero_verde']}",
        references=tuple(reference(file.sender, file.identifier, file.sent) for file in files),
        note=post.reason,
    )
