"""The buttons of a broadcast's declaration, which its page shows beside where the declaration stands.

Each has a page of its own; two that answer the same question share one.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.parts.button import Button
from broadcasts.parts.decision_form import ReasonForm
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.slices.elections import declaring, gate, who_may
from broadcasts.slices.elections.models import ElectionDeclaration

from .forms import DeclarationForm, NoteForm, ObligatoryNoteForm

NOT_OVER = set(CampaignStatus) - set(CAMPAIGN_OVER)
NOTHING = "Non c'è nessuna dichiarazione su cui decidere."
BY_ITS_WRITERS = "È ancora una bozza: la dichiara chi la scrive, quando chiede l'approvazione."


def last(campaign: Campaign) -> ElectionDeclaration | None:
    """Return the last declaration of a broadcast, whatever became of it."""
    return campaign.declarations.select_related("campaign").first()


@transaction.atomic
def declare_and_ask(*, campaign: Campaign, by: User, now: datetime, statement: dict[str, Any]) -> None:
    """Declare a broadcast; of a draft, ask for its approval as well, since who wrote it has nothing else to do.

    The request comes first: declaring ends with a trace, and the trail's end stays locked after it. Raises
    declaring.CannotDeclare, CannotLaunch with what is wrong with the draft, WrongState.
    """
    periods = gate.periods_of(campaign, now)
    if campaign.status == CampaignStatus.DRAFT:
        launching.ask_review(campaign=copy(campaign), by=by, now=now)
    declaring.declare(campaign=campaign, statement=statement, by=by, now=now, periods=periods)


def _why_not_declare(campaign: Campaign, by: User) -> str:
    is_draft = campaign.status == CampaignStatus.DRAFT
    if is_draft and not by.has_perm("broadcasts.change_campaign"):
        return BY_ITS_WRITERS
    return who_may.why_not_declare(campaign, by, timezone.now())


def _on_last(rule: Callable[[ElectionDeclaration, User], str], campaign: Campaign, by: User) -> str:
    """Ask a rule of a broadcast's last declaration."""
    given = last(campaign)
    return rule(given, by) if given else NOTHING


def _decide(act: Callable[..., Any], *, campaign: Campaign, by: User, now: datetime, **answers: Any) -> None:
    act(campaign.declarations.first(), by=by, now=now, **answers)


DECLARE = Button(
    name="declare",
    label="Dichiara",
    explanation="In periodo elettorale parte solo ciò che è impersonale, indispensabile e non rinviabile: qui dici "
    "perché questo messaggio lo è. Se poi il testo cambia, va dichiarato di nuovo.",
    permission="add_electiondeclaration",
    states=NOT_OVER,
    act=declare_and_ask,
    objection=_why_not_declare,
    form=DeclarationForm,
    done="Dichiarato.",
)
AUTHORISE = Button(
    name="authorise",
    label="Autorizza",
    explanation="",
    permission="authorise_electiondeclaration",
    states=NOT_OVER,
    act=partial(_decide, declaring.authorise),
    objection=partial(_on_last, who_may.why_not_authorise),
    form=NoteForm,
    leads="Leggi e autorizza",
    done="Autorizzato.",
)
NOT_AUTHORISE = replace(
    AUTHORISE,
    name="not-authorise",
    label="Non autorizzare",
    leads="",
    act=partial(_decide, declaring.refuse),
    objection=partial(_on_last, who_may.why_not_refuse),
    form=ObligatoryNoteForm,
    done="Non autorizzato: chi lo ha dichiarato legge la tua nota.",
)
UPHOLD = Button(
    name="uphold",
    label="Conferma l'emergenza",
    explanation="",
    permission="review_electiondeclaration",
    states=set(CampaignStatus),
    act=partial(_decide, partial(declaring.review, is_upheld=True)),
    objection=partial(_on_last, who_may.why_not_review),
    form=ObligatoryNoteForm,
    leads="Riesamina l'emergenza",
    done="Emergenza confermata.",
)
CONTEST = replace(
    UPHOLD,
    name="contest",
    label="Non confermarla",
    leads="",
    act=partial(_decide, partial(declaring.review, is_upheld=False)),
    done="Emergenza non confermata: ciò che non era ancora partito non parte più.",
)
UNDECLARE = Button(
    name="undeclare",
    label="Ritira la dichiarazione",
    explanation="La dichiarazione non vale più, e nemmeno l'autorizzazione: finché vale il periodo elettorale il "
    "messaggio non parte. Resta scritto chi l'ha ritirata.",
    permission="view_campaign",
    states=NOT_OVER,
    act=partial(_decide, declaring.withdraw),
    objection=partial(_on_last, who_may.why_not_withdraw),
    form=ReasonForm,
    done="Dichiarazione ritirata.",
)


def buttons_for(user: User, campaign: Campaign, panel: Mapping[str, Any]) -> list[Button]:
    """List the buttons that make sense for a declaration as its panel tells it, and that this person may press."""
    stands = panel["position"]
    found = [AUTHORISE] if stands and stands.is_open else []
    found += [UPHOLD] if stands and stands.declaration.review_due_at else []
    found += [DECLARE] if panel["lacks"] and not panel["is_declared"] else []
    found += [UNDECLARE] if stands and stands.is_standing else []
    return [button for button in found if button.is_for(user, campaign)]
