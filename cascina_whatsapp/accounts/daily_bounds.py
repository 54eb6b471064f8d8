"""The daily bounds: how often somebody did something today, by the trail, and what happens beyond.

An act that touches people is taken (`take`) in the transaction in which it is done, under the lock of the trail's
end: a hundred requests at once pass the bound no more than one does. Beyond it a colleague releases another portion;
releases are records of the trail, and there is no other count.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.append_only import chain
from cascina_whatsapp.security.logs import scrub
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailHead, TrailRecord

from . import notices
from .staff_notices import notifying

MAY_RELEASE = "trail.release_bound"
BY_TWO = "cambio"
"""The detail of what two people decided (`changes`): the change that was asked for."""
NOT_NEEDED = "Ora non serve: questa persona non ha raggiunto il limite, oppure un collega ha già concesso."


@dataclass(frozen=True)
class BoundedAct:
    """One kind of act that is counted by person and day."""

    event: Event
    label: str
    """The act in Italian, as its bound is told."""
    setting: str
    """The setting that says how often in a day."""
    done: str
    """The words behind "Oggi hai già"; {} is the number."""
    also: tuple[Event, ...] = ()
    """The other events that count as the same act."""
    tells_first: bool = True
    """The officer hears of the first of a day, and overseers of each of the officer's own.

    False for everyday work, and for what is told each time (`notices.numbers_taken`).
    """


UNMASKING = BoundedAct(Event.UNMASKED, "Numero mostrato", "UNMASKINGS_PER_DAY", "visto {} numeri in chiaro")
ROW_UNMASKING = BoundedAct(
    Event.ROW_UNMASKED,
    "Numero di un elenco mostrato",
    "ROW_UNMASKINGS_PER_DAY",
    "visto {} numeri degli elenchi in chiaro",
)
REMOVAL = BoundedAct(
    Event.REMOVED_AT_DESK,
    "Messaggi tolti, fermati o ripresi a una persona",
    "REMOVALS_PER_DAY",
    "tolto, fermato o ripreso i messaggi a {} persone",
    also=(Event.INVITATIONS_TAKEN, Event.MESSAGES_STOPPED, Event.MESSAGES_RESUMED),
)
ERASURE = BoundedAct(
    Event.PERSON_ERASED,
    "Dati di una persona cancellati",
    "ERASURES_PER_DAY",
    "cancellato i dati di {} persone",
)
DOSSIER = BoundedAct(
    Event.DOSSIER_TAKEN,
    "Dati di una persona scaricati",
    "DOSSIERS_PER_DAY",
    "scaricato i dati di {} persone",
    tells_first=False,
)
NUMBER_EXPORT = BoundedAct(
    Event.NUMBERS_EXPORTED,
    "Esportazione con i numeri",
    "NUMBER_EXPORTS_PER_DAY",
    "chiesto {} esportazioni con i numeri",
    tells_first=False,
)
SHUT_OUT = BoundedAct(
    Event.TELEPHONE_LOST,
    "Telefono perso, o account chiuso",
    "LOST_TELEPHONES_PER_DAY",
    "chiuso fuori {} colleghi, chiudendo l'account o segnando perso il telefono",
    also=(Event.ACCOUNT_CLOSED,),
    tells_first=False,
)
LOOK_UP = BoundedAct(
    Event.LOOKED_UP, "Ricerca di un numero", "LOOKUPS_PER_DAY", "cercato {} volte", tells_first=False
)
NUMBERS = (UNMASKING.event, ROW_UNMASKING.event)
NUMBERS_EACH_TIME = 3
"""Numbers shown in clear before identity is confirmed again."""
ACTS = {
    act.event: act
    for act in (
        UNMASKING,
        ROW_UNMASKING,
        REMOVAL,
        ERASURE,
        DOSSIER,
        NUMBER_EXPORT,
        SHUT_OUT,
        LOOK_UP,
    )
}


class CannotRelease(ValueError):
    """A portion that is not given; says why, in Italian."""


class BeyondBound(ValueError):
    """The day's bound is reached; the message says so in Italian, and whom to ask."""

    def __init__(self, act: BoundedAct, *, by: User, now: datetime, bound: int) -> None:
        names = ", ".join(notifying.display_name(person) for person in may_release(by))
        whom = (
            f"Se ti serve ancora, chiedilo a un collega che può concederlo, già avvisato: {names}."
            if names
            else "Se ti serve ancora, parlane con il responsabile della protezione dei dati, già avvisato."
        )
        super().__init__(f"Oggi hai già {act.done.format(bound)}: per oggi basta così. {whom}")
        self.act, self.by, self.now, self.bound = act, by, now, bound


class MustConfirm(ValueError):
    """A number that is not shown before identity is confirmed again; says so in Italian."""


@contextmanager
def bounded() -> Iterator[None]:
    """Open a transaction in which acts are taken; beyond a bound it is undone, and the refusal recorded and told."""
    try:
        with transaction.atomic():
            yield
    except BeyondBound as refusal:
        about = f"{refusal.act.label}: più di {refusal.bound} in un giorno"
        beyond(
            Event.BOUND_REACHED,
            by=refusal.by,
            now=refusal.now,
            about=about,
            details={"act": refusal.act.event},
            people=may_release(refusal.by),
            page=reverse("admin:daily_bounds"),
        )
        raise


def take(
    act: BoundedAct,
    *,
    by: User,
    now: datetime,
    about: str = "",
    details: Mapping[str, str | int] = {},
    confirmed_at: datetime | None = None,
    event: Event | None = None,
) -> None:
    """Count and record one more such act of today; call it within `bounded`, last. Raises BeyondBound.

    `event`: the one that happened, of an act that has several.
    `confirmed_at`: of a number, when identity was confirmed last. Raises MustConfirm where that was too many ago.
    """
    hold()
    if confirmed_at and wants_confirming(by=by, confirmed_at=confirmed_at):
        raise MustConfirm("Prima conferma di nuovo chi sei: apri di nuovo questa pagina.")
    count, bound = _count(act, by=by, now=now), bound_of(act, by=by, now=now)
    if count >= bound:
        raise BeyondBound(act, by=by, now=now, bound=bound)
    event = event or act.event
    trail.record(event, by=by, now=now, about=about, details=details)
    if act.tells_first:
        notices.done_by_officer(by, f"{event.label}: {about}")
    if act.tells_first and not count:
        _tell(
            (),
            subject=f"oggi la prima volta: {act.label}",
            sentence=(
                f"L'account {by.get_username()} ha fatto oggi la prima volta questo: {act.label}. In un giorno "
                f"può farlo {bound} volte."
            ),
        )


def wants_confirming(*, by: User, confirmed_at: datetime) -> bool:
    """Tell whether this person was shown so many numbers since then that identity is to be confirmed again."""
    shown = TrailRecord.objects.filter(by=by, event__in=NUMBERS, at__gt=confirmed_at)
    return shown.count() >= NUMBERS_EACH_TIME


@transaction.atomic
def release(act: BoundedAct, *, to: User, read: str, by: User, now: datetime) -> None:
    """Give `to` one more portion of today; `by` has the right to. Raises CannotRelease."""
    if by == to:
        raise CannotRelease("Nessuno concede a sé stesso di superare un limite: lo concede un altro collega.")
    hold()
    if not is_reached(act, by=to, now=now):
        raise CannotRelease(NOT_NEEDED)
    if problem := as_read.changed(shown(act, to=to, now=now), read):
        raise CannotRelease(problem)
    about = f"{act.label}, per {scrub(to.get_username())}"
    told: dict[str, str | int] = {"act": act.event, "to": to.pk}
    bound = bound_of(act, by=to, now=now) + portion_of(act)
    notifying.tell(
        [to],
        subject=f"concesso ancora per oggi: {act.label}",
        sentence=(
            f"L'account {by.get_username()} ha concesso all'account {to.get_username()} di "
            f"superare un limite: {act.label}. "
            f"Fino a mezzanotte può farlo {bound} volte in tutto."
        ),
        page=reverse("admin:index"),
        addresses=settings.PRIVACY_EMAILS,
    )
    trail.record(Event.BOUND_RELEASED, by=by, now=now, about=about, details=told)


def shown(act: BoundedAct, *, to: User, now: datetime) -> list[object]:
    """List what a colleague reads before they release another portion."""
    return [act.event, to.pk, bound_of(act, by=to, now=now)]


def refused_today(now: datetime) -> Iterator[tuple[BoundedAct, User]]:
    """Yield who was refused what today and still is, the longest first."""
    records = TrailRecord.objects.filter(event=Event.BOUND_REACHED, at__gte=_midnight(now)).order_by(
        "sequence"
    )
    found = dict.fromkeys((record.details["act"], record.by_id) for record in records)
    people = User.objects.in_bulk([pk for _, pk in found])
    for event, pk in found:
        if event in ACTS and pk in people and is_reached(ACTS[event], by=people[pk], now=now):
            yield ACTS[event], people[pk]


def is_reached(act: BoundedAct, *, by: User, now: datetime) -> bool:
    """Tell whether this person has done it as often today as they may."""
    return _count(act, by=by, now=now) >= bound_of(act, by=by, now=now)


def _count(act: BoundedAct, *, by: User, now: datetime) -> int:
    """Count how often this person did it today by one hand: what they approved, another one asked for."""
    return today(act.event, *act.also, by=by, now=now).exclude(details__has_key=BY_TWO).count()


def bound_of(act: BoundedAct, *, by: User, now: datetime) -> int:
    """Tell how often this person may do it today: a portion of the settings, and one more for each release."""
    given = TrailRecord.objects.filter(event=Event.BOUND_RELEASED, at__gte=_midnight(now))
    released = given.filter(details__act=act.event, details__to=by.pk).count()
    return portion_of(act) * (1 + released)


def portion_of(act: BoundedAct) -> int:
    """Read from the settings how often everybody may do it in a day."""
    return int(getattr(settings, act.setting))


def may_release(to: User) -> QuerySet[User]:
    """Colleagues who may release another portion to `to`, who is none of them."""
    return notifying.holders(MAY_RELEASE).exclude(pk=to.pk).order_by("pk")


def today(*events: Event, by: User, now: datetime) -> QuerySet[TrailRecord]:
    """The records of such events by this person since midnight in Cascina."""
    return TrailRecord.objects.filter(by=by, event__in=events, at__gte=_midnight(now))


def rows_today(event: Event, *, by: User, now: datetime, name: str = "rows") -> int:
    """Add up the rows that these records tell of, in their details under `name`."""
    return sum(
        details.get(name, 0) for details in today(event, by=by, now=now).values_list("details", flat=True)
    )


def hold() -> None:
    """Keep others from appending until the caller's transaction ends: what is counted is true at the commit."""
    chain.serialize(TrailHead)


@transaction.atomic
def beyond(
    event: Event,
    *,
    by: User,
    now: datetime,
    about: str,
    details: Mapping[str, str | int] = {},
    people: Iterable[User] = (),
    page: str = "",
) -> None:
    """Record that somebody reached the bound `about`; `people` and the officer are told once a day of each."""
    hold()
    is_first = not today(event, by=by, now=now).filter(about=about).exists()
    trail.record(event, by=by, now=now, about=about, details=details)
    if is_first:
        _tell(
            people,
            subject=f"l'account {by.get_username()} ha raggiunto un limite",
            sentence=(
                f"L'account {by.get_username()} oggi ha raggiunto un limite: {about}. Il servizio rifiuta "
                "finché il giorno non è finito; nella pagina «Tracce» si legge che "
                "cosa ha fatto e quando."
            ),
            page=page,
        )


def _tell(people: Iterable[User], *, subject: str, sentence: str, page: str = "") -> None:
    page = page or reverse("admin:trail_trailrecord_changelist")
    notifying.tell(people, subject=subject, sentence=sentence, page=page, addresses=settings.PRIVACY_EMAILS)


def _midnight(now: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
