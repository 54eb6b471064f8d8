"""Whatever stands in an address or in a hidden field where a number belongs: an answer, never a fault of ours."""

from contextlib import suppress
from itertools import product
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from broadcasts.models import Campaign
from tests.builders import campaign
from tests.people import GIULIA
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
TOO_MANY_DIGITS, TOO_LARGE, NOTHING = "9" * 5000, "9" * 30, "\x00"
"""Longer than Python reads, larger than a column holds, and what PostgreSQL takes in no text."""
ODD = (TOO_MANY_DIGITS, TOO_LARGE, NOTHING, "-1", "²")
LISTS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def asked_by(model_admin, request) -> set[str]:
    """The parameters of the filters of a list."""
    entries = model_admin.get_list_filter(request)
    return {name for entry in entries for name in model_admin._asked_by(entry, request) if name}


def asking(**parameters: str) -> HttpRequest:
    """For a list, by somebody who may see all of them."""
    request = RequestFactory().get("/", parameters)
    request.user, _ = User.objects.get_or_create(username="everybody", is_superuser=True, is_active=True)
    return request


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_no_filter_stumbles(model):
    model_admin = admin.site.get_model_admin(model)
    for name, text in product(asked_by(model_admin, asking()), ODD):
        request = asking(**{name: text})
        with suppress(IncorrectLookupParameters, SuspiciousOperation):  # the list without filters, or a 400
            list(model_admin.get_changelist_instance(request).get_queryset(request)[:1])


def test_no_page_stumbles():
    giulia = at_desk(GIULIA)
    addresses = ("messaggi/aggiungi/?testo={}", "numeri-di-prova/{}/modifica/", "messaggi/{}/modifica/")
    for address, text in product(addresses, ODD):
        found = giulia.get(f"/admin/{address.format(quote(text))}").status_code
        assert found in (200, 302, 404), (address, text)
    assert giulia.get(f"/admin/messaggi/?q={TOO_LARGE}").status_code == 200
    for text in ("abc", "_00", TOO_MANY_DIGITS):
        answer = giulia.post(f"/admin/messaggi/{text}/modifica/", {"title": "Neve"})
        assert answer.status_code in (302, 404), text


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_no_list_acts_on_a_row_that_is_none(model):
    model_admin = admin.site.get_model_admin(model)
    for text in ODD:
        request = asking()
        request.method, request.POST = "POST", QueryDict(mutable=True)
        request.POST.update({"_selected_action": text, "action": "any"})
        with pytest.raises(SuspiciousOperation):
            model_admin.response_action(request, model_admin.get_queryset(request))


@pytest.mark.parametrize("page", ["salva-bozza", "presenza"])
def test_a_version_that_nobody_can_have_seen(page):
    giulia, draft = at_desk(GIULIA), campaign()
    for text in ODD:
        answer = giulia.post(f"/admin/messaggi/{draft.pk}/{page}/", {"seen_version": text})
        assert answer.status_code == 200


def test_a_new_draft_is_at_its_first_version_whatever_the_form_says():
    answer = at_desk(GIULIA).post(
        "/admin/messaggi/salva-bozza/", {"title": "Neve", "seen_version": "2147483647"}
    )
    assert answer.json()["version"] == Campaign.objects.get().version == 1
