"""The zones in the conversation: chosen by name or by taps on a list of several pages, all of them, the way back."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cascina_whatsapp.whatsapp.cloud_api.messages import Option
from subscribers import consent, identity
from subscribers.consent import Effect
from subscribers.keywords import evidence, words_of_zones, zones_in, zones_of_wish
from subscribers.models import Zone
from subscribers.rules.buttons import (
    ADD,
    ALL_ZONES,
    CONFIRM,
    DROP,
    TOPICS,
    TOPICS_BACK,
    ZONE,
    ZONES,
    ZONES_BACK,
)

from .context import Context
from .topics import TO_ADD, TO_DROP, names

A_ZONE = re.compile(rf"{ZONE}([0-9]{{1,9}}|[0-9]{{1,6}}(?:\.[0-9]{{1,6}}){{1,2}})({ADD}|{DROP})")
"""What a row or button does with a zone, or with up to three: its name fits into the register."""
THE_REST = re.compile(rf"{ZONES}:([0-9]{{1,3}})")
THE_WAY_BACK = re.compile(rf"{ZONES_BACK}:(all|[0-9]{{1,9}}(?:\.[0-9]{{1,9}})*)")
A_YES = re.compile(rf"{CONFIRM}(?::([0-9]{{1,9}}(?:\.[0-9]{{1,9}})*))?")
"""A yes to joining, with the zones that stood beside what seemed a wish: "confirm:4.7"."""
AT_ONCE = 8
"""Zones of one list: ten rows, of which one leads to the others, and one is for all of them."""


def is_zone(choice: str) -> bool:
    """Tell whether a tapped row is one of our lists'."""
    return choice == ALL_ZONES or bool(A_ZONE.fullmatch(choice))


def rule_name(choice: str) -> str:
    """The choice as the register names its rule: of the way back and of a list, without where it leads to."""
    if THE_REST.fullmatch(choice):
        return ZONES
    if A_YES.fullmatch(choice):
        return CONFIRM
    return ZONES_BACK if THE_WAY_BACK.fullmatch(choice) else choice


def label(context: Context) -> str:
    """Return what of the title of a tapped row the register may keep."""
    return evidence(context.message.text, words_of_zones(context.batch.offer.zone_names))


def offer_zones(context: Context) -> None:
    """The list: the zones that one chose, to be taken away, then the others; from where a tapped row led."""
    if context.subscriber is None:
        context.answer("not_subscribed")
        return
    chosen = context.subscriber.chosen_zones()
    others = [zone for zone in context.batch.offer.zones if zone not in chosen]
    rest = THE_REST.fullmatch(context.message.choice)
    _list(context, "zones_list", chosen, [*chosen, *others], start=int(rest[1]) if rest else 0)


def _list(context: Context, key: str, chosen: list[Zone], zones: list[Zone], start: int = 0) -> None:
    end = start + AT_ONCE
    rows = [_row(zone, is_chosen=zone in chosen) for zone in zones[start:end]]
    if zones[end:]:
        rows.append(_other(f"{ZONES}:{end}", "Altre zone", f"Da {zones[end].name} in poi"))
    if chosen:
        rows.append(_other(ALL_ZONES, "Tutte le zone", "Torna a ricevere i messaggi di tutte"))
    context.answer(key, options=rows, zone_attive=_told(context, chosen))


def _row(zone: Zone, *, is_chosen: bool) -> Option:
    if is_chosen:
        return Option(
            id=f"{ZONE}{zone.pk}{DROP}", title=zone.name, description="Togli questa zona", section=TO_DROP
        )
    return _other(f"{ZONE}{zone.pk}{ADD}", zone.name, "Aggiungi questa zona")


def _other(choice: str, title: str, description: str) -> Option:
    return Option(id=choice, title=title, description=description, section=TO_ADD)


def _told(context: Context, zones: list[Zone]) -> str:
    others = [zone for zone in context.batch.offer.zones if zone not in zones]
    said = names(zones) if len(others) > len(zones) else f"tutte le zone tranne {names(others)}"
    return f"{said}, e quelli per tutta Cascina" if zones and others else "tutte le zone"


def _choose(context: Context, *, wanted: Callable[[list[Zone], str], list[Zone]]) -> None:
    """Change the zones, by those before and the row that was tapped; the answer offers the way back."""
    if context.subscriber is None:
        context.answer("not_subscribed")
        return
    before = context.subscriber.chosen_zones()
    zones = wanted(before, context.message.choice)
    change = consent.choose_zones(context.message.sender, zones, context.proof, now=context.now)
    if change is None or change.effect is not Effect.DONE:
        return
    now = change.subscriber.chosen_zones()
    back = ".".join(str(zone.pk) for zone in before) or "all"
    context.answer(
        "zones_saved",
        consent=change.record,
        button_ids={TOPICS: ZONES, TOPICS_BACK: f"{ZONES_BACK}:{back}" if before != now else ""},
        zone_attive=_told(context, now),
    )


def choose_named(context: Context) -> None:
    """Take "abito a Navacchio": these zones, or also these. Where a name may be of several, these are asked about.

    So are those in somebody else's words, passed on.
    """
    named = zones_in(context.message.text, context.batch.offer.zone_names)
    zones = [zone for zone in context.batch.offer.zones if named and zone.name in named.names]
    if named and named.is_certain and not context.message.forwarded:
        _choose(context, wanted=lambda before, _choice: [*(before if named.adds else []), *zones])
    elif zones and context.subscriber:
        _list(context, "zones_question", context.subscriber.chosen_zones(), zones)
    else:
        offer_zones(context)


def choose_beside(context: Context, words: str) -> None:
    """Take the zones that stood beside a wish, of whoever is subscribed now: "iscrizione, abito a Navacchio"."""
    message, known = replace(context.message, text=words), identity.find(context.message.sender)
    # A message proves one record: that of the zones has a digest of its own.
    proof = replace(context.proof, message_id=f"zones {message.id}", rule="named-zones")
    writer = replace(context, message=message, known=known, proof=proof)
    if writer.subscriber and not message.forwarded and zones_in(words, context.batch.offer.zone_names):
        choose_named(writer)


def yes_with_zones(context: Context) -> str:
    """Build what a yes to joining sends back: with the zones of a wish that may mean something else."""
    named = zones_of_wish(context.message.text, context.batch.offer.zone_names)
    certain = named.names if named and named.is_certain else frozenset()
    numbers = ".".join(str(zone.pk) for zone in context.batch.offer.zones if zone.name in certain)
    return f"{CONFIRM}:{numbers}" if numbers else CONFIRM


def words_of_yes(choice: str) -> str:
    """Say the zones that a yes brings along in words that choose them: "zona Zambra e zona Ripoli"."""
    tapped = A_YES.fullmatch(choice)
    numbers = tapped[1].split(".") if tapped and tapped[1] else []
    return " e ".join(f"zona {zone.name}" for zone in Zone.objects.filter(pk__in=numbers))


def alone(context: Context, parts: frozenset[str]) -> tuple[str, str]:
    """The choice that keeps no zones but these, and what is received then; "" where they are none of ours."""
    named = [zone for zone in context.batch.offer.zones if zone.name in parts]
    choice = f"{ZONES_BACK}:{'.'.join(str(zone.pk) for zone in named)}"
    return choice if named else "", f"i messaggi di {names(named)}, e quelli per tutta Cascina"


def without(context: Context, parts: frozenset[str]) -> tuple[str, str]:
    """The choice that takes these zones from what somebody gets, and their names; "" where that leaves none."""
    received = (context.subscriber and context.subscriber.chosen_zones()) or context.batch.offer.zones
    named = [zone for zone in received if zone.name in parts]
    choice = f"{ZONE}{'.'.join(str(zone.pk) for zone in named)}{DROP}"
    return choice if A_ZONE.fullmatch(choice) and len(named) < len(received) else "", names(named)


def _after_tap(chosen: list[Zone], choice: str) -> list[Zone]:
    """The zones after a tap; none, which is all, where the last one was taken away, and all but one of all."""
    tapped = A_ZONE.fullmatch(choice)
    if tapped is None:
        return []
    numbers, active = {int(number) for number in tapped[1].split(".")}, Zone.objects.filter(is_active=True)
    before = chosen or (active if tapped[2] == DROP else [])
    others = [zone for zone in before if zone.pk not in numbers]
    return [*others, *(active.filter(pk__in=numbers) if tapped[2] == ADD else [])]


def _as_before(chosen: list[Zone], choice: str) -> list[Zone]:
    """The zones that the button leads back to; as it is now, where none of them is there any more."""
    where = choice.partition(":")[2]
    numbers = [int(number) for number in where.split(".") if number.isdecimal()]
    return [] if where == "all" else list(Zone.objects.filter(pk__in=numbers)) or chosen


choose_zone = partial(_choose, wanted=_after_tap)
"""Adds a zone by a tap, or takes it away."""
take_back = partial(_choose, wanted=_as_before)
"""Takes a choice back: what was received before is received again."""
