"""The buttons of an account: when each is offered, what it asks for, and the one function that acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from cascina_whatsapp.accounts import changes, invitations, people
from cascina_whatsapp.accounts.models import AccountChange, Invitation

from . import forms

Kind = AccountChange.Kind
Answers = dict[str, Any]
WAITS = "Chiesto. Decide un altro amministratore o il responsabile della protezione dei dati, entro una settimana."
NOT_MAILED = (
    "L'invito è pronto, ma l'e-mail non è partita: controlla la posta del servizio, poi mandalo di nuovo."
)


@dataclass(frozen=True, kw_only=True)
class Button:
    """One decision. `act` takes the account, the form's answers, by and now, and returns what to say."""

    name: str
    """The name in the page's address."""
    label: str
    explanation: str
    act: Callable[[User, Answers, User, datetime], str]
    applies: Callable[[User], bool]
    form: type[forms.DecisionForm] = forms.DecisionForm
    is_final: bool = False
    """True for what one hand can't undo."""


def sent_in_words(link: str, has_left: bool) -> str:
    """Say in Italian what became of an invitation; the link stands on the page only where everything is invented."""
    if settings.DEBUG:
        return f"Prova: qui non parte nessuna e-mail. Il collegamento è {link}"
    return "Invito mandato: vale 48 ore e una volta sola." if has_left else NOT_MAILED


def _withdraw(account: User, answers: Answers, by: User, now: datetime) -> str:
    done = invitations.withdraw(account, by=by, now=now)
    return "Invito ritirato: il collegamento non vale più." if done else "Non c'era nessun invito in attesa."


def _group(account: User, answers: Answers, by: User, now: datetime) -> str:
    kind, group = answers["change"]
    changes.ask(Kind(kind), account, group=group, reason=answers["reason"], by=by, now=now)
    return WAITS


def _email(account: User, answers: Answers, by: User, now: datetime) -> str:
    email, reason = answers["email"], answers["reason"]
    if people.is_bare(account):
        people.correct_email(account, email, by=by, now=now)
        return "E-mail cambiata. Manda un nuovo invito: quello di prima non vale più."
    changes.ask(Kind.EMAIL, account, email=email, reason=reason, by=by, now=now)
    return WAITS


def _close(account: User, answers: Answers, by: User, now: datetime) -> str:
    reason = answers["reason"]
    if account.pk != by.pk and people.needs_two(account):
        changes.ask(Kind.CLOSE, account, reason=reason, by=by, now=now)
        return WAITS
    people.close(account, reason=reason, by=by, now=now)
    return "Account chiuso: da adesso non entra più nessuno."


def _reopen(account: User, answers: Answers, by: User, now: datetime) -> str:
    changes.ask(Kind.REOPEN, account, reason=answers["reason"], by=by, now=now)
    return WAITS


def _lose_telephone(account: User, answers: Answers, by: User, now: datetime) -> str:
    reason = answers["reason"]
    if people.needs_two(account):
        changes.ask(Kind.LOST, account, reason=reason, by=by, now=now)
        return WAITS
    people.lose_telephone(account, reason=reason, by=by, now=now)
    then = invitations.why_not(account, by, now) or "Ora mandagli un nuovo invito."
    return f"Fatto: quello con cui entrava non vale più. {then}"


def _ask_factor(account: User, answers: Answers, by: User, now: datetime) -> str:
    people.ask_for_factor(account, by=by, now=now)
    return "Chiesto: lo legge fra le sue novità, e per e-mail."


def _remind(account: User, answers: Answers, by: User, now: datetime) -> str:
    change = _asked_of(account)
    if change is None:
        return "Non c'è più niente da confermare."
    changes.remind(change, by=by, now=now)
    return f"Ricordato. Può confermare: {changes.who_decides(change)}."


def _asked_of(account: User) -> AccountChange | None:
    """The group that is asked for an account and not given yet, the oldest."""
    return AccountChange.objects.waiting(timezone.now()).filter(user=account, kind=Kind.GIVE).first()


GROUP = Button(
    name="ask-group",
    label="Cambia che cosa può fare",
    explanation="Un gruppo alla volta. Decide una seconda persona: fino ad allora non cambia nulla.",
    form=forms.GroupForm,
    applies=lambda account: account.is_active,
    act=_group,
)
INVITE = Button(
    name="invite",
    label="Rimanda l'invito",
    explanation="Alla persona arriva per e-mail un collegamento con cui sceglie di nuovo come entrare. Vale 48 "
    "ore e una volta sola; quello di prima non vale più. Nessun altro lo vede, nemmeno chi lo manda. Quando lo "
    "usa, la password e il secondo passaggio di prima non valgono più.",
    applies=lambda account: account.is_active and bool(account.email),
    act=lambda account, answers, by, now: sent_in_words(*invitations.send(account, by=by, now=now)),
)
WITHDRAW = Button(
    name="withdraw-invitation",
    label="Togli l'invito",
    explanation="Il collegamento che è partito non vale più. L'account resta com'è.",
    applies=lambda account: account.is_active and Invitation.objects.open().filter(user=account).exists(),
    act=_withdraw,
)
EMAIL = Button(
    name="email",
    label="Cambia indirizzo",
    explanation="Lì arrivano gli inviti: se l'account ha già dei gruppi, decide una seconda persona. Lo sa anche "
    "chi legge all'indirizzo di prima.",
    form=forms.EmailForm,
    applies=lambda account: account.is_active,
    act=_email,
)
LOST = Button(
    name="lost-telephone",
    label="Ha perso il telefono: azzera il secondo passaggio",
    explanation="Prima assicurati che sia la persona, a voce. Password e secondo passaggio non "
    "valgono più e le sessioni aperte si chiudono; poi mandale un nuovo invito. Per un amministratore, l'RPD e "
    "chi è rimasto l'unico del suo gruppo decide una seconda persona.",
    form=forms.LostForm,
    applies=lambda account: account.is_active,
    act=_lose_telephone,
)
CLOSE = Button(
    name="close",
    label="Chiudi l'accesso",
    explanation="Vale subito, dovunque la persona sia entrata. Per riaprirlo servono due persone; anche per chiudere "
    "quello di un amministratore, dell'RPD o di chi è rimasto l'unico del suo gruppo.",
    form=forms.ReasonForm,
    applies=lambda account: account.is_active,
    act=_close,
    is_final=True,
)
REOPEN = Button(
    name="reopen",
    label="Riapri l'accesso",
    explanation="L'account torna com'era, con i suoi gruppi, quando una seconda persona lo approva.",
    form=forms.ReasonForm,
    applies=lambda account: not account.is_active,
    act=_reopen,
)
ASK_FACTOR = Button(
    name="ask-factor",
    label="Chiedigli il secondo passaggio",
    explanation="Gli arriva una novità, e un'e-mail, con la pagina dove si aggiunge.",
    applies=lambda account: account.is_active and not account.is_superuser,
    act=_ask_factor,
)
REMIND = Button(
    name="remind",
    label="Ricorda a chi deve confermare",
    explanation="A chi può confermare arriva di nuovo una novità, e un'e-mail.",
    applies=lambda account: _asked_of(account) is not None,
    act=_remind,
)
BUTTONS = (ASK_FACTOR, REMIND, GROUP, INVITE, WITHDRAW, EMAIL, LOST, REOPEN, CLOSE)
REFUSALS = (changes.CannotDecide, invitations.CannotInvite, people.CannotChange)
"""The errors that the functions behind the buttons raise: each says why, in Italian."""
