"""What the pages of a broadcast say while an electoral period holds: to who writes, approves, authorises, steers."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Group

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.launching import suspending
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus
from broadcasts.slices.elections import declaring
from cascina_whatsapp.whatsapp.cloud_api import error_codes
from subscribers.models import ServiceText
from tests.broadcasts.elections import periods
from tests.broadcasts.elections.declarations import authorised, declared
from tests.broadcasts.pages.pages import page
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import SILVIA, SIMONA, at_desk

AFTERWARDS = periods.RUN_OFF_CLOSES + timedelta(days=1)
WOULD_LEAVE = "Partirebbe in un periodo elettorale, che finisce lunedì 8 giugno 2026 alle 15:00"
LIST = "/admin/messaggi/"
DARK = re.compile(r'<(?:a|button|input)\s[^>]*class="(?:[^"]* )?main[ "]')


@pytest.fixture(autouse=True)
def ready():
    """An electoral period holds: it is 8 June, the day of the run-off, at ten."""
    subscribe(ANNA)
    approve_templates()
    hire(PAOLO)
    hire(SIMONA)
    periods.active(standing_order_number="7/2026")


def read(who: Clerk, path: str, now=NOW) -> str:
    with time_machine.travel(now, tick=False):
        return unescape(at_desk(who).get(path, follow=True).text)


def written(of: Campaign, step: str, **overrides) -> dict:
    """The form as Giulia sees it, and the button that she presses."""
    fields = {
        "title": of.title,
        "body": of.body,
        "link": of.link,
        "topics": [one.pk for one in of.chosen_topics],
    }
    return fields | {"seen_version": of.version, "when": "asap", "step": step} | overrides


def save(of: Campaign, step: str, **overrides):
    with time_machine.travel(NOW, tick=False):
        response = at_desk(GIULIA).post(page(of), written(of, step, **overrides))
    of.refresh_from_db()
    return response


# ── Who writes ────────────────────────────────────────────────────────────────────────────────────────────


def test_who_writes_reads_what_is_missing_and_who_does_what_then():
    text = read(GIULIA, page(campaign()))
    assert WOULD_LEAVE in text
    assert "Una volta dichiarato lo autorizza silvia o simona. Poi lo approva paolo." in text
    assert 'value="ask-review">Dichiara</button>' in text
    assert "Partirebbe in un periodo" not in read(GIULIA, page(campaign(scheduled_for=AFTERWARDS)))

    assert WOULD_LEAVE in read(GIULIA, "/admin/messaggi/aggiungi/")
    copy = at_desk(GIULIA).post(page(authorised(campaign()).campaign, "duplicate"))
    assert WOULD_LEAVE in read(GIULIA, copy.url)


def test_asking_for_the_approval_saves_and_leads_to_the_declaration():
    draft = campaign()
    answer = save(draft, "ask-review", title="Via Roma chiusa lunedì")
    assert answer.url == page(draft, "declare")
    assert (draft.title, draft.status) == ("Via Roma chiusa lunedì", C.DRAFT)


def test_a_changed_text_is_declared_anew_and_then_goes_straight_to_the_approver():
    draft = campaign()
    given = declared(draft)
    answer = save(draft, "ask-review", body="Via Roma è chiusa da martedì 16 giugno.")
    assert answer.url == page(draft, "declare")
    text = read(GIULIA, answer.url)
    assert given.reason in text
    assert "Il messaggio è cambiato dopo la dichiarazione" in read(GIULIA, page(draft))

    declared(draft)
    save(draft, "ask-review")
    assert draft.status == C.IN_REVIEW


def test_a_message_about_the_service_is_declared_before_its_approval_is_asked():
    words = {"wording": ServiceText.objects.get(key="service_paused"), "details": {"dal": "2026-08-08"}}
    pause = campaign(purpose="service_paused", title="Sospensione del servizio", **words)
    assert read(GIULIA, page(pause, "ask-review")).count("Dichiara e chiedi approvazione") == 1


# ── Who approves ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_approver_reads_what_stands_in_the_way_and_then_the_declaration_and_who_authorised():
    row = campaign(status=C.IN_REVIEW)
    given = declared(row)
    text = read(PAOLO, page(row, "launch"))
    assert "aspetta chi la autorizza" in text
    assert 'class="button main"' not in text

    declaring.authorise(given, by=hire(SILVIA), now=NOW)
    text = read(PAOLO, page(row, "launch"))
    assert given.reason in text
    assert "Autorizzato da" in text
    assert 'class="button main" form="approve"' in text


def test_another_moment_may_lie_after_the_polls():
    """Without a word of script: the page says of each chosen moment what the period has against it."""
    row = campaign(status=C.IN_REVIEW)
    later = {
        "when": "at",
        "at_0": "2026-06-09",
        "at_1": "09:30",
        "_calculate": "1",
        "seen": fingerprint_of(row),
    }
    with time_machine.travel(NOW, tick=False):
        paolo = at_desk(PAOLO)
        assert WOULD_LEAVE in unescape(paolo.get(page(row, "launch")).text)
        assert WOULD_LEAVE not in unescape(paolo.post(page(row, "launch"), later).text)


# ── Stopped ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_suspended_broadcast_says_until_when_and_who_authorised_it_to_go_on():
    row = under_way()
    suspending.suspend_due(NOW)
    text = read(PAOLO, page(row))
    assert (
        "È fermo da lunedì 8 giugno 2026 alle 10:00: vale un periodo elettorale, che finisce lunedì 8 giugno"
        in text
    )
    assert "se poi è tardi lo riprende o lo annulla paolo" in text
    assert "Non mandarlo più" in text
    assert 'class="button main" href="' + page(row, "declare") in text

    authorised(row)
    suspending.release(NOW)
    row.refresh_from_db()
    assert row.status == C.SENDING
    text = read(GIULIA, page(row))
    assert "Autorizzato da silvia, oggi alle 10:00." in text
    assert "Non più trattenuto per le elezioni" in text


def test_what_is_paused_is_not_resumed_before_it_is_authorised():
    row = campaign(status=C.PAUSED, started_at=NOW)
    assert ">Riprendi</button>" not in read(PAOLO, page(row))
    authorised(row)
    assert ">Riprendi</button>" in read(PAOLO, page(row))


def test_sending_again_is_not_offered_and_the_page_says_why():
    row = under_way()
    code = next(one.code for one in error_codes.ROWS if one.may_be_resent)
    Delivery.objects.update(status=DeliveryStatus.FAILED, error_code=code)
    Campaign.objects.filter(pk=row.pk).update(status=C.SENT, finished_at=NOW)
    text = read(PAOLO, page(row))
    assert "scrivi un messaggio nuovo e dichiaralo" in text
    assert page(row, "resend") not in text


# ── Who authorises ────────────────────────────────────────────────────────────────────────────────────────


def test_inizio_tells_who_authorises_what_waits_and_not_what_was_changed_since():
    row = declared(campaign()).campaign
    Campaign.objects.filter(pk=row.pk).update(body="Altro")
    assert "Leggi e autorizza" not in read(SILVIA, "/admin/")

    declared(campaign(title="Via Roma chiusa"))
    flood = campaign(title="Argine chiuso", is_urgent=True, urgent_reason="Piena dell'Arno")
    declaring.authorise(declared(flood, category="emergency"), by=hire(SIMONA), now=NOW - timedelta(hours=3))
    text = read(SILVIA, "/admin/")
    assert text.index("Argine chiuso") < text.index("Via Roma chiusa")
    assert "scade domani alle 7:00" in text
    assert text.count('class="button main"') == 1
    assert "Riesamina" not in read(PAOLO, "/admin/")


# ── The list, and what it all costs ───────────────────────────────────────────────────────────────────────


def test_the_list_finds_what_is_declared_and_what_is_suspended():
    assert "Dichiarati o no" not in read(PAOLO, LIST)
    declared(campaign(title="Da autorizzare", status=C.IN_REVIEW))
    authorised(campaign(title="Autorizzato", status=C.IN_REVIEW))
    campaign(title="Fermo", status=C.SUSPENDED)
    found = {
        "?declared=any": {"Da autorizzare", "Autorizzato"},
        "?declared=open": {"Da autorizzare"},
        "?declared=authorised": {"Autorizzato"},
        "?status__exact=suspended": {"Fermo"},
    }
    rows = {query: read(PAOLO, LIST + query) for query in found}
    titles = set().union(*found.values())
    assert {
        query: {title for title in titles if f">{title}</a>" in text} for query, text in rows.items()
    } == found


def test_a_page_has_one_dark_button_also_for_who_authorises_and_approves():
    row = campaign(status=C.IN_REVIEW)
    declared(row)
    hire(SIMONA).groups.add(Group.objects.get(name=PAOLO.group))
    for path in (page(row), page(row, "authorise"), page(row, "launch"), "/admin/"):
        assert len(DARK.findall(read(SIMONA, path))) <= 1, path


@pytest.mark.parametrize("status", [C.DRAFT, C.IN_REVIEW, C.APPROVED])
def test_each_page_says_once_where_a_message_stands(status):
    of = campaign(status=status)
    for reader in (GIULIA, SIMONA):
        assert read(reader, page(of)).count("<b>Elezioni.</b>") == 1
