"""Citizens choose zones, and messages for one zone ring the telephones that they concern. Real processes."""

import pytest
from django.conf import settings

from subscribers.models import ConsentRecord, Subscriber, Topic, Zone
from subscribers.rules import phone
from tests.naming import with_number

from .test_broadcast import recipients

NUMBERS = (f"+3932000600{number:02}" for number in range(1, 99))
CHOSEN = "Da ora ricevi i messaggi di {}, e quelli per tutta Cascina.".format
ALL = "Da ora ricevi i messaggi di tutte le zone."
TOO_FEW = "lo riceverebbero meno di 2 persone"


@pytest.fixture
def neighbours(stack, phones, answered):
    """Ada wrote where she lives, Bea tapped it on the list, Cora said nothing; all others get no zone's messages."""
    everybody = Subscriber.objects.using("journeys")
    others = list(everybody.filter(all_zones=True).values_list("pk", flat=True))
    everybody.filter(pk__in=others).update(all_zones=False)
    ada, bea, cora = joined = [next(NUMBERS) for _ in range(3)]
    for citizen in joined:
        phones.say(citizen, "Iscrizione")
    for citizen in joined:
        answered(citizen, 1)
    phones.say(ada, "abito a Navacchio")
    phones.say(bea, "Zona")
    answered(bea, 2)
    phones.tap(bea, "Arnaccio")
    assert answered(ada, 2).startswith(CHOSEN("Navacchio"))
    assert answered(bea, 3).startswith(CHOSEN("Arnaccio"))
    yield ada, bea, cora
    everybody.filter(pk__in=others).update(all_zones=True)


def for_zone(name: str) -> dict[str, int]:
    """The field of a broadcast for this zone alone."""
    return {"zones": Zone.objects.using("journeys").get(name=name).pk}


def test_a_message_for_a_zone_rings_who_lives_there_and_who_chose_none(phones, desk, neighbours):
    """For a zone where it would reach Cora alone, its writer reads that these are too few."""
    ada, bea, cora = neighbours
    few = desk.write("Via chiusa a Pettori", **for_zone("Pettori"))
    assert TOO_FEW in desk.press(few, "ask-review", by=desk.editor)
    assert desk.status(few) == "draft"

    number = desk.broadcast("Via chiusa a Navacchio", **for_zone("Navacchio"))
    desk.until(number, "sent")
    got = recipients(phones, "Via chiusa a Navacchio")
    assert (got[ada], got[bea], got[cora]) == (1, 0, 1)


def test_who_adds_a_zone_gets_the_next_message_and_who_takes_a_choice_back_does_not(
    phones, desk, answered, neighbours
):
    ada, bea, cora = neighbours
    phones.say(ada, "anche Zambra")
    phones.say(bea, "tutte le zone")
    assert answered(ada, 3).startswith(CHOSEN("Navacchio, Zambra"))
    assert answered(bea, 4).startswith(ALL)
    phones.tap(bea, "Annulla")
    assert answered(bea, 5).startswith(CHOSEN("Arnaccio"))

    number = desk.broadcast("Via chiusa a Zambra", **for_zone("Zambra"))
    desk.until(number, "sent")
    got = recipients(phones, "Via chiusa a Zambra")
    assert (got[ada], got[bea], got[cora]) == (1, 0, 1)


def test_an_alert_goes_beyond_its_zone_and_a_goodbye_ends_the_choice(phones, desk, answered, neighbours):
    """The register alone tells which zone it was."""
    alerts = Topic.objects.using("journeys").get(is_alert=True)
    number = desk.broadcast("Allerta ad Arnaccio", topics=alerts.pk, **for_zone("Arnaccio"))
    desk.until(number, "sent")
    assert set(neighbours) <= set(recipients(phones, "Allerta ad Arnaccio"))

    leaver = neighbours[0]
    subscriber = Subscriber.objects.using("journeys").get(with_number(leaver))
    choices = Subscriber.zones.through.objects.using("journeys").filter(subscriber=subscriber)
    assert choices.count() == 1
    phones.say(leaver, "Cancellazione")
    assert answered(leaver, 3).startswith("Fatto: non riceverai più messaggi")
    assert not choices.exists()
    records = ConsentRecord.objects.using("journeys").order_by("sequence")
    mine = records.filter(pseudonym=phone.of_phone(leaver, settings.CONSENT_HASH_KEY))
    assert list(mine.values_list("kind", flat=True)) == ["opt_in", "zones_changed", "opt_out"]
    assert mine.get(kind="zones_changed").topics == ["Navacchio"]
