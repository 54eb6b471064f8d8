"""Somebody stands at the Urp's desk, or an auditor asks: they are found, shown, and removed if they wish."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadcasts.models import Delivery
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending import claiming
from broadcasts.sending.outcomes import failures
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent
from subscribers.models import ConsentRecord, Reply, Subscriber
from subscribers.register import history, verification
from tests.builders import (
    NOW,
    choose,
    choose_zones,
    hire,
    say,
    subscribe,
    text,
    topic,
    under_way,
    unsubscribe,
)
from tests.people import ANNA, BRUNO, CARLA, ELENA, GIULIA, PAOLO, Citizen, Clerk
from tests.staff import ROSA, SARA, at_desk, found_by
from tests.trails import traces

pytestmark = pytest.mark.django_db
PEOPLE, REGISTER = "/admin/iscritti/", "/admin/registro-dei-consensi/"
FIND = f"{PEOPLE}cerca/"
DORA = Clerk("dora", "RPD")
"""The town hall's data-protection officer."""
ANSWERS = {"channel": "pec", "reason": "Lo chiede per iscritto", "reference": "prot. 12345/2026"}


def story(subscriber: Subscriber) -> str:
    return f"{PEOPLE}{subscriber.pk}/storia/"


def find(clerk: Clerk, typed: str):
    return at_desk(clerk).post(FIND, {"text": typed})


def remove(clerk: Clerk, subscriber: Subscriber, **changes):
    desk = found_by(at_desk(clerk), subscriber)
    return desk.post(f"{PEOPLE}{subscriber.pk}/togli/", ANSWERS | changes, follow=True)


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, ROSA, DORA, SARA], ids=lambda clerk: clerk.group)
def test_who_may_see_people_finds_them_adds_nobody_and_no_address_says_whom(clerk):
    anna, desk = subscribe(ANNA), at_desk(clerk)
    found = desk.post(FIND, {"text": "320 000 0101"})
    assert (found.status_code, found.headers.get("Location")) == (
        (403, None) if clerk is SARA else (302, story(anna))
    )
    pages = [FIND, story(anna), f"{REGISTER}1/storia/"] if clerk is SARA else []
    for page in (*pages, f"{PEOPLE}aggiungi/"):
        assert desk.get(page).status_code == 403, page
    assert desk.post(f"{PEOPLE}aggiungi/", {"phone": BRUNO.phone}).status_code == 403
    assert Subscriber.objects.count() == 1


def test_a_search_that_finds_nobody_and_one_by_address():
    subscribe(ANNA)
    for typed in ("3200000199", "Anna Rossi", "wamid.HBgMnobody"):
        assert "Non risulta nessuno" in find(GIULIA, typed).text, typed
    assert "Scrivi un numero" in find(GIULIA, "  ").text
    desk = at_desk(GIULIA)
    assert desk.get(FIND, {"text": ANNA.phone}).status_code == 200
    for lookup in ("phone", "phone__startswith", "bsuid", "phone_pseudonym"):
        assert desk.get(f"{PEOPLE}?{lookup}={ANNA.phone}").status_code == 400, lookup


def test_the_log_says_that_somebody_looked_and_not_for_whom(caplog):
    anna = subscribe(ANNA)
    with caplog.at_level(logging.INFO):
        find(GIULIA, ANNA.phone)
        find(GIULIA, ANNA.bsuid)
        find(GIULIA, "3200000199")
    lines = [line for line in caplog.messages if "looked for" in line]
    assert [line.split(" by ")[1] for line in lines] == ["number: found", "bsuid: found", "number: nobody"]
    for secret in ("3200000101", ANNA.bsuid, "3200000199", anna.pseudonym):
        assert secret not in caplog.text


def test_lists_lead_to_the_search_and_to_the_person():
    anna = subscribe(ANNA)
    for clerk, path in ((GIULIA, PEOPLE), (ROSA, REGISTER)):
        assert f'action="{FIND}"' in at_desk(clerk).get(path).text
    assert f'href="{story(anna)}"' in at_desk(GIULIA).get(PEOPLE).text
    row = f"{PEOPLE}{anna.pk}/modifica/"
    assert f'href="{row}"' in at_desk(GIULIA).get(f"{PEOPLE}?status__exact=subscribed").text
    assert at_desk(GIULIA).get(row).url == story(anna)


def test_the_desk_sees_how_a_person_stands_and_no_words_of_hers():
    say(text(ANNA, "Iscrizione grazie", at=NOW))
    choose(ANNA, topic(), at=NOW + timedelta(hours=1))
    anna = choose_zones(ANNA, "Navacchio", at=NOW + timedelta(hours=1))
    html = at_desk(GIULIA).get(story(anna)).text
    for known in (
        "Iscritta",
        "•••• 01",
        "dall&#x27;8 giugno",
        "Viabilità e cantieri",
        "<dt>Zone</dt><dd>Navacchio</dd>",
        "Ha scelto",
        "Argomenti cambiati",
        "Zone cambiate",
    ):
        assert known in html
    for hidden in (
        "3200000101",
        anna.pseudonym,
        "Iscrizione grazie",
        "Per chi verifica",
        "Intatto",
        "Risposta",
    ):
        assert hidden not in html


def test_the_auditor_reads_and_prints_the_whole_history():
    say(text(ANNA, "Iscrizione", at=NOW))
    Reply.objects.update(status=Reply.Status.DELIVERED, delivered_at=NOW + timedelta(minutes=1))
    choose(ANNA, topic(), at=NOW + timedelta(hours=1))
    anna = unsubscribe(ANNA, at=NOW + timedelta(hours=2))
    verification.check(timezone.now())
    html = at_desk(ROSA).get(story(anna)).text
    assert "3 righe nel registro" in html
    assert html.index(">Riga 3<") < html.index(">Riga 2<") < html.index(">Riga 1<")
    for known in (
        anna.pseudonym,
        "«Iscrizione»",
        "annuncio versione 1",
        "informativa versione 1",
        "conferma di iscrizione, arrivata",
        "Intatto, controllato oggi",
        "Comune di Cascina",
        "Stampata da rosa ",
        "Numero non più tenuto",
        ConsentRecord.objects.get(sequence=3).hash,
    ):
        assert known in html
    assert "3200000101" not in html


def test_the_history_names_clerk_reason_and_what_was_erased():
    anna = subscribe(ANNA)
    remove(PAOLO, anna)
    html = at_desk(ROSA).get(story(anna)).text
    for known in (
        "L&#x27;ufficio ha tolto la persona",
        "da paolo",
        "Lo chiede per iscritto (rif. prot. 12345/2026)",
    ):
        assert known in html
    now = timezone.now()
    consent.erase(anna, consent.Evidence(at=now, channel=consent.Channel.PEC), now=now)
    html = at_desk(ROSA).get(story(anna)).text
    assert "Parole, motivo, argomenti e zone sono stati cancellati con la riga 3" in html
    assert "Lo chiede per iscritto" not in html


def test_the_history_costs_the_same_however_long_it_is():
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(story(anna)).status_code == 200
        return len(captured)

    say(text(ANNA, "Iscrizione", at=NOW))
    anna, desk = choose(ANNA, topic(), at=NOW), at_desk(ROSA)
    queries()
    short = queries()
    for hours, word in enumerate(("Cancellazione", "Iscrizione", "Cancellazione", "Iscrizione"), 1):
        say(text(ANNA, word, at=NOW + timedelta(hours=hours)))
    assert queries() <= short


def test_an_event_leads_to_the_person_or_to_a_history_of_its_own():
    """Elena's row knows her new number only; what she did under the old one can be read all the same."""
    subscribe(ELENA)
    elena = subscribe(Citizen("Elena", "+393200000115", ELENA.bsuid), at=NOW)
    _, old, new, _ = ConsentRecord.objects.order_by("sequence")
    assert at_desk(ROSA).get(f"{REGISTER}{new.pk}/storia/").url == story(elena)
    assert find(ROSA, ELENA.phone).url == f"{REGISTER}{old.pk}/storia/"
    html = at_desk(ROSA).get(f"{REGISTER}{old.pk}/storia/").text
    assert "4 righe nel registro" in html
    assert old.pseudonym in html
    assert "Non risulta nessuno" in find(GIULIA, ELENA.phone).text


def test_a_person_who_turned_out_to_be_another_has_one_page():
    """Carla wrote under her user name, and from a number: one message tells both, and the rows become one."""
    by_name, by_number = subscribe(CARLA), subscribe(Citizen("Carla", "+393200000113", ""))
    subscribe(Citizen("Carla", "+393200000113", CARLA.bsuid), at=NOW)
    assert at_desk(GIULIA).get(story(by_name)).url == story(by_number)
    assert at_desk(GIULIA).get(PEOPLE).context["cl"].queryset.count() == 1


def test_a_clerk_removes_a_person_who_asked_by_pec():
    """Also against a choice that the clerk's clock calls newer: Meta's may run ahead of ours by a moment."""
    anna = subscribe(ANNA, at=timezone.now() + timedelta(hours=1))
    question = found_by(at_desk(GIULIA), anna).get(f"{PEOPLE}{anna.pk}/togli/").text
    assert ("Modulo cartaceo" in question, "Parola scritta" in question) == (True, False)
    assert Subscriber.objects.get().is_subscribed
    response = remove(GIULIA, anna)
    assert response.redirect_chain == [(story(anna), 302)]
    assert "Tolta dal servizio" in response.text
    anna.refresh_from_db()
    assert (anna.status, anna.phone, anna.bsuid) == ("left", "", "")
    record = ConsentRecord.objects.get(kind="staff_opt_out")
    assert (record.channel, record.rule, record.actor.username) == (
        "pec",
        "desk-over-a-later-choice",
        "giulia",
    )
    assert record.took_effect
    assert record.reason == "Lo chiede per iscritto (rif. prot. 12345/2026)"
    assert not Reply.objects.exists()
    assert traces() == [("giulia", f"iscritto {anna.pk}", "Tolto dal servizio.")]
    told = TrailRecord.objects.get(event=Event.REMOVED_AT_DESK)
    assert (told.by_name, told.about) == ("giulia", f"iscritto {anna.pk}")

    carla = subscribe(CARLA)  # who has no visible number is removed too, and once
    remove(PAOLO, carla, channel="desk", reference="")
    assert "non c&#x27;è nulla da togliere" in remove(GIULIA, carla).text
    record = ConsentRecord.objects.get(kind="staff_opt_out", actor=hire(PAOLO))
    assert (record.rule, record.reason) == ("desk", "Lo chiede per iscritto")
    assert ConsentRecord.objects.filter(kind="staff_opt_out").count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"channel": ""}, "Scegli come è arrivata la richiesta."),
        ({"channel": "keyword"}, "Scegli tra quelle"),
        ({"reason": "   "}, "Scrivi il motivo"),
        ({"reason": "no"}, "almeno 5 caratteri"),
        ({"reason": "Ha telefonato da 320 000 0101"}, "Togli il numero di telefono"),
        ({"reference": "+393200000101"}, "Togli il numero di telefono"),
    ],
)
def test_nobody_is_removed_without_a_proper_reason(changes, sentence):
    anna = subscribe(ANNA)
    assert sentence in remove(GIULIA, anna, **changes).text
    anna.refresh_from_db()
    assert anna.is_subscribed


@pytest.mark.parametrize("clerk", [ROSA, DORA, SARA], ids=lambda clerk: clerk.group)
def test_who_may_not_remove_is_refused_and_has_no_button(clerk):
    anna = subscribe(ANNA)
    assert remove(clerk, anna).status_code == 403
    assert "/togli/" not in at_desk(clerk).get(story(anna)).text
    assert Subscriber.objects.get().is_subscribed


def test_a_person_removed_while_a_broadcast_is_on_its_way_does_not_get_it():
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    broadcast = under_way()
    remove(GIULIA, anna)
    claimed = claiming.claim(broadcast, 10, timezone.now())
    assert [delivery.subscriber_id for delivery in claimed] == [bruno.pk]
    failures.skip_unwilling(broadcast)
    assert Delivery.objects.get(subscriber=anna).status == DeliveryStatus.SKIPPED


# ── People who are more than a number ─────────────────────────────────────────────────────────────────────


def moved(citizen: Citizen, to: Person, **how) -> Subscriber:
    """WhatsApp said so; the person's row."""
    proof = consent.Evidence(at=NOW, channel=consent.Channel.SYSTEM, message_id=f"wamid.{citizen.name}")
    consent.change_number(citizen.person, to, proof, now=NOW, **how)
    return history.find(to.phone or to.bsuid).subscriber


HIDDEN_ANNA, NEW_ID = Citizen("Anna", "", ANNA.bsuid), "IT.13490000000000991"


def test_who_is_more_than_a_number_is_found_by_all_names_and_the_page_says_so():
    carla = subscribe(CARLA)
    assert {find(GIULIA, typed).url for typed in (CARLA.bsuid, f"  {CARLA.bsuid} ")} == {story(carla)}
    page = at_desk(GIULIA).get(story(carla)).text
    assert ("WhatsApp …0103" in page, "WhatsApp nasconde il numero" in page) == (True, True)

    subscribe(ANNA)
    anna = moved(HIDDEN_ANNA, Person(bsuid=NEW_ID), gives_up_number=False)
    assert {find(GIULIA, typed).url for typed in (ANNA.phone, NEW_ID)} == {story(anna)}
    assert "si trova anche con il numero che aveva" in at_desk(GIULIA).get(story(anna)).text

    subscribe(BRUNO)
    bruno = moved(BRUNO, Person(phone="+393200000999"))
    page = at_desk(GIULIA).get(find(GIULIA, BRUNO.phone).url).text
    assert ("Numero lasciato" in page, story(bruno) in page) == (True, True)


def test_the_page_says_for_whose_yes_it_waits():
    now = timezone.now()
    proof = consent.Evidence(at=now, channel=consent.Channel.KEYWORD, words="Iscrizione")
    asked = consent.ask(BRUNO.person, proof, now=now).subscriber
    page = at_desk(ROSA).get(story(asked)).text
    assert "Da confermare" in page
    assert "dopo 24 ore la richiesta si dimentica da sola" in page
    assert "Ha scritto «Iscrizione»" in page
    assert "Aspetta il suo sì" in page

    subscribe(ANNA)
    waiting = moved(ANNA, Person(phone="+393200000999"), ask=True)
    page = at_desk(ROSA).get(story(waiting)).text
    assert "Da riconfermare" in page
    assert "glielo chiediamo quando scrive" in page
