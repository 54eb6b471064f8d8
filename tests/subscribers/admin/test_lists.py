"""People and the register on the staff's pages: masked, to read."""

import re
from collections import Counter

import pytest
from django.utils import timezone

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent
from subscribers.admin import people
from subscribers.models import ImportBatch, Subscriber, Topic, Zone
from subscribers.texts.topic_changes import MOST_TOPICS, TOPIC, ZONE, ChangedChoice
from tests.builders import (
    NOW,
    campaign,
    choose,
    choose_zones,
    hire,
    say,
    subscribe,
    text,
    topic,
    unsubscribe,
    zone,
)
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO, GIULIA, PAOLO, Clerk
from tests.reading import having_read
from tests.staff import ROSA, at_desk

pytestmark = pytest.mark.django_db
PEOPLE, REGISTER = "/admin/iscritti/", "/admin/registro-dei-consensi/"
TOPICS, ZONES = "/admin/argomenti/", "/admin/zone/"


def test_people_are_shown_masked():
    subscribe(ANNA)
    subscribe(CARLA)
    text = at_desk(ROSA).get(PEOPLE).text
    assert "•••• 01" in text
    assert "WhatsApp …0103" in text
    assert ANNA.phone[3:] not in text


def test_what_happened_stands_under_its_day_without_anybody_s_words():
    """Anna joins and joins again, Bruno leaves without having joined; Giulia uploads paper forms."""
    for citizen, words in ((ANNA, "Iscrizione grazie"), (ANNA, "Iscrizione"), (BRUNO, "Cancellazione")):
        say(text(citizen, words))
    ImportBatch.objects.create(
        file_name="x.csv", note="protocollo 41207", uploaded_by=hire(GIULIA), uploaded_at=NOW, count=35
    )
    html = at_desk(GIULIA).get(PEOPLE).text
    for told in (
        "Ha fatto l&#x27;iscrizione</p>",
        "Nessun effetto: l&#x27;iscrizione c&#x27;era già",
        "Nessun effetto: l&#x27;iscrizione non c&#x27;era",
        "35 numeri",
        "Arrivano da moduli di carta",
        "Aggiungi da moduli di carta",
        "numero non più tenuto",
    ):
        assert told in html
    assert "Iscrizione grazie" not in html
    assert "«Iscrizione grazie»" in at_desk(ROSA).get(PEOPLE).text


def test_who_never_joined_stands_below_the_subscribers():
    subscribe(ANNA)
    never = Subscriber.objects.create(status="left", phone_pseudonym="f" * 64, decided_at=NOW, asked_at=NOW)
    shown = at_desk(GIULIA).get(PEOPLE).context["cl"].queryset
    assert [row.is_subscribed for row in shown] == [True, False]
    assert shown.last() == never


def test_the_days_before_are_a_click_away(monkeypatch):
    monkeypatch.setattr(people, "SHOWN", 2)
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    desk = at_desk(GIULIA)
    first = desk.get(PEOPLE).text
    assert (first.count("Ha fatto l&#x27;iscrizione"), "?prima=2" in first) == (2, True)
    before = desk.get(f"{PEOPLE}?prima=2").text
    assert (before.count("Ha fatto l&#x27;iscrizione"), "Giorni prima" in before) == (1, False)
    assert desk.get(f"{PEOPLE}?prima=ieri").status_code == 200


QUERIES = {
    "?status__exact=subscribed": {"Iscritto": 3},
    "?status__exact=left": {"Cancellato": 1, "Da confermare": 1, "Da riconfermare": 1},
    "?waits=asked": {"Da confermare": 1},
    "?waits=moved": {"Da riconfermare": 1},
    "?number=shown": {"Iscritto": 2},
    "?number=hidden": {"Iscritto": 1},
    "?topic={roads}": {"Iscritto": 3},
    "?topic={culture}": {"Iscritto": 2},
}


def test_who_waits_for_a_yes_who_hides_the_number_and_who_follows_what_stand_out():
    """Anna, Carla and Elena are subscribed; Bruno has left, Dario was asked, Fabio has another number since."""
    for citizen in (ANNA, CARLA, ELENA, FABIO):
        subscribe(citizen)
    choose(ELENA, topic())
    unsubscribe(BRUNO)
    proof = consent.Evidence(at=NOW, channel=consent.Channel.SYSTEM, message_id="wamid.moved")
    consent.change_number(FABIO.person, Person(phone="+393200000999"), proof, now=NOW, ask=True)
    now = timezone.now()
    consent.ask(DARIO.person, consent.Evidence(at=now, channel=consent.Channel.KEYWORD), now=now)
    desk, topics = at_desk(ROSA), {"roads": topic().pk, "culture": topic("Eventi e cultura").pk}

    for query, shown in QUERIES.items():
        text = desk.get(PEOPLE + query.format(**topics)).text
        assert Counter(re.findall(r'class="state[ a-z]*">([^<]+)<', text)) == shown, query
    assert "Uno per uno" in desk.get(PEOPLE).text
    for value in ("nessuno", "9999"):
        assert desk.get(f"{PEOPLE}?topic={value}").status_code == 302  # no error


def approved(kind: ChangedChoice = TOPIC) -> Topic | Zone:
    """What was proposed last comes into force by another's hand."""
    (change,) = kind.waiting()
    having_read(kind.approve, change, by=hire(Clerk("pia", "Approvatore")), now=NOW)
    return kind.before(Proposal.objects.get(pk=change.pk))


def test_topics_reveal_nothing_and_stay_few_enough_for_whatsapp():
    desk = at_desk(PAOLO)
    warning = "né salute, né origine, né fede, né opinioni"
    assert warning in desk.get(f"{TOPICS}aggiungi/").text
    for number in range(Topic.objects.count(), MOST_TOPICS):
        Topic.objects.create(name=f"Argomento {'abcdefghi'[number]}", position=number)
    response = desk.post(f"{TOPICS}aggiungi/", {"name": "Uno di troppo", "position": 99, "is_active": "on"})
    assert f"al massimo {MOST_TOPICS} argomenti" in response.text
    desk.post(f"{TOPICS}aggiungi/", {"name": "Uno di scorta", "position": 99})
    assert approved().is_active is False


def test_a_topic_says_whether_its_messages_are_invitations():
    desk, roads = at_desk(PAOLO), topic()
    page = f"{TOPICS}{roads.pk}/modifica/"
    assert "Invito: propone di partecipare" in desk.get(page).text
    written = {"name": roads.name, "position": roads.position, "is_active": "on"}
    desk.post(page, written | {"is_invitation": "True"})
    assert approved().is_invitation is True

    refused = desk.post(page, written | {"is_invitation": "True", "is_alert": "on"})
    assert "Un argomento di allerta è fatto di avvisi." in refused.text
    desk.post(page, written | {"is_invitation": "False", "is_alert": "on"})
    assert approved().is_invitation is False


def test_a_zone_is_added_and_renamed_and_closed_by_two_people_and_never_deleted(admin_client):
    desk, page = at_desk(PAOLO), f"{ZONES}{zone().pk}/modifica/"
    desk.post(f"{ZONES}aggiungi/", {"name": "Latignano Sud", "is_active": "on"})
    assert not Zone.objects.filter(name="Latignano Sud").exists()
    assert approved(ZONE).is_active
    desk.post(page, {"name": "Zambra", "is_active": "on"})
    assert not ZONE.waiting()

    desk.post(page, {"name": "Navacchio Alto", "is_active": "on"})
    assert approved(ZONE) == zone("Navacchio Alto")
    desk.post(page, {"name": "Navacchio Alto"})
    assert not approved(ZONE).is_active
    assert at_desk(GIULIA).post(page, {"name": "Mia", "is_active": "on"}).status_code == 403
    assert admin_client.post(f"{ZONES}{zone('Zambra').pk}/elimina/", {"post": "yes"}).status_code == 403


def test_who_chose_a_zone_is_counted_where_nobody_is_singled_out(settings):
    settings.SMALLEST_AUDIENCE = 2
    for citizen, lives_in in ((ANNA, "Zambra"), (BRUNO, "Zambra"), (CARLA, "Pettori"), (DARIO, "Zambra")):
        subscribe(citizen)
        choose_zones(citizen, lives_in)
    unsubscribe(DARIO)
    text = at_desk(GIULIA).get(ZONES).text
    rows = dict(re.findall(r">(\w+)</a></th><td[^>]*>([^<]+)<", text))

    assert (rows["Zambra"], rows["Pettori"], rows["Cascina"]) == ("2", "meno di 2", "meno di 2")


def test_a_topic_in_use_can_not_be_deleted(admin_client):
    """Not even by a superuser: nobody else may delete topics at all."""
    campaign()
    Subscriber.objects.filter(pk=subscribe(ELENA).pk).get().topics.add(topic("Eventi e cultura"))
    assert admin_client.get(f"{TOPICS}{topic('Eventi e cultura').pk}/elimina/").status_code == 403
    admin_client.post(f"{TOPICS}{topic().pk}/elimina/", {"post": "yes"})
    assert Topic.objects.filter(pk=topic().pk).exists()
