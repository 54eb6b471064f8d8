"""The pictures of the guide, taken where the clerks work. `make screenshots` puts them into docs/guida/images/."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from broadcasts.models import NumberStatus
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending.account.samples import sample
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
from tests.builders import approve_templates, campaign, choose, subscribe, topic, under_way
from tests.naming import with_number
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.staff import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
SIZE = {"width": 1180, "height": 760}


IN_GOOD_ORDER = {
    "tier": "TIER_10K",
    "daily_limit": 10_000,
    "quality": "GREEN",
    "throughput": "STANDARD",
    "name_status": "APPROVED",
    "verified_name": "Comune di Cascina",
    "display_number": "+39 335 385843",
    "status": "CONNECTED",
}
"""What Meta says of the number on such a day."""


@pytest.fixture
def take(screenshots, sit_at):
    """Takes a picture of what `clerk` sees at `path`, after `act` has done something there."""

    def picture(name, clerk, path, act=lambda page: None):
        page = sit_at(clerk, path, viewport=SIZE, color_scheme="light")
        act(page)
        taken = screenshots / "guida" / f"{name}.png"
        page.screenshot(path=taken)
        small = Image.open(taken).convert("RGB").quantize(128)
        small.save(Path(os.environ.get("GUIDE_IMAGES", taken.parent)) / f"{name}.png", optimize=True)

    return picture


def write(page) -> None:
    """A clerk at work on a picture of an event."""
    page.locator("#id_title").fill("Letture in biblioteca")
    page.get_by_label("Eventi e cultura").check()
    page.locator("#id_body").fill(
        "Sabato 13 giugno alle 16:30, *ingresso libero*. Si prenota allo 050 719 111."
    )
    page.locator(".bubble-words").get_by_text("Letture in biblioteca").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def choose_days(page) -> None:
    """Days that look the same in every country: an empty field speaks the language of this browser."""
    for field, day in zip(page.locator("input[type=date]").all(), ("2026-01-01", "2026-05-05"), strict=True):
        field.fill(day)
        field.blur()
    page.evaluate("scrollTo(0, 0)")


def test_the_guide_s_pictures_show_the_pages_as_they_are(take, screenshots):
    """On an ordinary day: the machinery runs, and no bar covers what the guide is about."""
    now = timezone.now()
    Heartbeat.objects.create(name="tick", at=now)
    subscribe(ANNA)
    subscribe(BRUNO)
    choose(ANNA, topic())
    approve_templates()
    waiting = campaign(status=CampaignStatus.IN_REVIEW, title="Mercato spostato in piazza Gramsci")
    sending = under_way(kind="image", attachment=sample("image")[0])
    sending.deliveries.filter(with_number(ANNA.phone, of="subscriber__")).update(status=DeliveryStatus.READ)
    NumberStatus.objects.create(**IN_GOOD_ORDER, checked_at=now, accepted_at=now, token_read_at=now)
    broadcast = "/admin/messaggi/"
    take("inizio", PAOLO, "/admin/")
    take("scrivere", GIULIA, f"{broadcast}aggiungi/", write)
    take("approvare", PAOLO, f"{broadcast}{waiting.pk}/avvia/")
    take("seguire", PAOLO, f"{broadcast}{sending.pk}/modifica/")
    take("numero", PAOLO, "/admin/stato-del-numero/")
    take("registro", ROSA, "/admin/registro-dei-consensi/", choose_days)
    assert len(list((screenshots / "guida").glob("*.png"))) == 6
