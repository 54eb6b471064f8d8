"""The facts of an electoral period, as data with Italian keys. Moments on Cascina's clocks, ISO 8601.

Colleagues are named; of citizens there are counts. Nothing depends on the moment in which it is asked.
"""

from django.db.models import Q

from cascina_whatsapp.elections.models import AgcomOrder, ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import messages
from .notation import Facts, day, moment, person, said, step


def facts_of(period: ElectoralPeriod, acts: dict[str, str]) -> Facts:
    """Collect all facts of a period. `acts`: where a stored file lies in the ZIP. Some ten queries in all."""
    found = messages.of_period(period)
    return {
        "documento": "Fascicolo di un periodo elettorale",
        "periodo": _period(period, acts),
        "ordini di Agcom": [_order(order) for order in _orders(period)],
        "in breve": messages.in_brief(found),
        "messaggi": found,
    }


def _period(period: ElectoralPeriod, acts: dict[str, str]) -> Facts:
    return {
        "numero": period.pk,
        "nome": period.name,
        "tipo": str(period.get_kind_display()),
        "stato": str(period.get_state_display()),
        "riguarda il Comune": period.applies_to_us,
        "perché": said(period.applies_reason),
        "vale dal": moment(period.span.starts_at),
        "vale fino a": moment(period.span.ends_at),
        "ha avuto effetto": _effect(period),
        "chiusura dei seggi": moment(period.ends_at),
        "ballottaggio": str(period.get_run_off_display()),
        "apertura dei seggi del ballottaggio": moment(period.run_off_starts_at),
        "chiusura dei seggi del ballottaggio": moment(period.run_off_ends_at),
        "avviso dal": day(period.warning_from),
        "atti": _acts(period, acts),
        "passaggi": _steps(period),
    }


def _effect(period: ElectoralPeriod) -> Facts:
    """Tell from when to when a period did restrict us, up to its annulment; {} where it never did."""
    held = period.held
    return {"da": moment(held.starts_at), "fino a": moment(held.ends_at)} if held else {}


def _acts(period: ElectoralPeriod, acts: dict[str, str]) -> Facts:
    return {
        "indizione": {
            "atto": period.act_kind,
            "numero": period.act_number,
            "data": day(period.act_date),
            "collegamento": period.act_link,
            "file": acts.get(str(period.act_file.name), ""),
        },
        "disposizione interna": {
            "numero": period.internal_number,
            "data": day(period.internal_date),
            "file": acts.get(str(period.internal_file.name), ""),
        },
        "ordine permanente per le emergenze": {
            "numero": period.standing_order_number,
            "data": day(period.standing_order_date),
            "aggiunto a periodo attivo da": person(period.standing_order_by),
        },
    }


def _steps(period: ElectoralPeriod) -> Facts:
    return {
        "scritto": step(period.made_by, period.made_at),
        "cambiato": step(period.changed_by, period.changed_at),
        "attivato": step(period.activated_by, period.activated_at),
        "ballottaggio deciso": step(period.settled_by, period.settled_at),
        "annullato": step(period.annulled_by, period.annulled_at, perché=period.annulled_reason),
    }


def _orders(period: ElectoralPeriod) -> list[AgcomOrder]:
    """List the orders of the period, and those of no period whose day falls in it."""
    days = (day_of(period.span.starts_at), day_of(period.span.ends_at))
    own = Q(period=period) | Q(period=None, date__range=days)
    return list(AgcomOrder.objects.filter(own).select_related("recorded_by").order_by("date", "pk"))


def _order(order: AgcomOrder) -> Facts:
    return {
        "numero": order.number,
        "data": day(order.date),
        "che cosa contesta": said(order.items),
        "da eseguire entro": day(order.deadline),
        "testo dell'avviso": said(order.notice_text),
        "dove": said(order.published_where),
        "pubblicato dal": day(order.published_from),
        "pubblicato fino al": day(order.published_to),
        "registrato": step(order.recorded_by, order.recorded_at),
    }
