"""Every way to say it, and people who are more than a number: over the simulated WhatsApp, with real processes."""

import pytest

from subscribers.models import ConsentRecord, Subscriber
from tests.naming import with_bsuid, with_number

NUMBERS = (f"+3932000400{number:02}" for number in range(1, 99))
ASKED, JOINED = "Vuoi ricevere su WhatsApp", "La tua iscrizione è attiva."
LEFT, DECLINED = "Fatto: non riceverai più messaggi", "Va bene, non ti iscriviamo"


@pytest.fixture
def joined(phones, answered, stack) -> str:
    """Somebody who has just joined with the word."""
    citizen = next(NUMBERS)
    phones.say(citizen, "Iscrizione")
    answered(citizen, 1)
    _a_second_later(stack)
    return citizen


def _a_second_later(stack) -> None:
    """WhatsApp's times are whole seconds: what is said next must not be of the same one."""
    now = int(stack.now().timestamp())
    stack.until(lambda: int(stack.now().timestamp()) > now)


def in_service(*, phone: str = "", bsuid: str = "") -> bool:
    """Whether a subscriber is known by each of these names that is given, in clear as long as they are one."""
    rows = Subscriber.objects.using("journeys").filter(status="subscribed")
    rows = rows.filter(with_number(phone)) if phone else rows
    return (rows.filter(with_bsuid(bsuid)) if bsuid else rows).exists()


def latest(kind: str) -> ConsentRecord:
    return ConsentRecord.objects.using("journeys").filter(kind=kind).latest("sequence")


# ── Every way to say it ───────────────────────────────────────────────────────────────────────────────────

GOODBYES = {
    "text": {"text": "non scrivetemi più"},
    "reply button": {"button": {"id": "leave", "title": "Annulla iscrizione"}},
    "quick reply of a template, our payload": {"quick_reply": {"text": "Cancellazione", "payload": "leave"}},
    "quick reply of a template, its label": {"quick_reply": {"text": "Cancellazione"}},
    "caption of a picture": {"kind": "image", "caption": "Cancellazione"},
}


def test_a_goodbye_is_understood_in_every_form(stack, phones, answered):
    citizens = {way: next(NUMBERS) for way in GOODBYES}
    for citizen in citizens.values():
        phones.say(citizen, "Iscrizione")
    for citizen in citizens.values():
        assert answered(citizen, 1).startswith(JOINED)
    _a_second_later(stack)
    for way, citizen in citizens.items():
        phones.say(citizen, **GOODBYES[way])
    for way, citizen in citizens.items():
        assert answered(citizen, 2).startswith(LEFT), way
        assert not in_service(phone=citizen)


def test_the_switch_inside_whatsapp_is_a_goodbye_without_an_answer(stack, phones, joined):
    phones.post("preference", citizen=joined, value="stop")
    stack.until(lambda: not in_service(phone=joined))
    assert latest("preference_stop").took_effect
    assert len(phones.answers_to(joined)) == 1


# ── People without a number ───────────────────────────────────────────────────────────────────────────────


def test_somebody_without_a_number_joins_gets_a_broadcast_and_leaves(phones, desk, answered):
    emma = phones.post("citizens", bsuid="IT.77001122330001")["bsuid"]
    phones.say(emma, "Iscrizione")
    assert answered(emma, 1).startswith(JOINED)

    number = desk.broadcast("Mercato spostato in piazza dei Caduti")
    desk.until(number, "sent")
    got = [line["recipient"] for line in phones.broadcasts("Mercato spostato in piazza dei Caduti")]
    assert got.count(emma) == 1

    phones.say(emma, "Cancellazione")
    assert answered(emma, 2).startswith(LEFT)
    assert not in_service(bsuid=emma)


def test_number_first_and_then_hidden_it_is_the_same_person(phones, joined, answered):
    """She takes a user name: from now on WhatsApp tells her id only."""
    bsuid = phones.post("citizens", phone=joined, shares_number=False)["bsuid"]
    phones.say(joined, "Argomenti")
    assert "Ora ricevi" in answered(bsuid, 2)
    assert in_service(phone=joined, bsuid=bsuid)
    phones.say(joined, "Cancellazione")
    assert answered(bsuid, 3).startswith(LEFT)
    assert not in_service(phone=joined)


def test_a_new_number_takes_the_subscription_along(stack, phones, joined, answered):
    new = next(NUMBERS)
    phones.post("system", citizen=joined, kind="user_changed_number", phone=new)
    stack.until(lambda: in_service(phone=new))
    assert not in_service(phone=joined)
    phones.say(new, "Cancellazione")
    assert answered(new, 1).startswith(LEFT)


def test_a_new_id_takes_the_subscription_along(stack, phones):
    emma = phones.post("citizens", bsuid="IT.77001122330002")["bsuid"]
    phones.say(emma, "Iscrizione")
    stack.until(lambda: in_service(bsuid=emma))
    new = phones.post("system", citizen=emma, kind="user_changed_user_id")["bsuid"]
    stack.until(lambda: in_service(bsuid=new))
    assert not in_service(bsuid=emma)


# ── A second yes, and asking again (OPT_IN_MODE=double, ON_NUMBER_CHANGE=ask) ─────────────────────────────


@pytest.fixture(scope="module")
def asking(stack):
    """The worker, as it is where the town hall wants a second yes. Last: a worker takes its time to start."""
    usual = dict(stack.environment)
    stack.environment |= {"OPT_IN_MODE": "double", "ON_NUMBER_CHANGE": "ask"}
    stack.stop("worker")
    stack.start_worker()
    yield
    stack.environment = usual
    stack.stop("worker")
    stack.start_worker()


def test_the_word_is_asked_back_and_the_button_subscribes(asking, phones, answered):
    citizen = next(NUMBERS)
    phones.say(citizen, "Iscrizione")
    assert answered(citizen, 1).startswith(ASKED)
    prompt = [line for line in phones.accepted() if line["to"] == citizen][-1]
    assert prompt["buttons"] == ["Sì, iscrivimi", "No, grazie"]
    assert not in_service(phone=citizen)

    phones.say(citizen, button={"id": "confirm", "title": "Sì, iscrivimi"})
    assert answered(citizen, 2).startswith(JOINED)
    assert latest("opt_in").reason == f"Conferma la richiesta dell'evento {latest('opt_in_pending').sequence}"


def test_under_a_new_number_they_are_asked_before_anything_is_sent(asking, stack, phones, answered):
    old, new = next(NUMBERS), next(NUMBERS)
    phones.say(old, "Iscrizione")
    answered(old, 1)
    phones.say(old, "Sì")
    answered(old, 2)
    _a_second_later(stack)
    phones.post("system", citizen=old, kind="user_changed_number", phone=new)
    assert "numero, o il tuo profilo, è cambiato" in answered(new, 1)
    assert not in_service(phone=new)
    phones.say(new, button={"id": "confirm", "title": "Sì, continua"})
    assert answered(new, 2).startswith(JOINED)
    assert in_service(phone=new)
