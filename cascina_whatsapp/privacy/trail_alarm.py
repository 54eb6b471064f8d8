"""The nightly verification of the trail, and who is told of it: the trail itself knows no notices.

It also finds what stands in the database although nobody did it by the service: powers of accounts and groups,
ways to sign in, approvals.
"""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.accounts.notices import about
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.security.append_only.checking import Finding
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail import Event, verification
from cascina_whatsapp.security.trail.models import TrailCheck, TrailRecord
from subscribers.register import sealing


def verify(now: datetime) -> TrailCheck:
    """Verify trail and its seals; of what is wrong the operators get an e-mail, who reads the trail a notice."""
    found = verification.check(now, sealing.seals_of_trail(), untold())
    if not found.is_clean:
        tell(
            holders("trail.view_trailcheck"),
            subject="La verifica delle tracce ha trovato qualcosa",
            sentence="Le tracce di ciò che fa il personale, o gli account e le approvazioni, non sono come li ha "
            "scritti il servizio: la pagina della verifica dice dove.",
            page=reverse("admin:trail_trailcheck_change", args=[found.pk]),
            by_email=False,
        )
    return found


def untold() -> Iterator[Finding]:
    """Yield what is in the database and in no trail: rows that this service did not write, groups that were taken."""
    for kind, row in seals.broken():
        name = about(User.objects.get(pk=row)) if kind in (seals.Kind.ACCOUNT, seals.Kind.PASSWORD) else row
        sentence = f"Fuori dalle tracce: {kind.label} ({name}) non è come l'ha scritto il servizio."
        yield Finding("unsealed", row, sentence)
    last = {
        (whose, details.get("gruppo")): event
        for whose, details, event in TrailRecord.objects.filter(
            event__in=[Event.GROUP_GIVEN, Event.GROUP_TAKEN]
        )
        .order_by("sequence")
        .values_list("about", "details", "event")
    }
    for membership in User.groups.through.objects.select_related("user", "group").order_by("pk"):
        whose, group = about(membership.user), membership.group.name
        if last.get((whose, group)) == Event.GROUP_TAKEN:
            sentence = f"Fuori dalle tracce: {whose} sta nel gruppo {group}, che gli era stato tolto."
            yield Finding("unsealed", membership.user_id, sentence)
