"""Writing a broadcast: the telephone follows the typing, the draft saves itself, the file is checked at once."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.utils import timezone
from playwright.sync_api import expect

from broadcasts.models import Campaign
from broadcasts.pages.parts import buttons
from broadcasts.sending.account.samples import FILES, sample
from cascina_whatsapp.security.http.static_files import without_comments
from tests.browser.hands import see_it_saved
from tests.builders import approve_templates, campaign, hire, subscribe
from tests.looks import LOOKS, TOO_WIDE, faults_in_every_look
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
    words = page.locator(".bubble .bubble-words")
    expect(words).not_to_contain_text("Testo del messaggio")
    assert words.inner_html().split("\n\n")[2] == html


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_clerk_writes_a_picture_and_asks_for_approval(sit_at):
    subscribe(ANNA)
    page = sit_at(GIULIA, ADD)
    page.locator("#id_title").fill("Letture in biblioteca")
    page.get_by_label("Eventi e cultura").check()
    page.locator("#id_body").fill("Sabato alle 16:30, *ingresso libero*.")
    page.locator("#id_link").fill("https://www.comune.cascina.pi.it/biblioteca")
    page.get_by_text("Immagine o PDF").click()
    page.get_by_label("Scegli un file").set_input_files(FILES["image"][0])
    picture = page.locator(".bubble .bubble-image")
    expect(picture).to_have_attribute("src", re.compile("/miniatura/"))
    expect(page.locator(".bubble .bubble-words strong").first).to_have_text("Letture in biblioteca")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    line = page.locator("[data-region=summary] p").first
    expect(line).to_contain_text("1 persona · 0,07 $ · parte appena approvato, finisce ")
    page.get_by_label("A un'ora precisa").check()
    page.get_by_label("Giorno").fill(f"{timezone.localdate() + timedelta(days=40):%Y-%m-%d}")
    page.get_by_label("Ora", exact=True).fill("23:00")
    expect(line).to_contain_text("alle 23:00, quando l'ufficio è chiuso: parte ")
    missing = page.get_by_text("Manca ancora: che cosa si vede nell'immagine.")
    expect(missing).to_be_visible()
    page.get_by_label("Che cosa si vede nell'immagine").fill("Due bambini leggono sotto un albero")
    expect(missing).to_be_hidden()
    press(page, "Chiedi approvazione")
    expect(page.get_by_text("Approvazione chiesta.", exact=True)).to_be_visible()
    written = Campaign.objects.get()
    assert (written.title, written.kind, bool(written.attachment)) == ("Letture in biblioteca", "image", True)


def test_clicks_from_the_first_page_to_the_request_and_to_the_sending(sit_at, settings):
    """Three for who writes; alone in an office one approves with the third, too."""
    for alone in (False, True):
        settings.APPROVE_OWN_BROADCASTS = alone
        subscribe(ANNA)
        approve_templates()
        if alone:
            hire(GIULIA).groups.add(Group.objects.get(name="Approvatore"))
        page = sit_at(GIULIA, "/admin/")
        page.get_by_role("link", name="Scrivi un messaggio").click()
        clicks = 1
        page.locator("#id_title").fill("Via Roma chiusa")
        page.locator("#id_body").fill("Lunedì 15 giugno.")
        page.locator("#id_link").fill("www.comune.cascina.pi.it/avvisi")
        page.get_by_label("Viabilità e cantieri").check()
        clicks += 1
        press(page, "Approva e manda" if alone else "Chiedi approvazione")
        clicks += 1
        done = "Approvato: parte" if alone else buttons.ASK_REVIEW.done
        expect(page.get_by_text(done)).to_be_visible()
        assert clicks <= 3
        assert Campaign.objects.latest("pk").status == ("approved" if alone else "in_review")


def test_the_page_is_light(sit_at):
    """What a browser that knows nothing of us yet gets to begin to write, in bytes.

    Pages come over the line compressed, as production sends them. Its files do too there, but not from this server:
    so they are made as light here as the storage of static files does it.
    """
    page = sit_at(GIULIA, "/admin/")
    got = []
    page.on("requestfinished", lambda request: got.append(request))
    wires = page.context.new_cdp_session(page)
    wires.send("Network.enable")
    wires.send("Network.setCacheDisabled", {"cacheDisabled": True})
    html = page.goto(ADD, wait_until="networkidle").body()
    names = {urlsplit(one.url).path.partition("/static/")[2] for one in got} - {""}
    files = {
        name: len(gzip.compress(without_comments(Path(finders.find(name)).read_bytes()))) for name in names
    }
    line = {one.url: one.sizes()["responseBodySize"] for one in got if one.url == page.url} | files
    assert {"newsroom/newsroom.css", "newsroom/writing.css", "newsroom/js/writing.js"} <= set(
        files
    )  # and the icon, or not
    assert len(html) < 35_000
    assert 0 < line[page.url] < 9_000
    fonts = sum(
        size for name, size in line.items() if name.endswith(".woff2")
    )  # the same on every page, kept
    assert fonts < 40_000
    assert sum(line.values()) - fonts < 26_000, line


def paste(page, field: str, words: str) -> None:
    """As from another program, by the keyboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(field).focus()
    page.evaluate("words => navigator.clipboard.writeText(words)", words)
    page.keyboard.press("Control+V")


@pytest.mark.parametrize("look", ["light", "telephone"])
def test_what_is_pasted_from_word_is_put_right_and_can_be_put_back(sit_at, look):
    page = sit_at(GIULIA, ADD, **LOOKS[look])
    paste(page, "#id_body", "La “Biblioteca”\tè chiusa")
    told = page.locator("[data-mended=body]")
    expect(told).to_contain_text("Testo sistemato: 1 tabulazione tolta, virgolette raddrizzate.")
    expect(page.locator("#id_body")).to_have_value('La "Biblioteca" è chiusa')
    paste(page, "#id_link", "http://www.comune.cascina.pi.it")
    expect(page.locator("[data-mended=link]")).to_contain_text("http diventato https")
    press_in = told.get_by_role("button", name="Rimetti com'era")
    press_in.press("Enter")
    expect(page.locator("#id_body")).to_have_value("La “Biblioteca”\tè chiusa")
    expect(page.locator("[data-problem=body]")).to_contain_text("Togli le tabulazioni")
    with page.expect_response(lambda answer: "/salva-bozza/" in answer.url):
        page.locator("#id_title").fill("Biblioteca")
    assert Campaign.objects.get().body == "La “Biblioteca”\tè chiusa"
    assert page.evaluate(TOO_WIDE) is False


def test_what_is_pasted_while_an_earlier_answer_is_on_its_way_is_put_right_all_the_same(sit_at):
    page, held = sit_at(GIULIA, ADD), []
    page.route("**/anteprima/**", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/anteprima/**"):
        page.locator("#id_body").fill("La biblioteca è chiusa")
    paste(page, "#id_link", "http://www.comune.cascina.pi.it")
    held[0].continue_()
    expect(page.locator("[data-mended=link]")).to_contain_text("http diventato https")
    expect(page.locator("#id_link")).to_be_focused()


def test_the_new_lines_are_taken_away_and_put_back_with_nothing_sent(sit_at):
    page = sit_at(GIULIA, ADD)
    body = page.locator("#id_body")
    body.fill("Si sposta:\n- banchi dalle 7:30\n- sosta vietata")
    page.get_by_role("button", name="Togli gli a capo").click()
    expect(body).to_have_value("Si sposta: banchi dalle 7:30; sosta vietata")
    expect(page.get_by_role("button", name="Togli gli a capo")).to_be_hidden()
    page.get_by_role("button", name="Rimetti com'era").click()
    expect(body).to_have_value("Si sposta:\n- banchi dalle 7:30\n- sosta vietata")
    expect(page.get_by_text("Va a capo: WhatsApp lo legge prima.")).to_be_visible()
    see_it_saved(page)
    assert Campaign.objects.get().body == "Si sposta:\n- banchi dalle 7:30\n- sosta vietata"


def test_what_is_missing_is_told_beside_its_field_and_the_focus_goes_there(sit_at):
    """A long title is kept whole, and refused only on the way to the approval."""
    page = sit_at(GIULIA, ADD)
    page.locator("#id_title").fill("t" * 63)
    expect(page.locator("[data-region=title_room]")).to_have_text("63 di 60")
    press(page, "Salva")
    page.wait_for_url("**/modifica/")
    assert Campaign.objects.get().title == "t" * 63
    press(page, "Chiedi approvazione")
    expect(page.locator("#id_title_problem")).to_have_text("Il titolo è troppo lungo: togli 3 caratteri.")
    expect(page.locator("#id_title")).to_be_focused()
    expect(page.locator("#id_body_problem")).to_contain_text("Scrivi il testo")
    assert Campaign.objects.get().status == "draft"


def test_the_room_is_counted_as_the_server_counts_it(sit_at):
    written = campaign(title="Neve 🌨️", body="")
    page = sit_at(GIULIA, f"/admin/messaggi/{written.pk}/modifica/")
    left = int(page.locator("[data-region=room]").inner_text().split()[1])
    page.locator("#id_body").fill("è" * left + "🌨")
    expect(page.locator("[data-region=room]")).to_have_text("2 di troppo")
    expect(page.locator("#id_body_problem")).to_contain_text("togli 2 caratteri")


def test_a_pdf_is_named_as_on_the_citizen_s_telephone(sit_at):
    page = sit_at(GIULIA, ADD)
    card = page.locator(".bubble .bubble-document")
    page.locator("#id_title").fill("Via Roma: perché è chiusa")
    page.get_by_label("Scegli un file").set_input_files(FILES["document"][0])
    expect(card).to_contain_text("via-roma-perche-e-chiusa.pdf")
    expect(card).to_contain_text("1 pagina, ")
    first_page = page.locator(".bubble .bubble-page")
    assert first_page.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def write_and_wait(page, field: str, words: str) -> None:
    """Until the draft has saved itself."""
    with page.expect_response(lambda answer: "/salva-bozza/" in answer.url) as answer:
        page.locator(field).fill(words)
    assert answer.value.ok
    see_it_saved(page)


def test_a_draft_saves_itself_unfinished_and_is_found_again(sit_at):
    page = sit_at(GIULIA, ADD)
    page.locator("#id_title").fill("Via Roma")
    see_it_saved(page)
    draft = Campaign.objects.get()
    assert (draft.title, draft.chosen_topics) == ("Via Roma", [])
    page.wait_for_url(f"**/{draft.pk}/modifica/")
    write_and_wait(page, "#id_body", "Chiusa lunedì")
    page.reload()
    expect(page.locator("#id_body")).to_have_value("Chiusa lunedì")
    expect(page.locator(".advice-missing")).to_have_text("Manca ancora: argomenti, collegamento.")
    assert Campaign.objects.count() == 1


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
    expect(page.locator(".attached")).to_contain_text("Scarica il PDF caricato (1 pagina")
    page.locator("#id_body").fill("")
    press(page, "Chiedi approvazione")
    expect(page.locator("#id_body_problem")).to_contain_text("Scrivi il testo")
    expect(page.locator("#id_attachment_problem")).to_be_empty()
    press(page, "Togli l'allegato")
    expect(page.locator(".attach-state")).to_have_text("Allegato tolto.")
    draft.refresh_from_db()
    assert (draft.kind, bool(draft.attachment)) == ("text", False)


def test_two_clerks_are_told_and_nobody_overwrites_unseen_words(sit_at):
    draft = campaign()
    path = f"/admin/messaggi/{draft.pk}/modifica/"
    paola = sit_at(PAOLA, path)
    expect(paola.locator(".writing-others")).to_be_empty()
    giulia = sit_at(GIULIA, path)
    expect(giulia.locator(".writing-others")).to_contain_text("Anche paola")
    write_and_wait(paola, "#id_title", "Di Paola")
    giulia.locator("#id_title").fill("Di Giulia")
    warning = giulia.locator(".writing-outdated")
    expect(warning).to_contain_text("paola ha salvato questo messaggio")
    expect(giulia.locator("#id_title")).to_have_value("Di Giulia")
    assert Campaign.objects.get().title == "Di Paola"
    with giulia.expect_response(lambda answer: "/salva-bozza/" in answer.url):
        giulia.get_by_role("button", name="Metti la mia al suo posto").click()
    see_it_saved(giulia)
    assert Campaign.objects.get().title == "Di Giulia"
    expect(warning).to_be_hidden()


def test_an_expired_session_loses_no_word(sit_at, live_server):
    """Told when the draft can't be saved and when the button is pressed; after a new login it goes on."""
    draft, answered = campaign(), []
    page = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/modifica/")
    page.on("response", lambda answer: answered.append(answer.url))
    page.locator("#id_body").press("End")
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#id_body").fill("Parole da non perdere")
    expect(page.locator(".writing-expired")).to_be_visible()
    with page.expect_response(lambda answer: "/anteprima/" in answer.url):
        press(page, "Salva")
    assert not [address for address in answered if "/entra/" in address]  # it would lead back here, by GET
    expect(page.locator("#id_body")).to_have_value("Parole da non perdere")
    assert page.url.endswith(f"{draft.pk}/modifica/")
    assert Campaign.objects.get().body == draft.body
    page.context.add_cookies(cookies)  # entered again in the other window
    page.evaluate("dispatchEvent(new Event('focus'))")
    see_it_saved(page)
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
    tab_to("#id_body")
    keyboard.type("VIA ROMA CHIUSA. Lunedì 15 giugno.")
    tab_to("#id_topics_0")
    keyboard.press("Space")
    tab_to("#id_link")
    keyboard.type("https://www.comune.cascina.pi.it/avvisi")
    expect(page.locator(".advice")).to_contain_text("tutta in maiuscole")
    see_it_saved(page)
    tab_to("button[value=ask-review]")
    keyboard.press("Enter")
    expect(page.get_by_text("Approvazione chiesta.", exact=True)).to_be_visible()
    assert Campaign.objects.get().status == "in_review"


def test_a_draft_becomes_another_one_by_one_press(sit_at):
    old = campaign()
    page = sit_at(GIULIA, f"/admin/messaggi/{old.pk}/modifica/")
    page.get_by_label("Altre azioni").press("Enter")
    page.get_by_role("button", name="Copia in un messaggio nuovo").press("Enter")
    expect(page.locator(".steps")).to_contain_text(f"Copiato da te: Da «{old.title}»")
    expect(page.locator("#id_title")).to_have_value(old.title)


def test_a_ready_text_is_filled_field_by_field_and_a_draft_is_thrown_away_and_put_back(sit_at):
    subscribe(ANNA)
    page = sit_at(GIULIA, "/admin/messaggi/testi-pronti/")
    page.get_by_role("link", name="Ufficio chiuso").click()
    shown = page.locator(".bubble .bubble-words")
    expect(shown.locator("mark").first).to_have_text("giorno")
    page.locator("#id_gap_0").fill("2026-12-24")
    page.get_by_label("Ufficio", exact=True).fill("Anagrafe")
    expect(shown.locator("strong")).to_have_text("Chiuso giovedì 24 dicembre: ufficio Anagrafe")
    expect(page.locator("[data-region=gaps]")).to_have_text("Manca: motivo, riapertura, contatto")
    see_it_saved(page)
    press(page, "Chiedi approvazione")
    expect(page.get_by_text("Scrivi «motivo»: il messaggio non può partire senza.")).to_be_visible()
    expect(page.get_by_label("Motivo")).to_be_focused()
    assert Campaign.objects.get().gaps["values"] == {"giorno": "2026-12-24", "ufficio": "Anagrafe"}

    page.get_by_label("Altre azioni").click()
    press(page, "Butta la bozza (30 giorni per riprenderla)")
    expect(page.get_by_text("Bozza buttata: per 30 giorni puoi riprenderla, da qui.")).to_be_visible()
    assert not Campaign.objects.exists()
    page.get_by_role("button", name="Riprendi").click()
    expect(page.get_by_label("Ufficio", exact=True)).to_have_value("Anagrafe")
    for name, words in (("Motivo", "lavori"), ("Riapertura", "il 28"), ("Contatto", "050 719111")):
        page.get_by_label(name).fill(words)
    press(page, "Chiedi approvazione")
    expect(page.get_by_text("Approvazione chiesta.", exact=True)).to_be_visible()
    assert Campaign.objects.get().status == "in_review"


def test_without_javascript_the_form_works_as_forms_do(sit_at):
    page = sit_at(GIULIA, ADD, java_script_enabled=False)
    page.locator("#id_title").fill("Letture in biblioteca")
    page.get_by_label("Eventi e cultura").check()
    page.locator("#id_body").fill("Sabato alle 16:30.")
    page.locator("#id_link").fill("https://www.comune.cascina.pi.it/biblioteca")
    page.get_by_label("Scegli un file").set_input_files(FILES["image"][0])
    press(page, "Salva")
    expect(page.locator(".attached")).to_contain_text("pixel")
    assert Campaign.objects.get().attachment_facts["width"] > 0
    expect(page.locator(".bubble .bubble-words")).to_contain_text("Sabato alle 16:30.")
    page.get_by_label("Togli l'allegato").check()
    press(page, "Salva")
    expect(page.locator(".attach-clear")).to_have_count(0)
    assert not Campaign.objects.get().attachment


def test_the_preview_follows_where_the_message_goes(sit_at, screenshots, settings, committed_db):
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_CHANNEL = "1:a", "@cascina"
    subscribe(ANNA)
    draft = campaign(kind="image", attachment=sample("image")[0], outlets=["telegram"])
    page = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/modifica/")
    telephone = page.locator(".preview .phone")
    expect(telephone).to_be_visible()
    page.get_by_label("WhatsApp", exact=True).uncheck()
    expect(telephone).to_have_count(0)
    expect(page.locator(".on-the-page h3")).to_have_text(draft.title)
    page.locator("#id_title").fill("Letture in biblioteca")
    expect(page.locator(".on-the-page h3")).to_have_text("Letture in biblioteca")
    expect(page.locator("[data-region=summary]")).to_contain_text("Nessun telefono, nessun costo")
    assert not faults_in_every_look(page, screenshots, reader="on-the-page")
    page.get_by_label("WhatsApp", exact=True).check()
    expect(telephone).to_be_visible()
