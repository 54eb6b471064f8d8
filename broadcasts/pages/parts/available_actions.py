"""The acts that a reader may take on a broadcast now, by name: their buttons, and what every page offers."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils import timezone

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.launching.message import told, waiting_longest
from broadcasts.models import Campaign
from broadcasts.pages import hooks
from broadcasts.parts.addresses import page_of
from broadcasts.parts.button import Button
from broadcasts.reporting.display_status import Standing
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.approvals import LAUNCH as LAUNCH_RIGHT
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.once import page_moment

from .buttons import CANCEL, LAUNCH, RESUME, buttons_for

COPY, COPY_AND_CORRECT = "Copia in un messaggio nuovo", "Copia e correggi"
NO_MORE = "Non mandarlo più"


def offers_of(
    user: User,
    campaign: Campaign,
    standing: Standing,
    *,
    may_copy: bool,
    may_delete: bool = False,
    is_public: bool = False,
    files: Mapping[str, str] | None = None,
    more: Mapping[str, Act],
) -> dict[str, Act]:
    """Collect what this reader may do, by name. `files`: kind → label; `more`: what slices offer."""
    found = {button.name: _act(button, campaign) for button in buttons_for(user, campaign)}
    found |= more
    found |= offers_of_slices(user, campaign)
    if may_copy and not campaign.is_service:
        label = COPY_AND_CORRECT if standing == Standing.STOPPED else COPY
        found["copy"] = Act(label=label, address=page_of(campaign, "duplicate"), posts=True)
    if may_delete:
        found["delete"] = Act(label="Elimina", address=page_of(campaign, "delete"), is_final=True)
    if is_public:
        found["public"] = Act(label="Pagina pubblica", address=page_of(campaign, "public"))
    for kind, label in (files or {}).items():
        address = page_of(campaign, "report")
        found[f"file-{kind}"] = Act(label=label, address=address, posts=True, fields={"file": kind})
    if standing == Standing.SENT_BACK and (following := _next(user)):
        found["next"] = Act(label="Leggi il prossimo che ti aspetta", address=following)
    found["print"] = Act(label="Stampa", address="#", css="print")
    return found


def offers_of_slices(user: User, campaign: Campaign) -> dict[str, Act]:
    """Collect what the slices offer this reader, by name."""
    return {name: act for ask in hooks.OFFERS for name, act in ask(user, campaign).items()}


def _act(button: Button, campaign: Campaign) -> Act:
    goes_on, now = button is RESUME and campaign.started_at is not None, timezone.now()
    is_at_once = button.is_at_once or (
        goes_on and not any(ask(campaign, now) for ask in hooks.BEFORE_RESUMING)
    )
    is_last_word = button is CANCEL and campaign.started_at is not None
    return Act(
        label=NO_MORE if is_last_word else button.label,
        address=page_of(campaign, button.name),
        posts=is_at_once,
        fields={"seen": fingerprint_of(campaign)} if is_at_once else {},
        is_final=button.is_final and not is_last_word,
    )


def _next(user: User) -> str:
    """Return the page of the request that waits for this person the longest; "" where none does."""
    if not user.has_perm(LAUNCH_RIGHT):
        return ""
    asked = Campaign.objects.filter(status=CampaignStatus.IN_REVIEW).select_related("author")
    found = waiting_longest(told(asked, user, page_moment()))
    return page_of(found[0].campaign, LAUNCH.name) if found else ""
