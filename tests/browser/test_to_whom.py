"""A clerk says whom a broadcast is for, with the mouse or the keyboard: the count follows, the reason appears."""

import pytest
from playwright.sync_api import expect

from broadcasts.models import Campaign
from tests.browser.hands import see_it_saved
from tests.builders import choose, subscribe, topic
from tests.people import ANNA, BRUNO, CARLA, GIULIA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
ADD = "/admin/messaggi/aggiungi/"


def test_several_topics_then_everybody_with_a_reason(sit_at):
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    choose(ANNA, topic("Eventi e cultura"))
    choose(BRUNO, topic("Viabilità e cantieri"))
    page = sit_at(GIULIA, ADD)
    line, why = page.locator("[data-region=summary] p").first, page.get_by_label("Perché a tutti")

    page.get_by_label("Eventi e cultura").check()
    expect(line).to_contain_text("2 persone")
    page.get_by_label("Viabilità e cantieri").check()
    expect(line).to_contain_text("3 persone")  # Carla, who gets both, once
    expect(why).to_be_hidden()
    page.get_by_label("Tutti gli iscritti").press("Space")
    expect(why).to_be_visible()
    expect(line).to_contain_text("3 persone, tutti gli iscritti")
    why.fill("Sciopero di tutti gli uffici")
    see_it_saved(page)
    page.reload()
    expect(why).to_have_value("Sciopero di tutti gli uffici")
    assert Campaign.objects.get().to_whom == "Tutti gli iscritti"
