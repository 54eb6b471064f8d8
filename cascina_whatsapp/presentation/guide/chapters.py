"""docs/guida/, which is written in Markdown, as pages of the admin: one text for who reads it there or here."""

import re
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER: Path = settings.BASE_DIR / "docs" / "guida"
CHAPTERS = {
    "index": "Guida",
    "scrivere": "Scrivere un messaggio",
    "eventi": "Un evento",
    "inviti": "Avvisi e inviti",
    "approvare": "Approvare",
    "seguire": "Seguire un messaggio",
    "uscite": "Dove esce un messaggio",
    "fonti": "Bozze dal sito del Comune",
    "pubbliche": "Le pagine pubbliche",
    "elezioni": "Elezioni",
    "autorizzare": "Autorizzare in periodo elettorale",
    "testi": "Testi e impostazioni",
    "costi": "Quanto costa",
    "lingue": "Rispondere in un'altra lingua",
    "persone": "Allo sportello",
    "registro": "Il registro dei consensi",
    "parole": "Che cosa capisce il servizio",
    "accesso": "Entrare",
    "account": "I colleghi",
    "servizio": "Tutto pronto?",
    "problemi": "Che cosa fare quando",
}
"""File name without ending → title, in the order of reading."""


def anchor_of(heading: str) -> str:
    """The anchor of a heading, as the sites that show Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def as_html(chapter: str) -> SafeString:
    """Write a chapter as HTML, without its title; links lead to pages of the admin. No HTML passes through."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A table wider than a telephone is moved by itself, by keyboard, too.
    parser.add_render_rule(
        "table_open",
        lambda *_: '<div class="list-scroll" tabindex="0" role="group" aria-label="Tabella">\n<table>\n',
    )
    parser.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    tokens = parser.parse((FOLDER / f"{chapter}.md").read_text(encoding="utf-8"))
    body = [token for token in tokens if token.type != "html_block"]
    body = body[[token.type for token in body].index("heading_close") + 1 :]
    for heading, words in pairwise(body):
        if heading.type == "heading_open":
            heading.attrSet("id", anchor_of(words.content))
    for token in body:
        for child in token.children or []:
            _lead_inside(child)
    html: str = parser.renderer.render(body, parser.options, {})
    return mark_safe(html)  # noqa: S308  # our own file, HTML escaped


def picture(name: str) -> Path | None:
    """The file of one of the guide's pictures; None where there is none of that name."""
    pictures = {path.name: path for path in (FOLDER / "images").glob("*.png")}
    return pictures.get(name)


def address(chapter: str, part: str = "") -> str:
    """Return the address at which the admin shows a chapter; from one of its headings on, by that one's anchor."""
    page = reverse("admin:guide") if chapter == "index" else reverse("admin:guide_chapter", args=[chapter])
    return f"{page}#{part}" if part else page


def _lead_inside(token: Token) -> None:
    if token.type == "link_open":
        chapter, ending, anchor = str(token.attrGet("href")).partition(".md")
        if ending and chapter in CHAPTERS:
            token.attrSet("href", address(chapter) + anchor)
    elif token.type == "image":
        name = str(token.attrGet("src")).removeprefix("images/")
        token.attrSet("src", reverse("admin:guide_picture", args=[name]))
