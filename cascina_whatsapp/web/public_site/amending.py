"""A published message is corrected by two people, as it was approved; one withdraws it at once, for a fixed reason.

A reason in the office's own words needs two people, whether the message is withdrawn already or not. The phones keep
what they got: whoever corrects decides by themselves whether a new broadcast is due.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts import hooks, launching
from broadcasts.launching.published import published
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import occasions
from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.accounts.second_person import WAITING, CannotDecide, Kind
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders, only, people, tell
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.security import free_words, trail
from cascina_whatsapp.security.trail import Event

from .models import Amendment
from .wording import Message

MAY_PROPOSE = ("broadcasts.change_campaign", "broadcasts.launch_campaign")
"""One of them is enough."""
MAY_APPROVE = "broadcasts.launch_campaign"
MAY_WITHDRAW = "broadcasts.steer_campaign"
IN_AN_ELECTION = "elections.authorise_text"
"""The right of who alone decides what is said anew in an electoral period (law 28/2000, article 9)."""
NOT_PUBLISHED = "Questo messaggio non è fra quelli pubblicati: non c'è nulla da correggere."
WITHDRAWN = "Il messaggio è stato ritirato: non si corregge più."
SAME = "È tutto come prima: cambia quello che era sbagliato."
REASONS = (
    "Non vale più.",
    "Conteneva un errore.",
    "È stato mandato per sbaglio.",
    "L'evento è annullato.",
    "L'evento è rinviato.",
    "La situazione è tornata normale.",
    "C'è un messaggio più recente.",
)
"""All that one person alone may say of a withdrawal."""
NO_REASON = "Scegli il motivo dall'elenco: lo leggono tutti. Con altre parole serve una seconda persona."
ELECTIONS = (
    "Vale un periodo elettorale: parole nuove le approva solo chi è nel gruppo Autorizzatore elettorale."
)


@dataclass(frozen=True)
class Words:
    """The words of a correction: what was wrong, and the words from now on. Of a withdrawal only why."""

    reason: str
    title: str = ""
    body: str = ""
    occasion: dict[str, str] | None = None
    """The event (rules.occasions, `parts`); None of a message that announces none."""


class Correction(Kind):
    """Other words of a published message."""

    name, noun = "correction", "messaggio"
    decides = MAY_APPROVE
    reads = ("broadcasts.view_campaign",)
    lists = Campaign
    events = (Event.CORRECTION_PROPOSED, Event.MESSAGE_CORRECTED, Event.CORRECTION_PUT_ASIDE)

    def what(self, proposal: Proposal) -> str:
        return f"correggere «{_about(proposal)}»"

    def rows(self, proposal: Proposal) -> list[tuple[str, str, str]]:
        now, words = _as_read(proposal), proposed_words(proposal)
        event = now.occasion.in_words
        new = event if words.occasion is None else occasions.read(words.occasion).in_words
        found = [("Titolo", now.title, words.title), ("Testo", now.body, words.body), ("Evento", event, new)]
        return [row for row in found if row[1] != row[2]]

    def follows(self, proposal: Proposal) -> list[str]:
        return [
            "La pagina pubblica dice subito che cosa era sbagliato. Sui telefoni resta quello che è arrivato."
        ]

    def back(self, proposal: Proposal) -> str:
        return _page(_about(proposal))

    def lock(self, target: str) -> None:
        list(Campaign.objects.select_for_update().filter(pk=target))

    def before(self, proposal: Proposal) -> object:
        now = _as_read(proposal)
        return [now.title, now.body, now.occasion.parts, now.withdrawal]

    def right(self, now: datetime) -> str:
        return IN_AN_ELECTION if active_periods.holds(now) else MAY_APPROVE

    def why_not(self, proposal: Proposal, by: User, now: datetime) -> str:
        right = self.right(now)
        return ELECTIONS if right == IN_AN_ELECTION and not by.has_perm(right) else ""

    def apply(self, proposal: Proposal, by: User, now: datetime) -> str:
        words = proposed_words(proposal)
        _amend(_locked(_about(proposal), words, now), words, written_by=proposal.asked_by, by=by, now=now)
        return "Approvato: la pagina pubblica lo dice già."


class Withdrawal(Correction):
    """Words of the office's own about why a message is withdrawn."""

    name = "withdrawal"
    events = (Event.CORRECTION_PROPOSED, Event.MESSAGE_WITHDRAWN, Event.CORRECTION_PUT_ASIDE)

    def what(self, proposal: Proposal) -> str:
        return f"ritirare con parole sue «{_about(proposal)}»"

    def rows(self, proposal: Proposal) -> list[tuple[str, str, str]]:
        told = _as_read(proposal).withdrawal
        return [("Perché si ritira", told.reason if told else "", proposal.reason)]


CORRECTION, WITHDRAWAL = Correction(), Withdrawal()


def waiting(campaign: Campaign) -> Proposal | None:
    """The correction of this message that nobody has decided on."""
    target = str(campaign.pk)
    return next(iter([*CORRECTION.waiting(target), *WITHDRAWAL.waiting(target)]), None)


@transaction.atomic
def propose(campaign: Campaign, words: Words, *, by: User, now: datetime) -> Proposal:
    """Propose a correction, or why a message is withdrawn; nothing changes on the page yet. Raises CannotDecide."""
    campaign = _locked(campaign, words, now)
    if not may_propose(by):
        raise CannotDecide(only(MAY_PROPOSE[0]))
    if waiting(campaign):
        raise CannotDecide(WAITING)
    if _says_the_same(words, Message(campaign, now)):
        raise CannotDecide(SAME)
    if problem := free_words.problem_in(words.reason):
        raise CannotDecide(problem)
    change, kind = asdict(words), CORRECTION if words.title else WITHDRAWAL
    return kind.ask(str(campaign.pk), change, reason=change.pop("reason"), by=by, now=now)


def proposed_words(proposal: Proposal) -> Words:
    """Return the words that are proposed."""
    return Words(proposal.reason, **proposal.change)


@transaction.atomic
def withdraw(campaign: Campaign, reason: str, *, by: User, now: datetime) -> Amendment:
    """Withdraw a message: from now on the page says that it holds no more, and why. Raises CannotDecide.

    One person is enough, as for a pause: what is wrong must not wait. So the reason is one of the list, in an
    electoral period too. A correction that waits is put aside; words about the withdrawal still wait.
    """
    if not by.has_perm(MAY_WITHDRAW):
        raise CannotDecide(only(MAY_WITHDRAW))
    if reason not in REASONS:
        raise CannotDecide(NO_REASON)
    campaign = _locked(campaign, Words(reason), now)
    if Message(campaign, now).withdrawal:
        raise CannotDecide(WITHDRAWN)
    amendment = _amend(campaign, Words(reason), written_by=by, by=by, now=now)
    for proposal in CORRECTION.waiting(str(campaign.pk)):
        CORRECTION.settle(proposal, Proposal.Outcome.REFUSED, by, now, CORRECTION.what(proposal))
    trail.record(Event.MESSAGE_WITHDRAWN, by=by, now=now, about=f"messaggio {campaign.pk}")
    return amendment


def may_propose(user: User) -> bool:
    """Tell whether this person writes or approves messages."""
    return any(user.has_perm(permission) for permission in MAY_PROPOSE)


def _amend(campaign: Campaign, words: Words, *, written_by: User, by: User, now: datetime) -> Amendment:
    """Write down a correction, or a withdrawal where there are no new words; what follows is asked."""
    is_withdrawal = not words.title
    amendment = Amendment.objects.create(
        campaign=campaign,
        kind=Amendment.Kind.WITHDRAWAL if is_withdrawal else Amendment.Kind.CORRECTION,
        **vars(words),
        written_by=written_by,
        approved_by=by,
        at=now,
    )
    told = Message(campaign, now)
    said = {"title": told.title, "body": told.body, "reason": words.reason, "is_withdrawal": is_withdrawal}
    for follow in hooks.ON_AMENDED:
        follow(campaign, said)
    if is_withdrawal:
        launching.stop_withdrawn(campaign=campaign, by=by, now=now, reason=words.reason)
        tell(
            {*holders(MAY_APPROVE), *people([campaign.author_id])} - {by},
            subject="Un messaggio pubblicato è stato ritirato",
            sentence=f"{display_name(by)} ha ritirato «{campaign}» dalle pagine pubbliche: {words.reason}",
            page=_page(campaign),
        )
    else:
        launching.record_event(campaign, CampaignEvent.Step.MESSAGE_CORRECTED, by, now, words.reason)
    return amendment


def _says_the_same(words: Words, now: Message) -> bool:
    if not words.title:
        return now.withdrawal is not None and now.withdrawal.reason == words.reason
    is_same_event = words.occasion in (None, now.occasion.parts)
    return is_same_event and (words.title, words.body) == (now.title, now.body)


def _as_read(proposal: Proposal) -> Message:
    """Return the message that is to be said anew as its page says it."""
    return Message(_about(proposal), proposal.asked_at)


def _about(proposal: Proposal) -> Campaign:
    about: Campaign = Campaign.objects.get(pk=proposal.target)
    return about


def _locked(campaign: Campaign, words: Words, now: datetime) -> Campaign:
    """Lock a message until the transaction is over. Raises CannotDecide where these words can't be said of it."""
    locked: Campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not published(now).filter(pk=locked.pk).exists():
        raise CannotDecide(NOT_PUBLISHED)
    if words.title and Message(locked, now).withdrawal:  # of a withdrawal the reason may change
        raise CannotDecide(WITHDRAWN)
    return locked


def _page(campaign: Campaign) -> str:
    return reverse("admin:broadcasts_campaign_public", args=[campaign.pk])
