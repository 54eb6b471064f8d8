"""The page *Tutto pronto?*, as Sara, who looks after the machinery, goes through it."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.operations.doctor import machine_facts, pages
from cascina_whatsapp.operations.doctor.examination import CHECKS
from cascina_whatsapp.operations.doctor.readiness import FOLDS, readiness
from cascina_whatsapp.operations.doctor.steps import STEPS
from cascina_whatsapp.presentation.checks import Outcome, Result
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
from tests.box.tests.running import definition
from tests.builders import hire
from tests.people import PAOLO
from tests.staff import SARA, STAFF, at_desk

from .health import HERE, STANDARD

pytestmark = pytest.mark.django_db
OPEN = re.compile(r'<details class="more proof" open>\s*<summary><span>(\d+)\. ([^<]+)<')
TO_MEND = re.compile(r'id="to-mend">.*?</section>', re.DOTALL)
FOLDED = re.compile(r'id="this-machine">.*?</section>', re.DOTALL)
FIRST_BUTTON = re.compile(r'<a class="button main" href="#passo-(\d+)"')


def address() -> str:
    return reverse("admin:doctor")


def templates_wanted() -> dict[str, dict]:
    """A definition by the name of each template that the service sends."""
    wanted = machine_facts.wanted_templates()
    return {name: definition() for name in (*wanted.standard, *wanted.service)} | {
        name: definition(message_send_ttl_seconds=10_800) for name in wanted.alerts
    }


def test_every_check_has_one_place_on_the_page():
    shown = Counter(
        [
            *(name for step in STEPS for name in step.checks),
            *(name for names in FOLDS.values() for name in names),
        ]
    )
    assert shown == Counter(check.name for check in CHECKS)


def test_who_looks_after_the_machinery_opens_it_from_the_settings_and_nobody_outside_is_asked(meta):
    for clerk in STAFF:
        desk, status = at_desk(clerk), 200 if clerk == SARA else 403
        assert desk.get(address()).status_code == status, clerk
        assert clerk == SARA or desk.post(address()).status_code == status, clerk
    assert f'<a href="{address()}">Tutto pronto?</a>' in desk.get(reverse("admin:settings")).text
    text = desk.get(address()).text
    assert meta.asked == []
    assert "Controlla ora" in text
    assert "Da controllare su richiesta" in text
    assert OPEN.findall(text) == []
    assert re.search(r"Qui <span>· \d+ controlli su \d+ sono a posto, .*, senza chiedere fuori</span>", text)


def test_step_by_step_until_all_is_well(meta):
    """Meta as she finds it on the first day: what doesn't work comes first, what may take weeks last."""
    meta.behaves(business_verified=False, pin=False, app_subscribed=False)
    desk, unfolded = at_desk(SARA), []
    for right in ({}, {"pin": True}, {"app_subscribed": True}):
        meta.behaves(**right)
        unfolded += [title for _, title in OPEN.findall(desk.post(address()).text)]
    assert unfolded == ["PIN", "App collegata all&#x27;account", "Testi fissi"]


def test_what_only_takes_time_is_unfolded_when_all_else_works(meta):
    for name, definition_of in templates_wanted().items():
        if name != STANDARD:
            category = "MARKETING" if name.startswith("invito") else "UTILITY"
            meta.has_template(definition_of | {"name": name}, category=category)
    Heartbeat.objects.create(name="webhook", at=timezone.now())
    meta.behaves(business_verified=False)
    assert OPEN.findall(at_desk(SARA).post(address()).text) == [("1", "Azienda verificata")]


def test_what_is_wrong_stands_first_and_the_rest_is_folded(meta):
    """The step that does not work leads, what does not work comes before what is only to be looked at."""
    meta.behaves(pin=False, token_days=7)
    hire(PAOLO)
    text = at_desk(SARA).post(address()).text
    to_mend, folded = TO_MEND.search(text)[0], FOLDED.search(text)[0]
    assert FIRST_BUTTON.findall(to_mend) == ["5"]
    assert to_mend.index("PIN del numero") < to_mend.index("Scadenza della chiave")
    assert "Chi approva" in folded
    assert "Da sistemare" not in folded
    assert re.search(r"Non ancora <span>· \d+ controlli su \d+ sono a posto, guardati oggi alle", text)
    assert "https://whatsapp.comune.example/webhooks/whatsapp/" in text  # where Meta has to write to
    secrets = [settings.WHATSAPP_ACCESS_TOKEN, settings.WHATSAPP_VERIFY_TOKEN, *settings.WHATSAPP_APP_SECRETS]
    assert [secret for secret in secrets if secret in text] == []
    submits = reverse("admin:broadcasts_whatsapptemplate_changelist")
    assert f'<a href="{submits}">Testi da far approvare a WhatsApp</a>' in text


@pytest.mark.parametrize(
    ("red", "words"),
    [
        (0, ("Tutto pronto", "ok")),
        (1, ("Manca poco", "wait")),
        (3, ("Manca poco", "wait")),
        (4, ("Non ancora", "bad")),
    ],
)
def test_how_much_is_missing_is_one_word(red, words):
    found = [
        Result(check.name, check.label, Outcome.PROBLEM if place < red else Outcome.WELL, "", "")
        for place, check in enumerate(CHECKS)
    ]
    page = readiness(found, HERE, is_whole=True)
    assert (page["state"], page["tone"]) == words
    assert len(page["to_mend"]) == red


def test_two_at_a_time_and_no_more(meta):
    desk = at_desk(SARA)
    with pages.AT_ONCE, pages.AT_ONCE:
        text = desk.post(address()).text
    assert "Altri due controlli sono in corso" in text
    assert meta.asked == []
    assert "Altri due controlli" not in desk.post(address()).text
