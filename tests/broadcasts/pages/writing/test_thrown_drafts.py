"""A draft is thrown away with one click and put back with another; after thirty days it is really gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadcasts.launching.drafts import drafting, trash
from broadcasts.models import Campaign, CampaignEvent
from cascina_whatsapp.privacy.retention_table import RULES
from cascina_whatsapp.web.api.models import SystemDraft
from cascina_whatsapp.web.api.writing import _state
from tests.broadcasts.moments import DAY
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, Clerk
from tests.staff import ROSA, at_desk

LIST, THROWN = "/admin/messaggi/", "/admin/messaggi/buttate/"
PAOLA = Clerk("paola", "Redattore")
IMAGE = b"not looked at here"


def page_of(draft: Campaign, what: str = "modifica") -> str:
    return f"{LIST}{draft.pk}/{what}/"


def night(after: timedelta) -> None:
    """What the nightly retention does with drafts, so long after now."""
    for rule in RULES:
        if rule.key in ("thrown-drafts", "untouched-drafts"):
            rule.apply(timezone.now() + after, timezone.now() + after)


def test_one_click_throws_a_draft_away_and_another_puts_it_back_as_it_was():
    draft, desk = campaign(attachment=IMAGE, kind="image"), at_desk(GIULIA)
    assert "Butta la bozza (30 giorni per riprenderla)" in desk.get(page_of(draft)).text
    told = desk.post(page_of(draft, "butta"), follow=True).text
    assert "Bozza buttata: per 30 giorni puoi riprenderla, da qui." in told
    assert f'action="{page_of(draft, "rimetti")}"' in told
    assert draft.title not in desk.get(LIST).text
    assert desk.get(page_of(draft)).url == "/admin/"
    assert not drafting.unapproved(hire(GIULIA))

    page = desk.post(page_of(draft, "rimetti"), follow=True).text
    assert "Ripresa: è di nuovo una bozza." in page
    back = Campaign.objects.get()
    assert (back.title, back.body, back.chosen_topics, back.attachment.name) == (
        draft.title,
        draft.body,
        draft.chosen_topics,
        draft.attachment.name,
    )
    assert "Qui trovi le bozze che butti" in desk.get(THROWN).text


def test_who_wrote_it_finds_it_and_nobody_else():
    draft, giulia, paola, rosa = campaign(), at_desk(GIULIA), at_desk(PAOLA), at_desk(ROSA)
    giulia.post(page_of(draft, "butta"))
    assert f'href="{THROWN}"' in giulia.get(LIST).text
    assert draft.title in giulia.get(THROWN).text
    assert draft.title not in paola.get(THROWN).text
    assert paola.post(page_of(draft, "rimetti")).status_code == 404
    # she still has it open, and is told that it is not there
    assert paola.post(page_of(draft, "salva-bozza"), {"seen_version": 1, "title": "x"}).status_code == 404
    assert rosa.get(THROWN).status_code == 403
    assert rosa.post(page_of(draft, "rimetti")).status_code == 403


@pytest.mark.parametrize("status", ["in_review", "approved", "sent"])
def test_what_is_no_draft_any_more_is_not_thrown_away(status):
    asked = campaign(status=status, started_at=NOW if status == "sent" else None)
    assert at_desk(GIULIA).post(page_of(asked, "butta")).status_code in (302, 403)
    assert Campaign.objects.get().thrown_at is None


def test_after_thirty_days_it_is_gone_with_its_file(django_capture_on_commit_callbacks):
    draft = campaign(attachment=IMAGE, kind="image")
    trash.throw_away(draft, by=hire(GIULIA), now=timezone.now())
    night(29 * DAY)
    assert Campaign.with_thrown.exists()
    with django_capture_on_commit_callbacks(execute=True):
        night(31 * DAY)
    assert not Campaign.with_thrown.exists()
    assert not draft.attachment.storage.exists(draft.attachment.name)


def test_drafts_that_nobody_ever_wrote_on_go_by_themselves():
    by, now = hire(GIULIA), timezone.now()
    written = campaign(title="Scritta")
    copy = drafting.duplicate(written, by=by, now=now)
    empty = campaign(title="", body="", link="", topic=None)
    addressed = campaign(title="", body="", link="")
    changed = drafting.duplicate(written, by=by, now=now)
    changed.title = "Cambiata"
    drafting.save(changed, changed=["title"], by=by, now=now)
    proposal = Campaign.objects.create(author=None, title="Proposta", body="x", link="https://a.it")
    CampaignEvent.objects.create(campaign=proposal, what="proposed", at=now, note="sito del Comune")
    night(2 * DAY)
    assert set(Campaign.objects.all()) == {written, copy, addressed, changed, proposal}
    assert empty not in Campaign.with_thrown.all()
    night(31 * DAY)
    assert set(Campaign.objects.all()) == {written, addressed, changed}


def test_a_system_reads_that_its_draft_was_turned_down():
    draft = campaign(author=None)
    Campaign.objects.filter(pk=draft.pk).update(thrown_at=NOW)
    proposed = SystemDraft.objects.create(system="agenda", reference="1", campaign=draft, at=NOW)
    assert _state(SystemDraft.objects.get(pk=proposed.pk)) == "scartata"
