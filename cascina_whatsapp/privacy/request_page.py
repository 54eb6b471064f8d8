"""The page of one request about data: who asks what, until when, what goes, what stays, what is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import at_moment, day_of, in_a_sentence, since, until
from subscribers.models import Reply, Subscriber
from subscribers.register.event_descriptions import ARRIVED, number_of

from . import dossier, erasure, objections, rights
from .models import RightsRequest

Channel, Kind, Status = RightsRequest.Channel, RightsRequest.Kind, RightsRequest.Status


@dataclass(frozen=True)
class Asked:
    """A kind of request in the words of the pages."""

    heading: str
    what: str
    article: int
    done: str
    """The words for what has been done when it is closed."""
    paper: str = "Risposta alla tua richiesta"
    """The heading of the receipt."""


COPY = "I dati che abbiamo su di te"
KINDS: dict[str, Asked] = {
    Kind.ACCESS: Asked("Avere i dati di una persona", "una copia", 15, "copia consegnata", COPY),
    Kind.RECTIFICATION: Asked("Correggere i dati di una persona", "correzione", 16, "risposto"),
    Kind.ERASURE: Asked(
        "Cancellare i dati di una persona",
        "cancellazione",
        17,
        "dati cancellati",
        "Abbiamo cancellato i tuoi dati",
    ),
    Kind.RESTRICTION: Asked("Limitare l'uso dei dati di una persona", "limitazione", 18, "risposto"),
    Kind.PORTABILITY: Asked(
        "Portare altrove i dati di una persona", "una copia da portare altrove", 20, "copia consegnata", COPY
    ),
    Kind.OBJECTION: Asked("Smettere di usare i dati di una persona", "opposizione", 21, "risposto"),
}


CAME: dict[str, str] = {
    Channel.CHAT: "su WhatsApp",
    Channel.DESK: "allo sportello",
    Channel.PEC: "per PEC",
    Channel.EMAIL: "per e-mail",
    Channel.LETTER: "per lettera",
}
"""The ways in which a request came, as a sentence goes on: "Arrivata per PEC"."""


def request_page(request: RightsRequest, now: datetime) -> dict[str, Any]:
    """Collect what the page of a request tells, as it is now; the same for everybody who may read it.

    `plan`: the effect of erasing now; None where nothing is to be erased.
    """
    person, is_open = rights.person_of(request), request.status == Status.OPEN
    erases = is_open and person is not None and request.kind == Kind.ERASURE
    plan = erasure.plan(request, person, now) if erases and person else None
    is_copy = is_open and person is not None and request.kind in dossier.HANDED_OVER
    last = person.decided_at if person and _is_erased(request) else None
    back, chat = rights.came_back(request) if is_open else None, rights.open_chat(request, now)
    queued = Reply.objects.filter(text__key=rights.ANSWER, created_at=request.closed_at or now)
    reply = queued.first()
    return {
        "asked": KINDS[request.kind],
        "standing": standing(request, now),
        "who": number_of(person),
        "who_more": "" if _is_erased(request) else _stands(person, now),
        "plan": plan,
        "is_copy": is_copy,
        "is_unknown": is_open and person is None,
        "back": at_moment(back, now) if back else "",
        "chat_until": until(chat[1], now) if is_open and chat else "",
        "on_whatsapp": ARRIVED[reply.status] if reply else "",
        "is_lost": reply is not None and reply.status in (Reply.Status.FAILED, Reply.Status.UNCERTAIN),
        "is_limited": objections.limited(request) is not None,
        "came": CAME[request.channel],
        "waits_for_receipt": rights.waits_for_receipt(request),
        "proof_until": rights.day_by_law(erasure.end_of_proof(last)) if last else "",
        "sheet": _sheet(request, plan, person if is_copy else None, now),
        "steps": _steps(request),
    }


def standing(request: RightsRequest, now: datetime) -> dict[str, str]:
    """Say until when there is to answer, or how it was closed."""
    if request.status != Status.OPEN:
        return _closed(request, now)
    due = rights.day_by_law(request.due_at)
    left = (day_of(request.due_at) - day_of(now)).days
    if request.is_late(now):
        return _stands_so("In ritardo", "bad", f"il termine era {due}")
    if left == 0:
        return _stands_so("Da chiudere oggi", "bad", f"il termine è {due}")
    days = "manca un giorno" if left == 1 else f"mancano {left} giorni"
    return _stands_so(f"Da chiudere entro {due}", "wait", days)


def _stands_so(word: str, tone: str, told: str) -> dict[str, str]:
    """Tell a standing: a sentence, its tone, and what follows behind it."""
    return {"word": word, "tone": tone, "told": told}


def _closed(request: RightsRequest, now: datetime) -> dict[str, str]:
    at = in_a_sentence(request.closed_at, now) if request.closed_at else ""
    if request.status == Status.REFUSED:
        return _stands_so("Risposto di no", "", at)
    if request.status == Status.WITHDRAWN:
        return _stands_so("Ritirata", "", f"la persona ci ha ripensato, {at}")
    days = (day_of(request.closed_at) - day_of(request.opened_at)).days if request.closed_at else 0
    took = "il giorno stesso" if days == 0 else "in un giorno" if days == 1 else f"in {days} giorni"
    return _stands_so(f"Chiusa {took}", "ok", f"{KINDS[request.kind].done} {at}")


def _is_erased(request: RightsRequest) -> bool:
    return request.status == Status.DONE and request.kind == Kind.ERASURE


def _stands(person: Subscriber | None, now: datetime) -> str:
    if person is None:
        return "di questa persona non risulta nulla"
    if person.is_subscribed and person.subscribed_at:
        return f"iscritta {since(person.subscribed_at, now)}"
    return f"cancellata {in_a_sentence(person.left_at, now)}" if person.left_at else "non iscritta"


def _sheet(
    request: RightsRequest, plan: erasure.Plan | None, person: Subscriber | None, now: datetime
) -> dict[str, str] | None:
    """Lay out the paper that the person receives, or will; None as long as nobody has written it."""
    to_come = erasure.receipt(request, plan, now) if plan else dossier.receipt(request, now) if person else ""
    title = "La risposta" if request.status == Status.REFUSED else "La ricevuta"
    headings = {
        Status.WITHDRAWN: "Hai ritirato la tua richiesta",
        Status.REFUSED: "Risposta alla tua richiesta",
    }
    sheet = {
        "title": title if request.outcome else "La ricevuta che riceverà",
        "heading": headings.get(Status(request.status), KINDS[request.kind].paper),
        "text": request.outcome or to_come,
    }
    return sheet if sheet["text"] else None


def _steps(request: RightsRequest) -> list[tuple[str, datetime | None]]:
    """List what happened and when, the newest first."""
    closed = f" da {display_name(request.closed_by)}" if request.closed_by else ""
    opened = f", registrata da {display_name(request.opened_by)}" if request.opened_by else ""
    words = {Status.REFUSED: "Risposto di no", Status.WITHDRAWN: "La persona ci ha ripensato: chiusa"}
    done = words.get(Status(request.status), KINDS[request.kind].done.capitalize())
    steps = [
        ("Risposta mandata", request.sent_at) if request.sent_at else None,
        (f"{done}{closed}", request.closed_at) if request.closed_at else None,
        (f"Due mesi in più: {request.extension_reason}", None) if request.extension_reason else None,
        ("Ultimo promemoria per e-mail", request.reminded_at) if request.reminded_at else None,
        (f"Arrivata {CAME[request.channel]}{opened}", request.opened_at),
    ]
    return [step for step in steps if step]
