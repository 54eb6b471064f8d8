"""A form of the newsroom is sent once: pressed twice, the second press only tells what the first did."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import convert_exception_to_response
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts import sent_once
from cascina_whatsapp.privacy.models import RightsRequest
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, VERA, at_desk

pytestmark = pytest.mark.django_db
ASK, NEW_DRAFT = "/admin/richieste-sui-dati/aggiungi/", "/admin/messaggi/salva-bozza/"
MARK, OTHER = "m" * 64, "n" * 64
"""Of two pages."""
LETTER = {"kind": "access", "channel": "desk", "contact": "Via Roma 1", "note": "Vuole una copia"}
"""Of somebody whose number is not known yet: each is a request of its own."""


def said(answer) -> list[str]:
    return [str(one) for one in get_messages(answer.wsgi_request)]


def send(desk: Client, mark: str = MARK, **words):
    return desk.post(ASK, LETTER | {"csrfmiddlewaretoken": mark} | words)


def test_pressed_twice_it_is_done_once_and_the_second_is_told_and_led_to_the_same_page():
    desk = at_desk(VERA)
    first, second = send(desk), send(desk)
    assert (second.status_code, second.url) == (first.status_code, first.url)
    told, *more = said(first)
    assert said(second)[-1 - len(more) :] == [f"L'hai già fatto: {told}", *more]
    assert RightsRequest.objects.count() == 1


def test_other_words_another_page_and_another_person_are_another_request():
    desk = at_desk(VERA)
    for press in ({}, {"contact": "Via Pisa 2"}, {"mark": OTHER}):
        send(desk, **press)
    send(at_desk(GIULIA))
    assert RightsRequest.objects.count() == 4


@pytest.mark.parametrize(
    ("mark", "made"),
    [("", 2), ("x", 1), ("'; DROP TABLE", 1), ("m" * 5000, 1)],
    ids=["none", "short", "odd", "long"],
)
def test_a_mark_of_nobody_s_page_is_as_good_as_any(mark, made):
    desk = at_desk(VERA)
    assert send(desk, mark).status_code == send(desk, mark).status_code == 302
    assert RightsRequest.objects.count() == made


def test_refused_for_something_missing_it_may_be_sent_again():
    desk, waits = at_desk(PAOLO), campaign(status=CampaignStatus.IN_REVIEW)
    note = {"csrfmiddlewaretoken": MARK, "seen": fingerprint_of(waits)}
    page = reverse("admin:broadcasts_campaign_send-back", args=[waits.pk])
    for _ in range(2):
        assert "Scrivi che cosa va cambiato" in desk.post(page, note | {"note": ""}).text
    assert desk.post(page, note | {"note": "Manca l'orario"}).status_code == 302
    assert "L'hai già fatto" in said(desk.post(page, note | {"note": "Manca l'orario"}))[-1]
    assert [step.note for step in waits.events.all()] == ["Manca l'orario"]


def test_an_error_message_is_no_deed():
    desk, sent = at_desk(GIULIA), campaign(status=CampaignStatus.SENT)
    page = reverse("admin:broadcasts_campaign_change", args=[sent.pk])
    answers = [desk.post(page, {"csrfmiddlewaretoken": MARK, "title": "Altro"}) for _ in range(2)]
    assert said(answers[1])[-1].startswith("Le ultime modifiche non sono state salvate.")


def press(view) -> HttpRequest:
    """The request of a form that goes to a view of the test's own; its `answer` as Django gives it."""
    request = RequestFactory().post("/admin/", {"csrfmiddlewaretoken": MARK})
    request.user, request.session = hire(VERA), {}
    request._messages = default_storage(request)

    def inside(request):
        return once.process_view(request, view, [], {}) or view(request)

    once = sent_once.SentOnce(convert_exception_to_response(inside))
    request.answer = once(request)
    return request


def leads_on(request) -> HttpResponse:
    return HttpResponseRedirect("/admin/guida/")


def test_who_may_not_any_more_is_told_that_the_words_are_still_there():
    page = at_desk(ROSA).post(ASK, LETTER | {"csrfmiddlewaretoken": MARK}).text
    assert "Non hai più questo permesso" in page
    assert "tornando indietro lo ritrovi" in page


def test_after_a_failure_it_may_be_sent_again():
    def fails(request):
        raise PermissionDenied

    assert press(fails).answer.status_code == 403
    assert press(leads_on).answer.url == "/admin/guida/"
    assert press(fails).answer.url == "/admin/guida/"


def test_while_the_first_is_under_way_the_second_does_nothing(monkeypatch):
    monkeypatch.setattr(sent_once, "BETWEEN", 0)

    def is_pressed_again_meanwhile(request):
        again = press(is_pressed_again_meanwhile)
        assert again.answer.url == "/admin/"
        assert [one.message for one in get_messages(again)] == [sent_once.STILL]
        return leads_on(request)

    assert press(is_pressed_again_meanwhile).answer.url == "/admin/guida/"


def test_a_process_that_ended_holds_its_form_for_two_minutes():
    with time_machine.travel(NOW, tick=False):
        assert sent_once.claim("here")
        assert not sent_once.claim("here")
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert sent_once.claim("here")


def test_pressed_twice_at_the_same_moment_one_waits_for_the_other(committed_db):
    cookies = at_desk(VERA).cookies

    def send_once(_):
        desk = Client()
        desk.cookies = cookies
        try:
            return send(desk).url
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as hands:
        addresses = set(hands.map(send_once, range(2)))
    assert len(addresses) == RightsRequest.objects.count() == 1


def test_what_is_kept_meanwhile_can_be_read_by_nobody_and_lets_nobody_in():
    desk = at_desk(VERA)
    before = set(Session.objects.values_list("pk", flat=True))
    send(desk)
    (row,) = Session.objects.exclude(pk__in=before)
    assert "Via Roma" not in row.session_data
    assert "richieste" not in row.session_data
    stranger = Client()
    stranger.cookies["sessionid"] = row.pk
    assert "/entra/" in stranger.get("/admin/").url


def test_a_page_makes_one_draft_however_often_it_asks():
    """The answer to the first was lost on the way; more was written meanwhile, and then sent."""
    desk, page = at_desk(GIULIA), {"csrfmiddlewaretoken": MARK, "when": "asap"}
    for words in ({"title": "Via"}, {"title": "Via Roma"}):
        assert desk.post(NEW_DRAFT, page | words).json()["saved"]
    desk.post("/admin/messaggi/aggiungi/", page | {"title": "Via Roma chiusa", "step": "ask-review"})
    assert Campaign.objects.get().title == "Via Roma chiusa"
    desk.post(NEW_DRAFT, page | {"title": "Altro", "csrfmiddlewaretoken": OTHER})
    assert Campaign.objects.count() == 2
