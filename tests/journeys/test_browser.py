"""The whole job in a real browser: an editor writes, an approver launches, the phones show it."""

import re

import pytest

from broadcasts.sending.account.samples import FILES

from .conftest import IN_FLIGHT, TAKEN
from .desk import PASSWORD
from .test_broadcast import claimed_of, each_of, recipients, with_status

pytestmark = pytest.mark.browser
TITLE = "Letture in biblioteca"


def log_in(page, site: str, username: str) -> None:
    page.goto(f"{site}/admin/")
    page.get_by_label("Nome utente").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Entra", exact=True).click()
    page.wait_for_url(f"{site}/admin/")


def test_write_launch_and_follow_to_the_end(new_page, stack, people, phones, desk):
    """Rita writes a broadcast with a picture, Aldo launches it and watches it reach everybody."""
    rita = new_page()
    log_in(rita, stack.site, "rita")
    rita.goto(f"{stack.site}/admin/messaggi/aggiungi/")
    rita.locator("#id_title").fill(TITLE)
    rita.get_by_label("Eventi e cultura").check()
    rita.locator("#id_body").fill("Sabato 12 dicembre alle 16:30, letture ad alta voce. Ingresso libero.")
    rita.locator("#id_link").fill("https://www.comune.cascina.pi.it/biblioteca")
    rita.get_by_text("Immagine o PDF").click()
    rita.locator("#id_attachment").set_input_files(FILES["image"][0])
    rita.get_by_text("Il file va bene").wait_for()
    rita.get_by_label("Che cosa si vede nell'immagine").fill("Una sala con bambini che ascoltano")
    rita.get_by_role("button", name="Chiedi approvazione").click()
    rita.get_by_text("Approvazione chiesta").first.wait_for()
    number = int(re.search(r"/messaggi/(\d+)/", rita.url)[1])

    aldo = new_page()
    log_in(aldo, stack.site, "aldo")
    aldo.goto(f"{stack.site}/admin/messaggi/{number}/modifica/")
    aldo.get_by_role("button", name="Approva e manda").click()
    desk.until(number, "sent")
    aldo.get_by_text("Arrivato a").first.wait_for()

    phone = new_page()
    phone.goto(f"{stack.simulator}/?citizen=%2B{people[0][1:]}")
    phone.get_by_text(TITLE).first.wait_for()
    assert len(phones.broadcasts(TITLE)) >= len(people)


def test_one_click_stops_a_broadcast_that_is_on_its_way(
    new_page, stack, people, phones, desk, broadcast_in_the_middle
):
    """Aldo stops it from Inizio while calls wait: they arrive, nothing follows; he says why, and lets it go on."""
    title = "Fermato in corsa"
    number = broadcast_in_the_middle(title)
    aldo = new_page()
    log_in(aldo, stack.site, "aldo")
    aldo.get_by_role("button", name=f"Ferma {title}").click()
    aldo.locator("main .state").get_by_text("Fermato").wait_for()
    assert desk.status(number) == "paused"
    claimed = claimed_of(number)

    phones.go_on()
    stack.until(lambda: not with_status(number, "sending").exists())
    arrived = recipients(phones, title).total()
    assert TAKEN + IN_FLIGHT <= arrived == claimed_of(number) <= claimed < len(people)
    aldo.get_by_label("Perché l'hai fermato").fill("Manca l'orario")
    aldo.get_by_role("button", name="Scrivilo").click()
    aldo.get_by_text("Scritto.").wait_for()
    assert recipients(phones, title).total() == arrived

    aldo.get_by_role("button", name="Riprendi").click()
    desk.until(number, "sent")
    assert each_of(people, recipients(phones, title))
