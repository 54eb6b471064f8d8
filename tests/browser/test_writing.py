# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing a broadcast: the telephone follows the typing, the draft saves itself, the file is checked at once."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from broadcasts.models import Campaign
from broadcasts.whatsapp_account.samples import FILES
from tests.builders import campaign, subscribe
from tests.people import ANNA, GIULIA, Clerk

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
PAOLA = Clerk("paola", "Redattore")
ADD = "/admin/messaggi/aggiungi/"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*Via Roma* è chiusa", "<strong>Via Roma</strong> è chiusa"),
        ("_subito_, ~ieri~ `oggi`", "<em>subito</em>, <s>ieri</s> <code>oggi</code>"),
        ("```2*3*4```", "<code>2*3*4</code>"),
        ("*_insieme_*", "<strong><em>insieme</em></strong>"),
        ("2*3*4 e nome_di_file", "2*3*4 e nome_di_file"),
        ("* non vale *", "* non vale *"),
        ("<b>tag</b> & *", "&lt;b&gt;tag&lt;/b&gt; &amp; *"),
    ],
)
def test_marks_look_as_on_whatsapp(sit_at, text, html):
    page = sit_at(GIULIA, ADD)
    page.locator("#id_body").fill(text)
    words = page.locator(".bubble-template .bubble-words")
    expect(words).not_to_contain_text("Testo del messaggio")
    assert words.inner_html().split("\n\n")[2] == html


def test_a_clerk_writes_a_picture_and_saves_it(sit_at):
    subscribe(ANNA)
    page = sit_at(GIULIA, ADD)
    page.locator("#id_title").fill("Letture in biblioteca")
    page.get_by_label("Immagine", exact=True).check()
    page.get_by_label("Eventi e cultura").check()
    page.locator("#id_body").fill("Sabato alle 16:30, *ingresso libero*.")
    page.locator("#id_link").fill("https://www.comune.cascina.pi.it/biblioteca")
    page.get_by_label("Scegli un file").set_input_files(FILES["image"][0])
    picture = page.locator(".bubble-template .bubble-image")
    expect(picture).to_have_attribute("src", re.compile("/miniatura/"))
    expect(page.locator(".bubble-template .bubble-words strong").first).to_have_text("Letture in biblioteca")
    expect(page.locator(".preview-people")).to_have_text("Lo riceverebbe ora 1 persona.")
    expect(page.locator(".preview-course")).to_contain_text("Approvato ora, il primo messaggio parte ")
    expect(page.locator(".preview-cost")).to_contain_text("1 persona a 0,0300 USD")
    now = page.locator(".preview-course").inner_text()
    page.locator("#id_scheduled_for_1").fill("10:00")
    page.locator("#calendarlink0").click()
    page.locator("#calendarbox0").get_by_text("Domani").click()  # Django's own, which tells nobody
    expect(page.locator(".preview-course")).not_to_have_text(now)
    page.locator("input[name=_continue]").click()
    expect(page.locator(".messagelist")).to_contain_text("Letture in biblioteca")
    written = Campaign.objects.get()
    assert (written.title, written.kind, bool(written.attachment)) == ("Letture in biblioteca", "image", True)
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_the_room_is_counted_as_the_server_counts_it(sit_at):
    written = campaign(title="Neve 🌨️", body="")
    page = sit_at(GIULIA, f"/admin/messaggi/{written.pk}/modifica/")
    left = int(page.locator(".preview-room").inner_text().split()[1])
    page.locator("#id_body").fill("è" * left + "🌨")
    expect(page.locator(".preview-room")).to_have_text("Il testo è troppo lungo: togli 2 caratteri.")
    page.locator("input[name=_save]").click()
    expect(page.locator(".field-body .errorlist")).to_contain_text("togli 2 caratteri")


def test_a_pdf_is_named_as_on_the_citizen_s_telephone(sit_at):
    page = sit_at(GIULIA, ADD)
    page.get_by_label("Documento PDF").check()
    card = page.locator(".bubble-template .bubble-document")
    expect(card).to_have_text("Nessun PDF scelto")
    page.locator("#id_title").fill("Via Roma: perché è chiusa")
    page.get_by_label("Scegli un file").set_input_files(FILES["document"][0])
    expect(card).to_contain_text("via-roma-perche-e-chiusa.pdf")
    expect(card).to_contain_text("1 pagina, ")
    first_page = page.locator(".bubble-template .bubble-page")
    assert first_page.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def saved(page) -> None:
    expect(page.locator(".writing-saved")).to_have_text(re.compile(r"^Bozza salvata alle \d\d:\d\d\.$"))


def test_a_draft_saves_itself_unfinished_and_is_found_again(sit_at):
    page = sit_at(GIULIA, ADD)
    page.locator("#id_title").fill("Via Roma")
    saved(page)
    draft = Campaign.objects.get()
    assert (draft.title, draft.chosen_topics) == ("Via Roma", [])
    page.wait_for_url(f"**/{draft.pk}/modifica/")
    with page.expect_response(lambda answer: "/salva-bozza/" in answer.url) as answer:
        page.locator("#id_body").fill("Chiusa lunedì")
    assert answer.value.ok
    page.reload()
    expect(page.locator("#id_body")).to_have_value("Chiusa lunedì")
    expect(page.locator(".advice-missing")).to_have_text("Manca ancora: argomento, collegamento.")
    assert Campaign.objects.count() == 1


def test_both_forms_are_chosen_by_keyboard(sit_at):
    page = sit_at(GIULIA, f"/admin/messaggi/{campaign().pk}/modifica/")
    template, free = page.locator(".bubble-template"), page.locator(".bubble-free")
    expect(template).to_be_visible()
    expect(free).to_be_hidden()
    page.get_by_label("Chi non ci scrive da un giorno").focus()
    page.keyboard.press("ArrowDown")
    expect(free).to_be_visible()
    expect(template).to_be_hidden()
    page.locator("#id_title").fill("Via Roma riaperta")
    expect(free.locator("strong")).to_have_text("Via Roma riaperta")


def test_a_file_is_dropped_checked_and_taken_away(sit_at):
    draft = campaign()
    page = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/modifica/")
    for content, told in (("non un pdf", "non è un'immagine leggibile"), (None, "Il file va bene")):
        data = FILES["document"][0].read_bytes() if content is None else content.encode()
        drop = page.evaluate_handle(
            """bytes => {
                const carried = new DataTransfer();
                carried.items.add(new File([new Uint8Array(bytes)], "avviso.pdf"));
                return carried;
            }""",
            list(data),
        )
        for event in ("dragover", "drop"):
            page.locator(".attach").dispatch_event(event, {"dataTransfer": drop})
        expect(page.locator(".attach-state")).to_contain_text(told)
    expect(page.locator(".attached")).to_contain_text("apri il file caricato (1 pagina")
    expect(page.get_by_label("Documento PDF")).to_be_checked()
    page.locator("#id_body").fill("")
    page.locator("input[name=_save]").click()
    expect(page.locator(".field-body .errorlist")).to_be_visible()
    expect(page.locator(".field-attachment .errorlist")).to_have_count(0)
    page.get_by_role("button", name="Togli l'allegato").click()
    expect(page.locator(".attach-state")).to_have_text("Allegato tolto.")
    draft.refresh_from_db()
    assert not draft.attachment


def test_two_clerks_are_told_and_nobody_overwrites_unseen_words(sit_at):
    draft = campaign()
    path = f"/admin/messaggi/{draft.pk}/modifica/"
    paola = sit_at(PAOLA, path)
    expect(paola.locator(".writing-others")).to_be_empty()
    giulia = sit_at(GIULIA, path)
    expect(giulia.locator(".writing-others")).to_contain_text("Anche paola")
    paola.locator("#id_title").fill("Di Paola")
    saved(paola)
    giulia.locator("#id_title").fill("Di Giulia")
    warning = giulia.locator(".writing-outdated")
    expect(warning).to_contain_text("paola ha salvato questo messaggio")
    expect(giulia.locator("#id_title")).to_have_value("Di Giulia")
    assert Campaign.objects.get().title == "Di Paola"
    giulia.get_by_role("button", name="Metti la mia al suo posto").click()
    saved(giulia)
    assert Campaign.objects.get().title == "Di Giulia"
    expect(warning).to_be_hidden()


def test_an_expired_session_loses_no_word(sit_at, live_server):
    """Told when the draft can't be saved and when the button is pressed; after a new login it goes on."""
    draft = campaign()
    page = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/modifica/")
    page.locator("#id_body").press("End")
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#id_body").fill("Parole da non perdere")
    expect(page.locator(".writing-expired")).to_be_visible()
    with page.expect_response(lambda answer: "/anteprima/" in answer.url or "/entra/" in answer.url):
        page.locator("input[name=_save]").click()
    expect(page.locator("#id_body")).to_have_value("Parole da non perdere")
    assert page.url.endswith(f"{draft.pk}/modifica/")
    assert Campaign.objects.get().body == draft.body
    page.context.add_cookies(cookies)  # entered again in the other window
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    expect(page.locator(".writing-expired")).to_be_hidden()
    assert Campaign.objects.get().body == "Parole da non perdere"


def test_the_whole_task_by_keyboard_alone(sit_at):
    """From an empty page to the question for approval, never touching the mouse."""
    page = sit_at(GIULIA, ADD)
    keyboard = page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            if page.locator(selector).evaluate("element => element === document.activeElement"):
                return
            keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by keyboard")

    tab_to("#id_title")
    keyboard.type("Via Roma chiusa")
    tab_to("#id_topics_0")
    keyboard.type("Viab")
    tab_to("#id_body")
    keyboard.type("VIA ROMA CHIUSA. Lunedì 15 giugno.")
    tab_to("#id_link")
    keyboard.type("https://www.comune.cascina.pi.it/avvisi")
    expect(page.locator(".advice")).to_contain_text("tutta in maiuscole")
    saved(page)
    tab_to("input[name=_continue]")
    keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Via Roma chiusa")
    tab_to("a[href$='/chiedi-approvazione/']")
    keyboard.press("Enter")
    page.wait_for_url("**/chiedi-approvazione/")
    expect(page.locator(".advice")).to_contain_text("tutta in maiuscole")
    tab_to(".submit-row input[type=submit]")
    keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Approvazione chiesta")
    assert Campaign.objects.get().status == "in_review"


def test_an_old_broadcast_becomes_a_new_draft_by_one_press(sit_at):
    old = campaign(status="sent")
    page = sit_at(GIULIA, f"/admin/messaggi/{old.pk}/modifica/")
    page.get_by_role("button", name="Copia in una nuova bozza").press("Enter")
    expect(page.locator(".timeline")).to_contain_text(
        f"Copiato da un altro messaggio, giulia: Da «{old.title}»"
    )
    expect(page.locator("#id_title")).to_have_value(old.title)


def test_without_javascript_the_form_works_as_forms_do(sit_at):
    page = sit_at(GIULIA, ADD, java_script_enabled=False)
    page.locator("#id_title").fill("Letture in biblioteca")
    page.get_by_label("Immagine", exact=True).check()
    page.get_by_label("Eventi e cultura").check()
    page.locator("#id_body").fill("Sabato alle 16:30.")
    page.locator("#id_link").fill("https://www.comune.cascina.pi.it/biblioteca")
    page.get_by_label("Scegli un file").set_input_files(FILES["image"][0])
    page.locator("input[name=_continue]").click()
    expect(page.locator(".attached")).to_contain_text("pixel")
    assert Campaign.objects.get().attachment_facts["width"] > 0
    page.get_by_label("Chi ci ha scritto nelle ultime 24 ore").check()
    expect(page.locator(".bubble-free .bubble-words")).to_contain_text("Sabato alle 16:30.")
    page.get_by_label("Togli l'allegato").check()
    page.get_by_label("Testo", exact=True).check()
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert not Campaign.objects.get().attachment
