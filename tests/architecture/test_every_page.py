"""Every address of the admin, as every group finds it: where one is, what one can do, no way that leads nowhere."""

import re
from gettext import NullTranslations
from html import unescape

import pytest
from django.utils.translation import trans_real

from cascina_whatsapp.presentation.guide.chapters import CHAPTERS, FOLDER
from cascina_whatsapp.presentation.guide.help import HELP
from tests.pages import Page, every_page, in_other_states, is_page
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, SILVIA, STAFF, at_desk

from .test_by_links import SHOWN_ELSEWHERE

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
INLINE = re.compile(
    r"""<style|<script(?![^>]*\bsrc=)|<[^>]*\s(?:style|on[a-z]+)=["']|javascript:""", re.IGNORECASE
)
HREF = re.compile(r'<a\s[^>]*?href="(/admin/[^"#]*)')
PICTURE_AT_MOST = 150_000
"""Bytes: the guide is read on telephones, too."""
FOREIGN = re.compile(
    r"\b(Meta|(?i:utility|marketing|templates?|webhooks?|tokens?|waba|wamid|bsuid|api|payload|opt-in|opt-out|slug)"
    r"|(?i:usd|workers?|beat|celery|redis|django|superuser|queryset)|Can (?:add|change|delete|view)|True|False|None"
    r"|[A-Z]+_[A-Z_]+|account_(?:alerts|update))\b"
)
"""Words of Meta's, of Django's, of the machinery's: who writes, approves, checks or answers reads none of them."""
OFFICE_WORDS = {
    "modello, template": r"(?i:modell[oi]\b|template)",
    "in attesa di Meta": r"in attesa di Meta|PENDING",
    "(utility)": r"(?i:\((?:utility|marketing|service)\))",
    "finestra": r"(?i:finestra di 24 ore|nella finestra)",
    "pausa": r"(?i:in pausa\b|\bsospendi\b)",
    "annulla l'approvazione": r"(?i:annulla l'(?:approvazione|invio))",
    "held": r"\b(?i:held)\b",
    "tetto di spesa": r"(?i:tett[oi] di spesa|\bbudget\b)",
    "presa in carico": r"\b(?i:pres[ae] in carico|saltat[ae])\b",
    "importazioni": r"(?i:importazion[ei] di iscritti)",
    "evadi": r"\b(?i:eva(?:d[ei]\w*|s[ao])|respingi|proroga)\b",
    "messa in servizio": r"(?i:messa in servizio)|\bdoctor\b",
    "parola d'ordine": r"(?i:\botp\b|\b2fa\b|parol[ae] d'ordine)",
    "cornice": r"\b(?i:cornic[ei])\b",
    "sigillo": r"\b(?i:sigill[oi])\b",
    "lavoratore": r"\b(?i:lavorator[ei])\b",
    "segno di vita": r"\b(?i:segn[oi] di vita)\b",
    "rimettilo": r"Rimettilo fra",
    "dati grezzi": r"(?i:dati grezzi|campi da sottoscrivere)",
    "gender": r"\b\w+[oa]/[ai]\b|\b(?:Invitat|Benvenut)[oa]\b",
    "attesa di gruppo": r"(?i:in attesa di gruppo)",
    "par condicio": r"(?i:par condicio)",
    "nulla": r"(?i:non c'è ancora nulla)",
    "Byte": r"\bBytes?\b",
    "leave-word": r"\b(?:[a-z]+-word|button-[a-z]+)\b",
}
"""Words that nobody of the office reads (but who administers): what it is called instead stands on its page."""
CHECKERS_WORDS = {
    "catena": r"\b(?i:catena)\b",
    "impronta": r"\b(?i:impront[ae])\b",
    "pseudonimo": r"\b(?i:pseudonim\w+)\b",
    "manifesto": r"\b(?i:manifesto)\b",
    "ID": r"\bID\b",
    "passkey": r"\b(?i:passkey)\b",
}
"""Words of proofs and keys, which auditors and the RPD read, below a sentence; who writes or approves never does."""
WRITERS = (GIULIA, PAOLO, SILVIA)
FINGER = "admin:factors"
"""The page where somebody lays a finger on the reader: its print is one."""
"""Who writes, approves or authorises."""
TAGS = re.compile(r"""<script.*?</script>|<!--.*?-->|<(?:[^>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
SPOKEN = re.compile(r' (?:aria-label|alt|title|placeholder|value)="([^"]*)"')
BUTTON = re.compile(r'<(?:a|button|input)\s[^>]*class="(?:[^"]* )?main[ "]')
SAME_WORDS = {"", "Password", "Password:", "No", "Email", "Staff"}
"""Words that are the same in Italian."""


class Missing(NullTranslations):
    """Stands behind the Italian catalogues and notes what they do not have."""

    def __init__(self):
        super().__init__()
        self.words: set[str] = set()

    def gettext(self, message):
        self.words.add(message)
        return message

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context, message):
        return self.gettext(message)

    def npgettext(self, context, msgid1, msgid2, n):
        return self.ngettext(msgid1, msgid2, n)


class Walk:
    """All pages, once for all tests here, and what was seen on the way."""

    def __init__(self):
        italian = trans_real.translation("it")
        behind, self.missing = italian._fallback, Missing()
        italian._fallback = self.missing
        try:
            self.pages: list[Page] = every_page()
            self.leads_nowhere = sorted(_leads_nowhere(self.pages))
            self.in_other_states = in_other_states()
        finally:
            italian._fallback = behind

    def each(self):
        """Name, path and text of each page that somebody sees."""
        return [
            (page.name, page.paths[clerk], page.texts[clerk]) for page in self.pages for clerk in page.paths
        ]


def _leads_nowhere(pages: list[Page]):
    """Links that a clerk sees and may not follow, with the page on which they are."""
    for clerk in STAFF:
        desk = at_desk(clerk)
        asked = {page.paths[clerk]: 200 for page in pages if clerk in page.paths}
        for page in pages:
            for link in {unescape(found) for found in HREF.findall(page.texts.get(clerk, ""))}:
                if link.startswith("/admin/") and link not in asked:
                    answer = desk.get(link)
                    b"".join(answer.streaming_content if answer.streaming else [])
                    asked[link] = answer.status_code
                if asked.get(link) in (403, 404):
                    yield f"{clerk.group}: {page.name} → {link} {asked[link]}"


def _words(text: str) -> str:
    """What somebody reads or hears of a page."""
    spoken = SPOKEN.findall(
        re.sub(r'<input[^>]*type="(?:hidden|radio|checkbox)"[^>]*>|<option[^>]*>', "", text)
    )
    return unescape(" · ".join([TAGS.sub(" ", text), *spoken]))


@pytest.fixture(scope="module")
def walk(town) -> Walk:
    """One walk through every page."""
    return Walk()


def test_every_address_is_a_page_for_somebody_or_said_to_be_none(walk):
    """Django has an address to add and to delete for what nobody may: test_admin_pages knows who may."""
    nobody_s = {page.name for page in walk.pages if not (page.paths or page.is_button) and is_page(page.name)}
    unknown = sorted(name for name in nobody_s - {*SHOWN_ELSEWHERE} if not name.endswith(("_add", "_delete")))
    assert unknown == [], " ".join(unknown)


def test_nothing_on_any_page_is_blocked_by_the_policy(walk):
    assert [(name, INLINE.findall(text)) for name, _, text in walk.each() if INLINE.search(text)] == []


def test_every_word_of_django_has_an_italian_one(walk):
    assert sorted(walk.missing.words - SAME_WORDS) == []


def test_titles_say_where_one_is(walk):
    titles = {}
    for _, path, text in walk.each():
        title = " ".join(re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1].split())
        titles.setdefault(title, set()).add(path)
    assert [title for title in titles if not title.endswith(" · Cascina WhatsApp")] == []
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_every_page_has_one_heading_a_way_back_and_an_icon(walk):
    for _, path, text in walk.each():
        assert len(re.findall(r"<h1[ >]", text)) == 1, path
        assert 'rel="icon"' in text, path
        assert re.search(r'<a class="brand" href="/admin/">', text), path


def test_only_who_administers_reads_words_of_the_machinery(walk):
    """Theirs, too, are few: what they have to find under that name, at Meta or among the settings."""
    office = [clerk for clerk in STAFF if clerk is not SARA]
    read = {
        (clerk.group, page.name, word)
        for page in walk.pages
        for clerk in office
        if clerk in page.texts
        for word in FOREIGN.findall(_words(page.texts[clerk]))
    }
    assert sorted(read) == []


def test_nobody_of_the_office_reads_words_that_have_a_plain_one(walk):
    """A sweep of what each page says: which word, where, to whom."""
    read = {
        (word, page.name, clerk.group)
        for page in walk.pages
        for clerk in STAFF
        if clerk in page.texts and clerk is not SARA and page.name != FINGER
        for word, pattern in (OFFICE_WORDS | (CHECKERS_WORDS if clerk in WRITERS else {})).items()
        if re.search(pattern, _words(page.texts[clerk]))
    }
    assert sorted(read) == []


def test_every_page_has_one_dark_button_at_most(walk):
    """The next step: what has two has not decided which it is."""
    counted = {
        (clerk.group, page.name): len(BUTTON.findall(text))
        for page in walk.pages
        for clerk, text in page.texts.items()
    }
    assert counted["Redattore", "admin:index"] == 1
    assert {where: found for where, found in counted.items() if found > 1} == {}


def test_no_page_has_a_form_drawn_by_django(walk):
    """Which knows neither the scale of type nor the one strong button."""
    drawn = {name for name, _, text in walk.each() if "flex-container" in text}
    assert sorted(drawn) == []


def test_no_page_tells_its_reader_twice_what_it_is_about(walk):
    """The way back names the thing, or the line under the heading does: not both."""
    twice = {name for name, _, text in walk.each() if _named_twice(text)}
    assert sorted(twice) == []


def _named_twice(text: str) -> bool:
    way = re.search(r'<ul class="crumb">(.*?)</ul>', text, re.DOTALL)
    under = re.search(r'</h1>\s*<p class="quiet">(.*?)</p>', text, re.DOTALL)
    places = {_words(part).strip() for part in way[1].split("</li>")} if way else set()
    return bool(under and _words(under[1]).strip() in places)


def test_every_page_says_how_it_is_used(walk):
    without = {name for name, _, text in walk.each() if 'class="how"' not in text}
    assert sorted(without) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_guide_names_only_what_is_on_some_page(walk, chapter):
    """What the guide puts between « and » is a word of the screen, letter by letter."""
    named = set(re.findall("«([^»]+)»", (FOLDER / f"{chapter}.md").read_text(encoding="utf-8")))
    guide = {"admin:guide", "admin:guide_chapter"}
    seen = [text for name, _, text in walk.each() if name not in guide]
    screen = "\n".join(map(unescape, [*seen, *walk.in_other_states]))
    without_help = re.sub(r'<details class="how">.*?</details>', "", screen, flags=re.DOTALL)
    assert sorted(words for words in named - {"Come si fa"} if words not in without_help) == []


def test_help_names_only_what_is_on_some_page(walk):
    named = {
        words for help in HELP.values() for line in help.sentences for words in re.findall("«([^»]+)»", line)
    }
    screen = "\n".join(unescape(text) for _, _, text in walk.each())
    without_help = re.sub(r'<details class="how">.*?</details>', "", screen, flags=re.DOTALL)
    assert sorted(words for words in named if words not in without_help) == []


def test_pictures_of_the_guide_are_small_and_each_is_shown():
    shown = {
        name
        for chapter in CHAPTERS
        for name in re.findall(
            r"\]\(images/([^)]+)\)", (FOLDER / f"{chapter}.md").read_text(encoding="utf-8")
        )
    }
    pictures = {path.name: path.stat().st_size for path in (FOLDER / "images").iterdir()}
    assert set(pictures) == shown
    assert {name: size for name, size in pictures.items() if size > PICTURE_AT_MOST} == {}


def test_no_link_leads_where_one_may_not_go(walk):
    assert walk.leads_nowhere == []
