"""The telephone beside a broadcast shows what the citizen will get: proven against the message that is sent."""

import re
from datetime import timedelta
from html import escape, unescape
from html.parser import HTMLParser

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcasts.content import message
from broadcasts.content.preview import in_html, reach
from broadcasts.models import Campaign
from broadcasts.rules import standard_templates
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending.account.samples import sample
from broadcasts.slices.costs.models import Budget
from subscribers.models import Topic
from tests.broadcasts.content.test_message import template_text
from tests.builders import NOW, campaign, choose, hire, subscribe, topic
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO
from tests.staff import at_desk

NEW = "/admin/messaggi/anteprima/"
IMAGE, PDF = sample("image")[0], sample("document")[0]


class Words(HTMLParser):
    """What one reads in the parts of a page that have a class."""

    def __init__(self, html: str, name: str):
        super().__init__()
        self.name, self.depth, self.found = name, 0, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if self.depth and tag not in ("img", "input", "br"):
            self.depth += 1
        elif self.name in (dict(attrs).get("class") or "").split():
            self.depth = 1
            self.found.append("")

    def handle_endtag(self, tag):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        if self.depth:
            self.found[-1] += data


def typed(**overrides) -> dict:
    fields = {
        "title": "Via Roma chiusa",
        "topics": topic().pk,
        "body": "Lunedì 15 giugno, dalle 8 alle 18.",
        "link": "https://www.comune.cascina.pi.it/avvisi",
    }
    return fields | overrides


def drawn(path: str = NEW, **overrides) -> dict[str, str]:
    """The preview's parts while Giulia types this."""
    response = at_desk(GIULIA).post(path, typed(**overrides))
    assert response.status_code == 200
    return response.json()["regions"]


def problems_of(**overrides) -> dict[str, str]:
    """What is told beside the fields while Giulia types this."""
    return at_desk(GIULIA).post(NEW, typed(**overrides)).json()["problems"]


TEXTS = [
    "Lunedì 15 giugno, dalle 8 alle 18.",
    "<script>alert(1)</script> & \"virgolette\" 'apici' &amp;",
    "{{title}} {{link}} {% now %}",
    "Emoji 🌨️👩‍👩‍👧 e accenti àèìòù «caporali» …",
    "2*3*4 e nome_di_file, a * b",
    "è" * 700,
]


@pytest.mark.parametrize(
    ("kind", "text"), [*(("text", one) for one in TEXTS), ("image", TEXTS[1]), ("document", TEXTS[3])]
)
def test_what_is_shown_is_what_is_sent(kind, text):
    attachment = {"image": IMAGE, "document": PDF}.get(kind)
    row = campaign(kind=kind, title="Via Roma & <b>", body=text, attachment=attachment, media_id="media-1")
    sent_template = message.message_for(row, in_window=False).payload()
    html = drawn(
        reverse("admin:broadcasts_campaign_preview", args=[row.pk]),
        title=row.title,
        body=text,
        link=row.link,
    )["shown"]
    (template,) = Words(html, "bubble-words").found

    mark = f"*{row.title}*"  # shown bold, without its asterisks
    assert template == template_text(sent_template).replace(mark, row.title)
    assert html.count(f"<strong>{escape(row.title)}</strong>") == 1
    assert html.count(escape(row.link)) == html.count(f'<span class="link">{escape(row.link)}</span>') > 0
    assert Words(html, "bubble-footer").found == [standard_templates.FOOTER]
    assert Words(html, "bubble-button").found == [standard_templates.LEAVE_BUTTON]
    if kind == "document":
        assert all(shown.startswith(message.filename(row)) for shown in Words(html, "bubble-document").found)
    assert html.count("/miniatura/?v=") == int(kind != "text")


def test_unfinished_words_have_stand_ins_and_are_named():
    parts = drawn(title="", body="", link="", topics=[])
    for words in Words(parts["shown"], "bubble-words").found:
        assert "\n\nTitolo\n\nTesto del messaggio\n\n" in words
    assert "Manca ancora: titolo, testo, argomenti, collegamento." in parts["advice"]
    assert "Manca ancora" not in drawn()["advice"]

    public_page = drawn(**ON_THE_SITE | {"where": [], "link": ""}, title="", body="")["shown"]
    assert "<h3>Titolo</h3>" in public_page
    assert "Testo del messaggio" in public_page
    assert "Tutte le informazioni" not in public_page


@pytest.mark.parametrize(
    "form", ["Prima\tseconda", "Prima.\r\n\r\nSeconda\tterza"], ids=["one paragraph", "two"]
)
def test_what_meta_would_refuse_is_shown_and_said(form: str):
    shown = drawn(body=form, as_written=["body"])
    assert "Prima" in Words(shown["shown"], "bubble-words").found[0]
    assert "Togli le tabulazioni" in problems_of(body=form, as_written=["body"])["body"]

    paragraphs = drawn(body="Prima riga\r\nseconda riga")
    for words in Words(paragraphs["shown"], "bubble-words").found:
        assert "Prima riga\nseconda riga" in words


def test_people_are_counted_when_asked_and_by_form():
    subscribe(ANNA, at=NOW - timedelta(hours=1))
    subscribe(BRUNO)
    subscribe(CARLA)
    choose(CARLA, topic("Eventi e cultura"))
    row = campaign()
    assert (reach(row, NOW).people, reach(row, NOW).in_window) == (2, 1)
    assert reach(campaign(topic=None), NOW).people == 0
    assert "<b>2 persone</b>" in drawn(with_people="true")["summary"]
    assert "Scegli a chi va" in drawn(with_people="true", topics=[])["summary"]
    assert "summary" not in drawn()


def read_off(**choices) -> str:
    """What Giulia reads of people, times and cost, on the ninth of June at ten; nothing is saved yet."""
    return re.sub(
        r"\s+", " ", unescape(re.sub("<[^>]+>", " ", drawn(with_people="true", **choices)["summary"]))
    )


def test_a_draft_that_is_not_saved_yet_says_when_it_leaves_and_what_it_costs():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    with time_machine.travel(NOW, tick=False):
        told = read_off().strip()
        assert told == "2 persone · 0,06 $ · parte appena approvato, finisce pochi minuti dopo"
        on_sunday = {"scheduled_for_0": "14/06/2026", "scheduled_for_1": "10:00"}
        closed = "domenica 14 alle 10:00, quando l'ufficio è chiuso: parte il 15 giugno alle 9:00"
        assert closed in read_off(**on_sunday)
        assert "parte domenica 14 alle 10:00" in read_off(**on_sunday, is_urgent="on")
        odd = read_off(scheduled_for_0="domani", scheduled_for_1="10:00")
        assert "parte non si sa quando: controlla giorno e ora" in odd
        assert "Va a capo" not in told
        paragraphs = "Lunedì.\n\nDalle 8 alle 18."
        assert "· parte appena WhatsApp dice di sì" in read_off(body=paragraphs)
        later = "parte domenica 14 alle 10:00, se WhatsApp ha detto di sì"
        assert later in read_off(**on_sunday, is_urgent="on", body=paragraphs)
    assert Campaign.objects.count() == 0


def test_what_nobody_would_get_has_no_cost_and_else_the_budget_is_spoken_of():
    assert read_off().strip() == "0 persone · nessuno lo riceverebbe"
    assert "circa" not in read_off(topics=[])

    subscribe(ANNA)
    Budget.objects.create(amount=0, valid_from=NOW, set_by=hire(PAOLO), set_at=NOW, note="Nulla", blocks=True)
    with time_machine.travel(NOW, tick=False):
        assert "supera il limite di 0,00 $. Lo alza chi approva" in read_off()


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"topics": "Allerte e urgenze", "body": "Attenti ai fossi."}, "senza una data"),
        ({"is_urgent": "on", "body": "Attenti ai fossi."}, "senza una data"),
        ({"body": "CHIUSA VIA ROMA."}, "maiuscole"),
        ({"body": "☔☔☔☔"}, "4 emoji"),
        ({"link": "https://example.org/"}, "non è sul sito del Comune"),
    ],
)
def test_advice_comes_while_typing(overrides, sentence):
    if name := overrides.get("topics"):
        overrides = overrides | {"topics": topic(name).pk}
    assert sentence in unescape(drawn(**overrides)["advice"])
    assert sentence not in unescape(drawn()["advice"])


def test_words_that_invite_are_pointed_out_in_a_notice_only():
    words = "Sabato 20 giugno vi aspettiamo in biblioteca."
    told = unescape(drawn(body=words)["advice"])
    assert "«vi aspettiamo» invita a partecipare" in told
    assert "scegli «Invito»" in told
    assert "vi aspettiamo" not in unescape(drawn(body=words, as_invitation="True")["advice"])
    assert "vi aspettiamo" not in unescape(drawn(body=words, topics=topic("Eventi e cultura").pk)["advice"])


def test_the_telephone_and_the_price_follow_what_it_is_and_a_topic_of_invitations_makes_one():
    subscribe(ANNA)
    notice, invitation = drawn(with_people="1"), drawn(as_invitation="True", with_people="1")
    assert "Avviso del Comune di Cascina" in notice["shown"]
    assert "Invito del Comune di Cascina" in invitation["shown"]
    assert ("0,03 $" in notice["summary"], "0,07 $" in invitation["summary"]) == (True, True)

    of_events = topic("Eventi e cultura").pk
    told = unescape(drawn(topics=of_events)["nature"])
    assert "Parte come invito: «Eventi e cultura» è per gli inviti." in told
    as_one = drawn(topics=of_events, as_invitation="True")
    assert (notice["nature"].strip(), as_one["nature"].strip()) == ("", "")


def test_official_sites_are_a_setting(settings):
    settings.OFFICIAL_SITES = ["example.org"]
    assert "non è sul sito" not in drawn(link="https://www.example.org/")["advice"]
    assert "non è sul sito" in drawn()["advice"]


def test_the_approver_reads_the_same_advice_and_what_is_odd_about_the_pdf():
    facts = {
        "pages": 2,
        "bytes": 2048,
        "warnings": ["Il PDF non contiene testo."],
        "links": ["https://x.it/a?b&c"],
    }
    row = campaign(
        kind="document", attachment=PDF, attachment_facts=facts, body="VIA ROMA CHIUSA", status="in_review"
    )
    for page in ("change", "launch"):
        text = at_desk(PAOLO).get(reverse(f"admin:broadcasts_campaign_{page}", args=[row.pk])).text
        assert "tutta in maiuscole" in text
        assert "Il PDF non contiene testo." in text
        assert "2 pagine, 3 kB" in text
        assert "<li>https://x.it/a?b&amp;c</li>" in text


def test_the_preview_costs_the_same_however_many_topics_and_drafts_there_are():
    row, desk = campaign(), at_desk(GIULIA)
    path = reverse("admin:broadcasts_campaign_preview", args=[row.pk])
    queries_of(lambda: desk.post(path, typed(with_people="true")))  # the first also writes down the session
    few = queries_of(lambda: desk.post(path, typed(with_people="true")))
    Topic.objects.bulk_create(Topic(name=f"Argomento {number}") for number in range(30))
    for _ in range(10):
        campaign()
    assert queries_of(lambda: desk.post(path, typed(with_people="true"))) == few <= 19


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


TELEPHONE = ("phone", "bubble", "Cancellazione")
ON_THE_SITE = {"where_asked": "1", "where": ["telegram"], "link": "https://www.comune.cascina.pi.it/avvisi"}


def test_where_no_telephone_rings_the_public_page_is_shown(settings):
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_CHANNEL = "1:a", "@cascina"
    shown = drawn(**ON_THE_SITE, title="Via Roma & <b>", body="*Lunedì* <i>.\n\nMartedì\nno.")["shown"]
    assert [part for part in TELEPHONE if part in shown] == []
    assert "<h3>Via Roma &amp; &lt;b&gt;</h3>" in shown
    assert "<p><strong>Lunedì</strong> &lt;i&gt;.</p><p>Martedì<br>no.</p>" in re.sub(r">\s+<", "><", shown)
    assert "https://www.comune.cascina.pi.it/avvisi" in shown
    assert "phone" in drawn(**ON_THE_SITE | {"where": ["whatsapp", "telegram"]})["shown"]


@pytest.mark.parametrize("state", [CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW, CampaignStatus.SENT])
@pytest.mark.parametrize("kind", ["image", "document"])
def test_no_page_of_such_a_broadcast_draws_a_telephone(state, kind):
    row = campaign(
        status=state,
        by_whatsapp=False,
        outlets=["telegram"],
        kind=kind,
        attachment={"image": IMAGE, "document": PDF}[kind],
        started_at=NOW if state == CampaignStatus.SENT else None,
    )
    name = "launch" if state == CampaignStatus.IN_REVIEW else "change"
    page = at_desk(PAOLO).get(reverse(f"admin:broadcasts_campaign_{name}", args=[row.pk])).text
    assert 'class="phone' not in page
    assert 'class="bubble' not in page
    assert f"<h3>{row.title}</h3>" in page
    assert "/miniatura/?v=" in page


@pytest.mark.parametrize(
    ("text", "link", "after"),
    [
        ("Leggi https://comune.example/a?b=1&c=2.", "https://comune.example/a?b=1&amp;c=2", "."),
        ('Scrivi "https://comune.example/a"', "https://comune.example/a", "&quot;"),
        ("L'indirizzo 'https://comune.example'!", "https://comune.example", "&#x27;!"),
        ("(https://comune.example/a/)", "https://comune.example/a/", ")"),
        ("<https://comune.example>", "https://comune.example", "&gt;"),
    ],
)
def test_an_address_looks_like_a_link_without_the_mark_that_follows_it(text, link, after):
    shown = in_html(text)

    assert shown.endswith(f'<span class="link">{link}</span>{after}')
