"""WhatsApp warns us: kept as a notice of the account that holds, the office is told, and invitations stop at once."""

import logging
from collections.abc import Mapping
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts.launching import warned
from broadcasts.models import AccountNotice, WhatsAppTemplate
from broadcasts.models.account import AccountNoticeQuerySet
from broadcasts.rules import account_warnings
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders, tell

log = logging.getLogger(__name__)
TOLD = ("broadcasts.change_campaign", "broadcasts.launch_campaign", "broadcasts.submit_whatsapptemplate")
"""The rights of who is told: who writes, who approves, who looks after the account."""


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
    warned.pause_invitations(now)


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


def has_come(template: WhatsAppTemplate, *, now: datetime) -> None:
    """End the warning about a template once what it announced has come, or something else."""
    _announced(template, now).update(ended_at=now)


def has_moment(template: WhatsAppTemplate, *, now: datetime) -> bool:
    """Tell whether a change of this template is announced for a moment that Meta named."""
    return _announced(template, now).exclude(until=None).exists()


def set_moment(template: WhatsAppTemplate, moment: datetime, *, now: datetime) -> None:
    """Set the moment until which a warning holds that was found by asking about a template."""
    _announced(template, now).filter(until=None).update(until=moment)


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


def _announced(template: WhatsAppTemplate, now: datetime) -> AccountNoticeQuerySet:
    return AccountNotice.objects.warning(now).filter(
        field=account_warnings.CATEGORY, details__template=template.name
    )


def page_of(notice: AccountNotice) -> str:
    """Return the path of a notice's page."""
    return reverse("admin:broadcasts_accountnotice_change", args=[notice.pk])
