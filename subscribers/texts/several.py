"""The translations of a language together: proposed in one go, read on one page, put into force in one go.

Each is a proposal like any other, with its line in the trail; only the colleagues are told once for all of them.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, tell
from cascina_whatsapp.security import as_read
from subscribers.rules.languages import NAMES

from .declarations.translations import DRAFTS
from .languages import Standing, is_definition, progress_of
from .proposing import TEXT, propose
from .versions import Draft, next_version, seen

NOTE = "Prima traduzione"
NONE_LEFT = "Non c'è nessun testo da proporre: tutti quelli già tradotti sono in vigore o aspettano."


@transaction.atomic
def propose_drafts(code: str, *, by: User, now: datetime) -> int:
    """Propose every draft of this language that is neither in force nor waiting. Raises CannotDecide."""
    drafts = [text.key for text in progress_of(code, now).texts if text.standing is Standing.DRAFT]
    if not drafts:
        raise CannotDecide(NONE_LEFT)
    for key in drafts:
        draft = Draft(body=DRAFTS[key], note=NOTE, starts=None, seen=seen(key))
        propose(next_version(key), draft, by=by, now=now, tells=False)
    tell(
        holders(TEXT.decides).exclude(pk=by.pk),
        subject=f"{len(drafts)} testi in {NAMES[code]} aspettano l'approvazione",
        sentence=f"{display_name(by)} propone {len(drafts)} testi in {NAMES[code]}: vanno letti e approvati.",
        page=page_of(code),
        kind=Kind.WAITS,
    )
    return len(drafts)


def waiting_in(code: str) -> list[Proposal]:
    """The translations into this language that nobody has decided on, the language's own words left out."""
    return [
        one for one in TEXT.waiting() if one.target.endswith(f".{code}") and not is_definition(one.target)
    ]


@transaction.atomic
def approve_all(code: str, *, read: str, by: User, now: datetime) -> int:
    """Put into force what waits and may be approved by this person. Raises CannotDecide."""
    mine = [proposal for proposal in waiting_in(code) if not TEXT.objection(proposal, by, now)]
    if not mine or as_read.changed(mine, read):
        raise CannotDecide(as_read.CHANGED)
    for proposal in mine:
        TEXT.approve(proposal, read=TEXT.read(proposal), by=by, now=now, tells=False)
    end(page_of(code), how="approvato", by=by, now=now)
    tell(
        {proposal.asked_by for proposal in mine},
        subject=f"I testi in {NAMES[code]} sono stati approvati",
        sentence=f"{display_name(by)} ha messo in vigore {len(mine)} testi in {NAMES[code]}.",
        page=page_of(code),
        by=by,
        by_email=False,
    )
    return len(mine)


def page_of(code: str) -> str:
    """The address of a language's page."""
    return reverse("admin:subscribers_servicetext_language", args=[code])
