"""An event for everybody: it leaves as an invitation, WhatsApp warns us, and only notices and alerts go on."""

import pytest

from broadcasts.models import AccountNotice, Campaign
from subscribers.models import Topic

A_SLICE = 20
"""Messages that were claimed, or on the way, when the broadcast was paused."""
WARNED, LIMITED = "WhatsApp ha richiamato il Comune.", "WhatsApp ha messo dei limiti al Comune."
TEN_MINUTES_LATER = "from broadcasts import tasks; tasks.synchronise_templates.delay()"
"""The tick, without waiting for it: the worker does the rest."""
EVENT = {
    "body": "Sabato 20 giugno alle 21 la banda suona in piazza dei Caduti.",
    "link": "https://www.comune.cascina.pi.it/eventi/concerto",
}


@pytest.fixture(autouse=True)
def no_warning_stays(stack):
    yield
    AccountNotice.objects.using("journeys").filter(warns=True).update(ended_at=stack.now())


def events() -> str:
    return str(Topic.objects.using("journeys").get(name="Eventi e cultura").pk)


@pytest.mark.usefixtures("nobody_wrote_today")
def test_an_invitation_leaves_through_a_template_of_its_own(phones, desk):
    number = desk.broadcast("Concerto in piazza", topics=events(), **EVENT)
    desk.until(number, "sent")
    lines = phones.broadcasts("Concerto in piazza")
    assert {line["template"] for line in lines} == {"invito_testo_v1"}
    assert all(line["text"].startswith("Invito del Comune di Cascina") for line in lines)
    assert Campaign.objects.using("journeys").get(pk=number).approved_category == "marketing"


@pytest.mark.usefixtures("nobody_wrote_today")
def test_after_a_warning_the_invitation_stops_and_an_alert_goes_on(stack, phones, desk):
    event = desk.broadcast("Mostra in biblioteca", topics=events(), **EVENT)
    stack.until(lambda: len(phones.broadcasts("Mostra in biblioteca")) > 10)
    phones.post("warning", days=0)
    desk.until(event, "paused")
    left = len(phones.broadcasts("Mostra in biblioteca"))

    assert WARNED in desk.editor.open("/admin/").text
    alerts = Topic.objects.using("journeys").get(is_alert=True)
    alert = desk.broadcast("Allerta vento", topics=str(alerts.pk))
    desk.until(alert, "sent")
    assert {line["template"] for line in phones.broadcasts("Allerta vento")} == {"allerta_testo_10800s_v1"}
    assert len(phones.broadcasts("Mostra in biblioteca")) <= left + A_SLICE
    assert desk.status(event) == "paused"


def test_limits_whose_news_are_lost_are_found_by_asking_and_so_is_their_end(stack, phones, desk):
    phones.post("settings", account_news=False, account_standing="LIMITED")
    stack.manage("shell", "--verbosity=0", "--command", TEN_MINUTES_LATER)
    stack.until(lambda: LIMITED in desk.editor.open("/admin/").text)

    phones.post("settings", account_news=True, account_standing="AVAILABLE")
    stack.manage("shell", "--verbosity=0", "--command", TEN_MINUTES_LATER)
    warnings = AccountNotice.objects.using("journeys").filter(warns=True)
    stack.until(lambda: not warnings.filter(ended_at=None, until=None).exists())


@pytest.mark.usefixtures("nobody_wrote_today")
def test_what_becomes_dearer_on_its_way_waits_for_who_approves(stack, people, phones, desk):
    notice = {"name": "avviso_testo_v1", "language": "it"}
    number = desk.broadcast("Sportello spostato")
    stack.until(lambda: len(phones.broadcasts("Sportello spostato")) > 10)
    phones.post("category", **notice, category="MARKETING")
    desk.until(number, "paused")
    assert "era approvato per" in Campaign.objects.using("journeys").get(pk=number).pause_reason

    desk.press(number, "resume")
    desk.until(number, "sent")
    assert len(phones.broadcasts("Sportello spostato")) == len(people)
    phones.post("category", **notice, category="UTILITY")


@pytest.mark.usefixtures("nobody_wrote_today")
def test_where_whatsapp_takes_no_template_for_a_while_nothing_is_lost(people, phones, desk):
    """The account reached its limit for templates of the wrong category: the broadcast waits, with the reason."""
    phones.post("settings", category_limit_reached=True)
    number = desk.broadcast("Mercato spostato")
    desk.until(number, "paused")
    reason = Campaign.objects.using("journeys").get(pk=number).pause_reason
    assert "controlla il tipo dei testi fissi" in reason

    phones.post("settings", category_limit_reached=False)
    desk.press(number, "resume")
    desk.until(number, "sent")
    got = [line["to"] or line["recipient"] for line in phones.broadcasts("Mercato spostato")]
    assert set(people) <= set(got)
    assert len(got) == len(set(got))
