"""The page on which a broadcast is approved: when it leaves, and what an urgent one overrides."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts import launching
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign, Delivery, NumberStatus
from broadcasts.rules.states import CampaignStatus as C
from tests.broadcasts.moments import MINUTE
from tests.broadcasts.pages.pages import page
from tests.builders import NOW, campaign, hire, subscribe, under_way
from tests.people import GIULIA, PAOLO, Clerk, crowd
from tests.staff import at_desk

EVENING = NOW.replace(hour=20)
MOST_QUERIES = 31
"""Of an urgent one, with others approved and on their way: the page asks each thing once."""
TUESDAY_NINE = NOW.replace(day=9, hour=7)
"""09:00 on Cascina's clocks."""


pytestmark = pytest.mark.usefixtures("ready")


def read(of: Campaign, now=NOW, button: str = "launch") -> str:
    with time_machine.travel(now, tick=False):
        return at_desk(PAOLO).get(page(of, button)).text


def press(of: Campaign, now=NOW, button: str = "launch", **answers):
    with time_machine.travel(now, tick=False):
        response = at_desk(PAOLO).post(page(of, button), {"seen": fingerprint_of(of), **answers}, follow=True)
    of.refresh_from_db()
    return response


def meaning(text: str, of: str) -> str:
    """What the page says of a choice: `of` is "now" or "at"."""
    place = (
        r'id="id_when_now".*?<span class="hint"[^>]*>(.*?)</span>'
        if of == "now"
        else r'id="when-at".*?<p[^>]*>(.*?)</p>'
    )
    return unescape(re.search(place, text, re.DOTALL)[1])


SATURDAY = NOW + timedelta(days=5)
MEANINGS = (
    (NOW, None, "Un minuto per ripensarci, poi parte. Finisce pochi minuti dopo.", ""),
    (
        EVENING,
        None,
        "Adesso l'ufficio è chiuso: parte domani alle 9:00, finisce pochi minuti dopo.",
        "",
    ),
    (
        NOW,
        SATURDAY,
        "Un minuto per ripensarci, poi parte. Finisce pochi minuti dopo.",
        "Sabato 13 alle 10:00, quando l'ufficio è chiuso: parte il 15 giugno alle 9:00, finisce pochi minuti dopo.",
    ),
    (
        NOW,
        NOW.replace(hour=21),
        "Un minuto per ripensarci, poi parte. Finisce pochi minuti dopo.",
        "Oggi alle 23:00, quando l'ufficio è chiuso: parte domani alle 9:00, finisce pochi minuti dopo.",
    ),
)
"""Now, the moment that the author had planned, and what each choice means."""


@pytest.mark.parametrize(("now", "planned", "at_once", "at"), MEANINGS)
def test_each_choice_says_when_it_really_leaves(now, planned, at_once, at, settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    text = read(campaign(status=C.IN_REVIEW, scheduled_for=planned), now)
    assert meaning(text, "now") == at_once
    assert meaning(text, "at") == (at or "Scegli giorno e ora: qui si legge quando parte.")


def test_when_it_leaves_is_told_once_and_the_daily_limit_moves_the_last_message():
    text = read(campaign(status=C.IN_REVIEW, scheduled_for=TUESDAY_NINE))
    assert re.search(
        r'for="id_when_planned">Domani alle 9:00.*?id="when-planned"[^>]*>Finisce pochi minuti dopo.<', text
    )

    assert meaning(read(campaign(status=C.IN_REVIEW)), "now") == "Parte subito. Finisce pochi minuti dopo."

    for citizen in crowd(4):
        subscribe(citizen)
    NumberStatus.objects.create(tier="TIER_250", daily_limit=3, checked_at=NOW)
    text = read(campaign(status=C.IN_REVIEW))
    assert meaning(text, "now") == "Parte subito. Finisce domani verso le 10:00."
    assert "Lo ricevono: 3 oggi, 2 domani" in text


def test_who_asks_reads_who_may_approve_it():
    hire(PAOLO)
    written = campaign()
    launching.ask_review(campaign=written, by=hire(GIULIA), now=NOW)
    asked = at_desk(GIULIA)
    assert (
        "Aspetta che lo approvi paolo: intanto nessuno lo può cambiare."
        in asked.get(page(written, "change")).text
    )
    hire(Clerk("pia", "Approvatore"))
    assert (
        "Aspetta che lo approvi paolo o pia: intanto nessuno lo può cambiare."
        in asked.get(page(written, "change")).text
    )


@pytest.mark.parametrize(
    ("now", "answers", "leaves"),
    [
        (NOW, {"when": "now"}, NOW),
        (EVENING, {"when": "now"}, EVENING),  # and waits for the opening
        (NOW, {"when": "at", "at_0": "09/06/2026", "at_1": "09:30"}, TUESDAY_NINE + timedelta(minutes=30)),
        (NOW, {"when": "now", "at_0": "05/06/2026", "at_1": "09:30"}, NOW),  # gone by, and not chosen
    ],
)
def test_the_approver_chooses_whatever_the_author_had_planned(now, answers, leaves):
    written = campaign(status=C.IN_REVIEW, scheduled_for=NOW + timedelta(days=3))
    press(written, now, **answers)
    assert (written.status, written.scheduled_for) == (C.APPROVED, leaves)


def test_once_approved_it_is_told_when_it_really_leaves():
    told = press(campaign(status=C.IN_REVIEW), EVENING, when="now").text
    assert "Approvato: adesso l&#x27;ufficio è chiuso: parte domani alle 9:00." in told


def test_without_javascript_a_button_says_when_it_would_leave():
    written = campaign(status=C.IN_REVIEW)
    text = press(written, when="at", at_0="13/06/2026", at_1="10:00", _calculate="x").text
    said = "Sabato 13 alle 10:00, quando l'ufficio è chiuso: parte il 15 giugno alle 9:00"
    assert meaning(text, "at").startswith(said)
    assert 'value="at" id="id_when_at" class="opens" checked' in text
    assert written.status == C.IN_REVIEW
    assert not written.events.exists()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"at_0": "32/06/2026", "at_1": "10:00"}, "Non capisco il giorno o l'ora"),
        ({"at_0": "13/06/2026", "at_1": "dopo pranzo"}, "Non capisco il giorno o l'ora"),
        ({}, "Scegli il giorno e l'ora"),
        ({"at_0": "13/06/2026", "at_1": ""}, "Scegli il giorno e l'ora"),
        ({"at_0": "05/06/2026", "at_1": "10:00"}, "Questo momento è già passato"),
    ],
)
@pytest.mark.parametrize("pressed", [{}, {"_calculate": "x"}])
def test_a_moment_that_can_not_be_read_is_not_passed_over(answers, said, pressed):
    """The page says so in the place of the forecast, and nothing is approved."""
    written = campaign(status=C.IN_REVIEW)
    text = press(written, when="at", **answers, **pressed).text
    assert meaning(text, "at").startswith(said)
    assert written.status == C.IN_REVIEW


def test_an_urgent_one_says_what_it_overrides_beside_its_one_button():
    under_way(title="Letture in biblioteca")
    under_way(title="Piena dell'Arno", is_urgent=True)
    campaign(title="Orari estivi", status=C.APPROVED, scheduled_for=NOW)
    urgent = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana sulla Tosco Romagnola")
    text = read(urgent, EVENING)
    for sentence in (
        "Fuori orario. L&#x27;ufficio riapre martedì 9 giugno 2026 alle 9:00.",
        "Aspetta che questo finisca: «Letture in biblioteca» (resta 1 persona).",
        "Aspetta che questo finisca: «Orari estivi» (non ancora partito).",
        "Parte insieme a un altro urgente: «Piena dell&#x27;Arno» (resta 1 persona).",
        "Frana sulla Tosco Romagnola",
    ):
        assert sentence in text

    assert "Può partire adesso, a ufficio chiuso." in text
    press(urgent, EVENING, when="now")
    event = urgent.events.get()
    assert (urgent.status, event.note) == (C.APPROVED, "Frana sulla Tosco Romagnola")
    assert event.overridden == (
        "Fuori orario. L'ufficio riapre martedì 9 giugno 2026 alle 9:00. "
        "Aspettano: «Letture in biblioteca» (resta 1 persona), «Orari estivi» (non ancora partito). "
        "Con altri urgenti: «Piena dell'Arno» (resta 1 persona)."
    )


@pytest.mark.parametrize("status", [C.IN_REVIEW, C.APPROVED, C.SENDING, C.SENT])
def test_its_author_reads_that_it_is_urgent_and_why_until_it_is_over(status):
    started = {} if status in (C.IN_REVIEW, C.APPROVED) else {"started_at": NOW}
    finished = {"finished_at": NOW} if status == C.SENT else {}
    urgent = campaign(status=status, is_urgent=True, urgent_reason="Frana in via Roma", **started, **finished)
    with time_machine.travel(EVENING, tick=False):
        text = at_desk(GIULIA).get(page(urgent, "change")).text
    assert ("«Frana in via Roma». Resta scritto per sempre che era urgente." in text) is (status != C.SENT)


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (NOW, "L&#x27;ufficio è aperto fino alle 13:00."),
        (NOW.replace(day=7), "È domenica. L&#x27;ufficio riapre lunedì 8 giugno 2026 alle 9:00."),
        (
            NOW.replace(day=2),
            "È festa: Festa della Repubblica. L&#x27;ufficio riapre mercoledì 3 giugno 2026",
        ),
    ],
)
def test_whether_the_office_is_closed_then(now, hours):
    urgent = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana")
    text = read(urgent, now)
    assert hours in text
    assert "Aspetta che questo finisca" not in text


def test_an_urgent_one_may_wait_for_the_opening_by_one_click():
    urgent = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana")
    assert "Mandalo solo in orario: domani alle 9:00" in read(urgent, EVENING)
    press(urgent, EVENING, when="at", at_0="2026-06-09", at_1="09:00")
    assert urgent.scheduled_for == TUESDAY_NINE


@pytest.mark.parametrize(
    ("now", "label", "word"),
    [
        (NOW, "Subito", "Approva e manda"),
        (EVENING, "Alla prossima apertura, domani alle 9:00", "Approva"),
        (NOW.replace(day=6), "Alla prossima apertura, lunedì 8 alle 9:00", "Approva"),
    ],
)
def test_the_words_follow_the_clock(now, label, word):
    """Closed, no page says that it leaves at once."""
    text = read(campaign(status=C.IN_REVIEW), now)
    assert f'<label for="id_when_now">{label}<' in text
    assert f'<span class="word word-now">{word}</span>' in text
    assert ("Subito" in text) == (now == NOW)


def test_a_text_of_several_paragraphs_may_leave_on_one_line():
    written = campaign(
        status=C.IN_REVIEW, body="Via Roma è chiusa:\n- lunedì\n- martedì", author=hire(GIULIA)
    )
    text = read(written)
    assert "Subito, tutto di seguito" in text
    assert "WhatsApp non l&#x27;ha ancora letto" in text
    assert '<span class="word word-now">Approva e faglielo leggere</span>' in text
    press(written, when="flat")
    assert (written.status, written.body) == (C.APPROVED, "Via Roma è chiusa: lunedì; martedì")


def test_who_resumes_what_missed_its_time_reads_what_will_happen():
    late = campaign(status=C.PAUSED, scheduled_for=NOW - timedelta(days=1), pause_reason="Non è partito")
    text = read(late, EVENING, "resume")
    assert ">Riprendi e fai partire</button>" in text
    assert "Non è ancora partito: lo riceve 1 persona." in text
    assert "parte domani alle 9:00, finisce pochi minuti dopo." in text

    begun = under_way()
    launching.pause(campaign=begun, by=hire(PAOLO), now=NOW)
    text = read(begun, button="resume")
    assert ">Riprendi</button>" in text
    assert "<dt>Parte</dt>" not in text


def test_the_page_asks_the_database_as_often_however_many_others_there_are():
    written = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana")
    desk = at_desk(PAOLO)

    def queries() -> int:
        with (
            time_machine.travel(NOW, tick=False),
            CaptureQueriesContext(
                connection,
            ) as found,
        ):
            assert desk.get(page(written, "launch")).status_code == 200
        return len(found)

    for number in range(2):
        campaign(title=f"Approvato {number}", status=C.APPROVED, scheduled_for=NOW)
        under_way(title=f"In invio {number}")
    queries()  # the first page of a session also writes down that it has begun
    few = queries()
    for number in range(12):
        campaign(title=f"Approvato ancora {number}", status=C.APPROVED, scheduled_for=NOW)
        under_way(title=f"In invio ancora {number}")
    assert Delivery.objects.count() == 14
    assert queries() == few
    assert few <= MOST_QUERIES


def test_what_changed_since_the_note_is_told_word_by_word_and_that_nothing_has():
    """Paolo's own note, on the page that he opens again; the author's name where another sent it back."""
    written, giulia, paolo = campaign(body="Via Roma è chiusa per lavori."), hire(GIULIA), hire(PAOLO)
    launching.ask_review(campaign=written, by=giulia, now=NOW)
    launching.send_back(campaign=written, by=paolo, now=NOW, note="Fino a quando?")
    written.body, written.title = "Via Roma è chiusa fino a venerdì per lavori.", "Via Roma chiusa"
    drafting.save(written, changed={"body", "title"}, by=giulia, now=NOW)
    launching.ask_review(campaign=written, by=giulia, now=NOW)

    text = unescape(read(written))
    assert "lo chiede giulia, oggi alle 10:00" in text
    assert "Che cosa è cambiato dalla tua nota" in text
    assert "Oggi alle 10:00 avevi scritto:</span> «Fino a quando?»" in text
    assert '<ins><span class="hidden">aggiunto: </span>fino a venerdì</ins>' in text
    assert '<del><span class="hidden">tolto: </span>al traffico</del>' in text
    assert '<p class="quiet pieces">Via Roma è chiusa per lavori.</p>' in text
    assert "Collegamento di prima" not in text

    clerk = Clerk("pietro", "Approvatore")
    hire(clerk)
    with time_machine.travel(NOW, tick=False):
        assert "dalla nota di paolo" in at_desk(clerk).get(page(written, "launch")).text

    written, giulia = campaign(), hire(GIULIA)
    launching.ask_review(campaign=written, by=giulia, now=NOW)
    launching.send_back(campaign=written, by=hire(PAOLO), now=NOW, note="Fino a quando?")
    launching.ask_review(campaign=written, by=giulia, now=NOW)
    assert "Da allora non è cambiato niente." in read(written)


def test_who_may_not_approve_reads_why_and_what_is_decided_opens_its_address():
    text = unescape(read(campaign(status=C.IN_REVIEW, author=hire(PAOLO))))
    assert "Chi ha scritto il messaggio non può approvarlo" in text
    assert 'form="approve"' not in text
    assert "Rimanda con una nota" in text

    written = campaign(status=C.APPROVED, scheduled_for=NOW)
    assert at_desk(PAOLO).get(page(written, "launch")).url == page(written, "change")


@pytest.mark.parametrize(("answers", "leaves"), [({}, NOW + MINUTE), ({"without_grace": "on"}, NOW)])
def test_an_urgent_one_goes_without_waiting_only_where_that_is_ticked(answers, leaves, settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    urgent = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana")
    press(urgent, when="now", **answers)
    assert urgent.scheduled_for == leaves
