"""WhatsApp warns us: kept as a notice of the account that holds, the office is told, and invitations stop at once.

Some news never come: what Meta answers when it is asked, every ten minutes, tells that it limits or blocks us
(`health_status`), or that notices were all made invitations (`previous_category`). A warning in writing restricts
nothing: no answer tells of it, only webhook and e-mail do (Meta, template categorization).
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts.launching import invitation_stop
from broadcasts.models import AccountNotice, WhatsAppTemplate
from broadcasts.rules.account import account_warnings
from broadcasts.rules.standard_templates import MARKETING, UTILITY
from broadcasts.rules.template_states import APPROVED
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders, tell
from cascina_whatsapp.whatsapp.cloud_api.facts import (
    AVAILABLE,
    BLOCKED,
    NO_PAYMENT,
    NOT_VERIFIED,
    Health,
    TemplateInfo,
)

log = logging.getLogger(__name__)
TOLD = ("broadcasts.change_campaign", "broadcasts.launch_campaign", "broadcasts.submit_whatsapptemplate")
"""The rights of who is told: who writes, who approves, who looks after the account."""
JUDGED = ("WABA", "BUSINESS")
"""The parties whose limits are Meta's answer to how we write; number and app have lines of their own."""
NO_WARNING = {NO_PAYMENT, NOT_VERIFIED}
"""The codes of limits that come without our having misused anything."""
SEVERAL = 2
"""Templates that were notices: of a single one Meta may have thought otherwise."""


@transaction.atomic
def hold(notice: AccountNotice, *, until: datetime | None, now: datetime) -> None:
    """Hold a warning, until then or until somebody ends it: tell, and pause what invites.

    The same news once more change nothing; neither does what is over by now.
    """
    if until and until <= now:
        return
    same = AccountNotice.objects.warning(now).filter(field=notice.field, event=notice.event, until=until)
    if same.filter(details=notice.details).exclude(pk=notice.pk).exists():
        return
    AccountNotice.objects.filter(pk=notice.pk).update(warns=True, until=until)
    if notice.field == account_warnings.ACCOUNT and account_warnings.restricts(notice.details):
        AccountNotice.objects.warning(now).filter(field=account_warnings.FOUND).update(ended_at=now)
    log.error("account notice %s: a warning, invitations stop", notice.pk)
    tell(
        chain.from_iterable(holders(permission) for permission in TOLD),
        subject="Richiamo di WhatsApp",
        sentence=str(account_warnings.told(notice.field, notice.details, until)),
        page=page_of(notice),
        addresses=settings.ALERT_EMAILS,
    )
    invitation_stop.pause_invitations(now)


def announce_category_change(
    template: WhatsAppTemplate, *, category: str, takes_effect: datetime | None, now: datetime
) -> None:
    """A notice's template will be billed as an invitation: that is how WhatsApp says that it was misused."""
    notice = AccountNotice.objects.create(
        at=now,
        field=account_warnings.CATEGORY,
        event=account_warnings.ANNOUNCED,
        details={"template": template.name, "category": category},
    )
    hold(notice, until=takes_effect, now=now)


def restricts(now: datetime) -> bool:
    """Tell whether news of a restriction hold."""
    holding = AccountNotice.objects.warning(now).filter(field=account_warnings.ACCOUNT)
    return any(account_warnings.restricts(notice.details) for notice in holding)


def lift(details: Mapping[str, object], *, now: datetime) -> None:
    """Lift restrictions that Meta says are over. What they paused is resumed by hand."""
    holding = AccountNotice.objects.warning(now).filter(field=account_warnings.ACCOUNT)
    over = [notice.pk for notice in holding if account_warnings.lifts(details, notice.details)]
    AccountNotice.objects.filter(pk__in=over).update(ended_at=now)


@transaction.atomic
def end(notice: AccountNotice, *, by: User, note: str, now: datetime) -> None:
    """End a warning that a person has settled: invitations may be approved and resumed again, one by one."""
    if (
        not AccountNotice.objects.warning(now)
        .filter(pk=notice.pk)
        .update(ended_at=now, ended_by=by, ending_note=note)
    ):
        return
    tell(
        holders("broadcasts.steer_campaign"),
        subject="Il richiamo di WhatsApp è chiuso",
        sentence=f"{display_name(by)} ha chiuso un richiamo di WhatsApp. Gli inviti fermati si riprendono a mano.",
        page=page_of(notice),
        by=by,
        by_email=False,
    )


def page_of(notice: AccountNotice) -> str:
    """Return the path of a notice's page."""
    return reverse("admin:broadcasts_accountnotice_change", args=[notice.pk])


def found_in_health(parts: Iterable[Health], *, now: datetime) -> None:
    """Keep or end the warning that Meta limits or blocks the account: it holds while Meta does."""
    bad = {part.verdict for part in parts if part.kind in JUDGED and _restricts(part)}
    worst = BLOCKED if BLOCKED in bad else next(iter(bad), "")
    for event in account_warnings.STANDINGS:
        _keep_found(event, is_so=event == worst, now=now)


def found_in_templates(infos: Iterable[TemplateInfo], *, now: datetime) -> None:
    """Keep or end the warning that all templates approved as notices are invitations: it holds while they are."""
    approved = [info for info in infos if info.status == APPROVED]
    turned = [info for info in approved if (info.previous_category, info.category) == (UTILITY, MARKETING)]
    still = any(info.category == UTILITY for info in approved)
    _keep_found(account_warnings.TURNED, is_so=len(turned) >= SEVERAL and not still, now=now)


def _restricts(part: Health) -> bool:
    """Tell whether a part is limited, and not only for want of a payment or a verification."""
    return part.verdict != AVAILABLE and not (part.codes and part.codes <= NO_WARNING)


def _keep_found(event: str, *, is_so: bool, now: datetime) -> None:
    """A warning begins with what was found, and ends with it: `until` is when Meta said that it is over.

    One that a person ended does not come back while it is still so. Where news of a restriction hold already it is
    written down as known, and ends with them.
    """
    known = AccountNotice.objects.filter(field=account_warnings.FOUND, event=event, warns=True, until=None)
    if not is_so:
        known.update(until=now)
    elif not known.exists():
        about = {
            "field": account_warnings.FOUND,
            "event": event,
            "details": {account_warnings.STANDING: event},
        }
        if restricts(now):
            AccountNotice.objects.create(at=now, warns=True, ended_at=now, **about)
        else:
            log.warning("a warning was found by asking: %s", event)
            hold(AccountNotice.objects.create(at=now, **about), until=None, now=now)
