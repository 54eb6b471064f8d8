# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing a broadcast: the telephone beside the form follows the typing."""

import re

import pytest
from playwright.sync_api import expect

from broadcasts.models import Campaign
from broadcasts.samples import FILES
from tests.builders import campaign, subscribe
from tests.people import ANNA, GIULIA

pytestmark = pytest.mark.browser
ADD = "/admin/broadcasts/campaign/add/"


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
    words = page.locator(".bubble-words").inner_html()
    assert words.split("\n\n")[2] == html


def test_a_clerk_writes_a_picture_and_saves_it(sit_at):
    subscribe(ANNA)
    page = sit_at(GIULIA, ADD)
    page.locator("#id_title").fill("Letture in biblioteca")
    page.get_by_label("Immagine", exact=True).check()
    page.locator("#id_topic").select_option(label="Eventi e cultura")
    page.locator("#id_body").fill("Sabato alle 16:30, *ingresso libero*.")
    page.locator("#id_link").fill("https://www.comune.cascina.pi.it/biblioteca")
    page.get_by_label("Scegli un file").set_input_files(FILES["image"][0])
    expect(page.locator(".bubble-image")).to_have_attribute("src", re.compile("^blob:"))
    expect(page.locator(".bubble-words strong").first).to_have_text("Letture in biblioteca")
    expect(page.locator(".preview-people")).to_have_text("Lo riceverebbero ora 1 persone.")
    page.locator("input[name=_continue]").click()
    written = Campaign.objects.get()
    assert written.title == "Letture in biblioteca"
    expect(page.locator(".bubble-image")).to_have_attribute(
        "src", f"/admin/broadcasts/campaign/{written.pk}/attachment/"
    )
    assert (
        page.locator(".bubble-image").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    )


def test_the_room_is_counted_as_the_server_counts_it(sit_at):
    """An emoji is one character here and there, though two in JavaScript."""
    written = campaign(title="Neve 🌨️", body="")
    page = sit_at(GIULIA, f"/admin/broadcasts/campaign/{written.pk}/change/")
    left = int(page.locator(".preview-room").inner_text().split()[1])
    page.locator("#id_body").fill("🌨" * (left + 1))
    expect(page.locator(".preview-room")).to_have_text("Il testo è troppo lungo: togli 1 caratteri.")
    page.locator("input[name=_save]").click()
    expect(page.locator(".field-body .errorlist")).to_contain_text("togli 1 caratteri")


def test_a_pdf_is_named_as_on_the_citizen_s_telephone(sit_at):
    page = sit_at(GIULIA, ADD)
    page.get_by_label("Documento PDF").check()
    expect(page.locator(".bubble-document")).to_have_text("Nessun PDF scelto")
    page.locator("#id_title").fill("Via Roma: perché è chiusa")
    page.get_by_label("Scegli un file").set_input_files(FILES["document"][0])
    expect(page.locator(".bubble-document")).to_have_text("via-roma-perche-e-chiusa.pdf")
