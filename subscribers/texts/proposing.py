"""New words come into force by two people's hands: one proposes them, another approves, as for a broadcast.

The translations of a language are proposed in one go, read on one page, put into force in one go. Each is a proposal
like any other, with its line in the trail; only the colleagues are told once for all of them.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import CannotDecide, Kind
from cascina_whatsapp.accounts.staff_notices.notifying import Kind as Notice
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, end, holders, tell
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, since
from cascina_whatsapp.security import as_read
from cascina_whatsapp.security.trail import Event
from subscribers.models import ServiceText
from subscribers.rules.languages import NAMES

from .catalogue import CATALOGUE
from .declarations.translations import DRAFTS
from .languages import KIND, Standing, is_definition, progress_of
from .versions import Draft, future, next_version, previous, problems, save, seen

AUTHORISE = "elections.authorise_text"
ELECTIONS = (
    "Vale un periodo elettorale: un testo del servizio lo mette in vigore solo chi è nel gruppo Autorizzatore "
    "elettorale."
)
TELL = (
    "Attenzione. Chi è già iscritto deve forse saperlo: se cambia davvero il modo in cui usate i dati, scrivigli un "
    "messaggio che dice solo questo. Pubblicare la nuova versione non basta. Per l'informativa si decide con "
    "«Avvisare gli iscritti?», e resta scritto perché. Nel dubbio chiedi all'RPD."
)
"""WP260 rev.01, paragraph 29: a material change is told actively, in a message devoted to it."""


NONE_LEFT = "Non c'è nessun testo da proporre: tutti quelli già tradotti sono in vigore o aspettano."


class NewWords(Kind):
    """The next version of a text, or other words of the one to come."""

    name, noun = KIND, "testo"
    decides = "subscribers.approve_servicetext"
    reads = (decides, "subscribers.add_servicetext")
    lists = ServiceText
    events = (Event.TEXT_CHANGED, Event.TEXT_IN_FORCE, Event.TEXT_WITHDRAWN)

    def what(self, proposal: Proposal) -> str:
        return f"cambiare il testo «{CATALOGUE[proposal.target].label}»"

    def rows(self, proposal: Proposal) -> list[tuple[str, str, str]]:
        before = previous(version_of(proposal, timezone.now()))
        return [("Testo", before.body.strip() if before else "", proposal.change["body"])]

    def follows(self, proposal: Proposal) -> list[str]:
        now = timezone.now()
        starts = proposed_draft(proposal, now).starts
        moment = "Vale appena è approvato; da quel momento non si cambia più."
        if starts:
            moment = f"Una volta approvato vale {since(starts, now)}."
        return [moment, TELL] if CATALOGUE[proposal.target].is_agreed else [moment]

    def lock(self, target: str) -> None:
        list(ServiceText.objects.select_for_update().filter(key=target))  # one writer of a text at a time

    def before(self, proposal: Proposal) -> object:
        return seen(proposal.target)

    def why_not(self, proposal: Proposal, by: User, now: datetime) -> str:
        return election_notice(by, proposed_draft(proposal, now).starts or now)

    def apply(self, proposal: Proposal, by: User, now: datetime) -> str:
        text = save(version_of(proposal, now), proposed_draft(proposal, now), by=proposal.asked_by, now=now)
        moment = f"entrerà in vigore {in_a_sentence(text.in_force_from, now)}"
        said = f"La versione {text.version} {'è in vigore da ora' if text.is_used(now) else moment}."
        return f"{said} {TELL}" if CATALOGUE[text.key].is_agreed else said


TEXT = NewWords()


def propose(text: ServiceText, draft: Draft, *, by: User, now: datetime, tells: bool = True) -> Proposal:
    """Propose `draft` as the next version of a text, or as the one to come. Raises CannotDecide."""
    if found := problems(text, draft, now):
        raise CannotDecide(*found)
    starts = draft.starts.isoformat() if draft.starts else None
    change = {"body": draft.body, "starts": starts, "seen": draft.seen}
    return TEXT.ask(text.key, change, reason=draft.note, by=by, now=now, tells=tells)


def version_of(proposal: Proposal, now: datetime) -> ServiceText:
    """Return the version that a proposal would write."""
    return future(proposal.target, now) or next_version(proposal.target)


def proposed_draft(proposal: Proposal, now: datetime) -> Draft:
    """Return the words that are proposed; a moment that has passed meanwhile counts as "at once"."""
    told = proposal.change
    starts = datetime.fromisoformat(told["starts"]) if told["starts"] else None
    is_to_come = starts is not None and starts > now
    return Draft(
        body=told["body"], note=proposal.reason, starts=starts if is_to_come else None, seen=told["seen"]
    )


def latest_put_aside(text: ServiceText) -> Proposal | None:
    """Find words that were sent back or withdrawn since the last version: the next attempt begins there."""
    last = Proposal.objects.filter(kind=KIND, target=text.key).first()
    return last if last and last.outcome in (Proposal.Outcome.REFUSED, Proposal.Outcome.WITHDRAWN) else None


def election_notice(by: User, moment: datetime) -> str:
    """Say that in an electoral period only authorisers change texts; "" for them, and at other moments.

    `moment`: when the words come into force (law 28/2000, art. 9).
    """
    return ELECTIONS if not by.has_perm(AUTHORISE) and active_periods.holds(moment) else ""


@transaction.atomic
def propose_drafts(code: str, *, by: User, now: datetime) -> int:
    """Propose every draft of this language that is neither in force nor waiting. Raises CannotDecide."""
    drafts = [text["key"] for text in progress_of(code, now).texts if text["standing"] is Standing.DRAFT]
    if not drafts:
        raise CannotDecide(NONE_LEFT)
    for key in drafts:
        draft = Draft(body=DRAFTS[key], note="Prima traduzione", starts=None, seen=seen(key))
        propose(next_version(key), draft, by=by, now=now, tells=False)
    tell(
        holders(TEXT.decides).exclude(pk=by.pk),
        subject=f"{len(drafts)} testi in {NAMES[code]} aspettano l'approvazione",
        sentence=f"{display_name(by)} propone {len(drafts)} testi in {NAMES[code]}: vanno letti e approvati.",
        page=language_page(code),
        kind=Notice.WAITS,
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
    end(language_page(code), how="approvato", by=by, now=now)
    tell(
        {proposal.asked_by for proposal in mine},
        subject=f"I testi in {NAMES[code]} sono stati approvati",
        sentence=f"{display_name(by)} ha messo in vigore {len(mine)} testi in {NAMES[code]}.",
        page=language_page(code),
        by=by,
        by_email=False,
    )
    return len(mine)


def language_page(code: str) -> str:
    """The address of a language's page."""
    return reverse("admin:subscribers_servicetext_language", args=[code])
