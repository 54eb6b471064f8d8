"""A number in clear: one at a time, once, with a reason, for who may, and never without a trace."""

import pytest
from django.urls import reverse

from broadcasts.models import Unmasking
from cascina_whatsapp.privacy import retention
from tests.builders import NOW, delivery_to, subscribe, unsubscribe
from tests.people import ANNA, CARLA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk
from tests.trails import traces

WHY = "Richiamata per un errore nell'avviso"
LIST = "/admin/tracce/"


@pytest.fixture
def page() -> str:
    """Where Anna's number can be seen."""
    return reverse("admin:broadcasts_delivery_unmask", args=[delivery_to(subscribe(ANNA)).pk])


@pytest.mark.parametrize("clerk", [PAOLO, VERA], ids=lambda clerk: clerk.group)
def test_with_a_reason_it_is_shown_once_and_written_down(clerk, page, caplog):
    desk = at_desk(clerk)
    asked, shown = desk.get(page), desk.post(page, {"reason": WHY})
    entry = Unmasking.objects.get()

    assert ANNA.phone not in asked.text
    assert ANNA.phone in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    assert (entry.by.username, entry.reason) == (clerk.username, WHY)
    assert [(who, words) for who, _, words in traces()] == [(clerk.username, "Numero mostrato.")]
    assert ANNA.phone not in desk.get(page).text
    assert f"number shown to user {entry.by_id}" in caplog.text
    assert ANNA.phone not in caplog.text


@pytest.mark.parametrize("clerk", [GIULIA, ROSA, SARA], ids=lambda clerk: clerk.group)
def test_who_may_not_is_refused_and_sees_no_button(clerk, page):
    desk = at_desk(clerk)
    assert desk.get(page).status_code == 403
    refused = desk.post(page, {"reason": WHY})
    assert (refused.status_code, ANNA.phone in refused.text) == (403, False)
    assert page not in desk.get(page.replace("numero", "change")).text
    assert not Unmasking.objects.exists()


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Scrivi il motivo"),
        ("no", "qualche parola in più"),
        (f"richiamare il {ANNA.phone}", "Togli il numero"),
    ],
)
def test_without_a_good_reason_nothing_is_shown(reason, said, page):
    refused = at_desk(PAOLO).post(page, {"reason": reason}).text
    assert said in refused
    assert "shown-number" not in refused
    assert not Unmasking.objects.exists()


def left():
    delivery = delivery_to(subscribe(ANNA))
    unsubscribe(ANNA)
    return delivery


def hidden():
    return delivery_to(subscribe(CARLA))


@pytest.mark.parametrize("whose", [left, hidden])
def test_a_number_that_the_service_does_not_have_is_not_promised(whose):
    delivery = whose()
    page = reverse("admin:broadcasts_delivery_unmask", args=[delivery.pk])
    desk = at_desk(PAOLO)
    assert page not in desk.get(reverse("admin:broadcasts_delivery_change", args=[delivery.pk])).text
    assert "non ha più questo numero" in desk.post(page, {"reason": WHY}).text
    assert not Unmasking.objects.exists()


def test_the_officer_sees_who_saw_what_and_the_trace_goes_with_the_staffs_log(page, settings):
    at_desk(PAOLO).post(page, {"reason": WHY})
    seen = at_desk(VERA).get(LIST).text
    assert "paolo" in seen
    assert "Richiamata per un errore" in seen
    assert ANNA.phone not in seen
    assert at_desk(PAOLO).get(LIST).status_code == 403

    Unmasking.objects.update(at=NOW)
    months = settings.STAFF_LOG_MONTHS
    retention.run(NOW.replace(year=NOW.year + months // 12, month=NOW.month, day=NOW.day))
    assert Unmasking.objects.exists()
    retention.run(NOW.replace(year=NOW.year + months // 12, day=NOW.day + 1))
    assert not Unmasking.objects.exists()
