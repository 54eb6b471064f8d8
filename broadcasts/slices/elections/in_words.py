"""Electoral periods as the screens say them: from when to when, what holds, where. Moments in any time zone."""

from datetime import date, datetime, time

from django.urls import reverse

from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.formatting.dates import (
    ROME,
    day_in_words,
    from_to,
    in_rome,
    moment_in_words,
    weekday_in_words,
)

ONLY = "parte solo ciò che è impersonale e indispensabile"
RUN_OFF = {
    RunOff.YES: "sì",
    RunOff.NO: "no: tutto finisce alla chiusura dei seggi",
    RunOff.UNKNOWN: "non si sa ancora: finché nessuno lo scrive, vale come se ci fosse",
}


def page_of(period: ElectoralPeriod) -> str:
    """Return the path of a period's page."""
    return reverse("admin:elections_electoralperiod_change", args=[period.pk])


def start_in_words(moment: datetime) -> str:
    """Write when an electoral period begins: "giovedì 9 aprile 2026"; with the hour where it is not midnight."""
    local = in_rome(moment)
    is_midnight = local.time() == time()
    return weekday_in_words(local.date()) if is_midnight else moment_in_words(moment)


def days(period: ElectoralPeriod) -> str:
    """Write a period's days for a row of a list: "dal 9 aprile 2026 all'8 giugno 2026"."""
    span = period.span
    return from_to(day_in_words(span.starts_at), day_in_words(span.ends_at))


def effect(period: ElectoralPeriod, now: datetime) -> str:
    """Say in one sentence what the period does, as it is now."""
    span = period.span
    when = f"da {start_in_words(span.starts_at)} fino a {moment_in_words(span.ends_at)}"
    if period.state == ElectoralPeriod.State.ANNULLED:
        return f"È annullato: non vale più. Andava {when}."
    if not period.applies_to_us:
        return f"Non riguarda il Comune: nulla si ferma. {period.applies_reason}"
    if period.state == ElectoralPeriod.State.DRAFT:
        return f"Una volta attivo, {when} {ONLY}. Ora è una bozza e non ferma nulla."
    if period.is_over(now):
        return f"È concluso: {when} è partito solo ciò che è impersonale e indispensabile."
    return f"{when[0].upper()}{when[1:]} {ONLY}."


def midnight(day: date) -> datetime:
    """The first moment of a day on Cascina's clocks."""
    return datetime.combine(day, time(), ROME)
