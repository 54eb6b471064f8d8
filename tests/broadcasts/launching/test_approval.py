"""Two pairs of eyes: who may approve what, and that nothing leaves but the content that was approved."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from broadcasts import launching
from broadcasts.content import authorship
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.launching import CannotLaunch, WrongState, approval
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import scheduling
from tests.broadcasts.moments import MINUTE
from tests.builders import NOW, campaign, hire, subscribe, topic, under_way
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import at_desk

from .steps import steps

NADIA = Clerk("nadia", "Redattore")
"""Sits beside Giulia, and lends a hand."""


@pytest.fixture
def nadia():
    """Has both jobs, as in a small office."""
    user = hire(NADIA)
    user.groups.add(hire(PAOLO).groups.get())
    return user


def launched(by, **overrides) -> Campaign:
    row = campaign(**overrides)
    launching.launch(campaign=row, by=by, now=NOW)
    return row


def change(row: Campaign, by, now=NOW, **fields) -> None:
    """What saving a form does."""
    for name, value in fields.items():
        setattr(row, name, value)
    drafting.save(row, changed=fields, by=by, now=now)


# ── The fingerprint ───────────────────────────────────────────────────────────────────────────────────────

CHANGES = [
    {"title": "Via Roma aperta"},
    {"kind": "image"},
    {"body": "Martedì 16 giugno."},
    {"link": "https://www.comune.cascina.pi.it/avvisi/altro"},
    {"is_urgent": True},
    {"urgent_reason": "Frana"},
    {"chosen_topics": ["Viabilità e cantieri", "Eventi e cultura"]},
    {"chosen_topics": []},
    {"to_everybody": True, "everybody_reason": "Sciopero"},
    {"everybody_reason": "Sciopero di tutti gli uffici"},
]


def test_whatever_a_citizen_gets_and_for_whom_changes_the_fingerprint_its_moment_does_not():
    row = campaign()
    seen = [fingerprint_of(row)]
    for fields in CHANGES:
        for name, value in fields.items():
            setattr(row, name, [topic(one) for one in value] if name == "chosen_topics" else value)
        assert fingerprint_of(row) not in seen, fields
        seen.append(fingerprint_of(row))
    row.scheduled_for = NOW
    assert fingerprint_of(row) == seen[-1]


def test_so_does_a_byte_of_the_attachment_and_anybody_can_compute_the_fingerprint():
    row = campaign(kind="image", attachment=b"a picture")
    before = fingerprint_of(row)
    with row.attachment.storage.open(row.attachment.name, "wb") as file:
        file.write(b"A picture")
    assert fingerprint_of(row) != before

    row = campaign(kind="image", attachment=b"a picture", title="Perché «oggi»", is_urgent=True)
    content = {
        "attachment": hashlib.sha256(b"a picture").hexdigest(),
        "body": row.body,
        "is_urgent": True,
        "kind": "image",
        "link": row.link,
        "picture_text": row.picture_text,
        "title": "Perché «oggi»",
        "topic": topic().pk,
        "urgent_reason": "",
    }
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    assert fingerprint_of(row) == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"to_everybody": True, "everybody_reason": "Sciopero"}, ("to_everybody", "paolo", "Sciopero")),
        ({"is_urgent": True, "urgent_reason": "Frana"}, ("approved", "paolo", "Frana")),
    ],
)
def test_the_reason_to_write_to_everybody_or_at_once_stays_among_the_steps(fields, step, paolo):
    row = launched(paolo, **fields)
    assert row.events.values_list("what", "by__username", "note").last() == step


# ── Who may approve ───────────────────────────────────────────────────────────────────────────────────────


def test_whoever_changed_a_word_may_not_approve_it_either(paolo, nadia):
    row = campaign()
    change(row, nadia, body="Martedì 16 giugno, dalle 8 alle 18.")
    with pytest.raises(CannotLaunch, match="serve un'altra persona"):
        launching.launch(campaign=row, by=nadia, now=NOW)

    launching.launch(campaign=row, by=paolo, now=NOW)
    assert steps(row) == [("edited", "nadia"), ("approved", "paolo")]
    assert row.approved_hash == row.events.last().fingerprint == fingerprint_of(row)
    assert len(row.approved_hash) == 64


def test_in_an_office_of_one_the_timeline_says_so(paolo, nadia, settings):
    settings.APPROVE_OWN_BROADCASTS = True
    own = launched(nadia, author=nadia)
    edited = campaign()
    change(edited, nadia, title="Via Roma")
    launching.launch(campaign=edited, by=nadia, now=NOW)
    foreign = launched(paolo)

    assert [steps(row)[-1][0] for row in (own, edited, foreign)] == [
        "approved_own",
        "approved_own",
        "approved",
    ]
    text = at_desk(PAOLO).get(reverse("admin:broadcasts_campaign_change", args=[own.pk])).text
    assert "Approvato senza una seconda persona da nadia" in text


def test_changes_in_a_row_by_one_person_are_one_step_and_another_moment_is_none():
    row, giulia, nadia = campaign(), hire(GIULIA), hire(NADIA)
    for number, who in enumerate([giulia, nadia, nadia, giulia, giulia]):
        change(row, who, NOW + number * MINUTE, body=f"Versione {number}")

    assert steps(row) == [("edited", "nadia"), ("edited", "giulia")]
    assert authorship.writers(row) == {giulia.pk, nadia.pk}

    row = campaign()
    change(row, hire(NADIA), scheduled_for=NOW)
    assert steps(row) == []


def test_while_somebody_reads_it_the_text_stays_as_it_is(paolo):
    row, giulia = campaign(), hire(GIULIA)
    launching.ask_review(campaign=row, by=giulia, now=NOW)
    with pytest.raises(drafting.NotEditable, match="Ritira e correggi"):
        change(row, giulia, NOW + MINUTE, title="Via Roma riaperta")

    row.refresh_from_db()
    launching.withdraw_request(campaign=row, by=giulia, now=NOW + 2 * MINUTE)
    change(row, giulia, NOW + 3 * MINUTE, title="Via Roma riaperta")
    assert steps(row) == [("review_asked", "giulia"), ("withdrawn", "giulia"), ("edited", "giulia")]


def test_what_was_sent_back_is_not_approved_until_somebody_asks_again(paolo, nadia, settings):
    """Not even in an office of one, where a draft may be launched without a request."""
    settings.APPROVE_OWN_BROADCASTS = True
    row = campaign()
    assert approval.why_not_unasked(row, nadia) == ""
    assert "Nessuno ha ancora chiesto" in approval.why_not_unasked(row, paolo)
    launching.ask_review(campaign=row, by=hire(GIULIA), now=NOW)
    launching.send_back(campaign=row, by=paolo, now=NOW + MINUTE, note="Manca l'orario")
    for who in (paolo, nadia):
        assert "rimandato in bozza" in approval.why_not_unasked(row, who)
        with pytest.raises(CannotLaunch, match="rimandato in bozza"):
            launching.launch(campaign=row, by=who, now=NOW + 2 * MINUTE)

    launching.ask_review(campaign=row, by=hire(GIULIA), now=NOW + 3 * MINUTE)
    launching.launch(campaign=row, by=paolo, now=NOW + 4 * MINUTE)
    assert row.status == C.APPROVED


def test_who_does_not_do_both_has_no_button_on_a_draft(paolo, nadia, settings):
    row = campaign()
    page = reverse("admin:broadcasts_campaign_launch", args=[row.pk])
    told = at_desk(PAOLO).post(page, {"seen": fingerprint_of(row)}, follow=True).text
    assert "Nessuno ha ancora chiesto l&#x27;approvazione" in told
    row.refresh_from_db()
    assert (row.status, steps(row)) == (C.DRAFT, [])


# ── After the approval ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [C.APPROVED, C.PAUSED])
def test_its_author_takes_it_in_hand_again_and_it_needs_another_approval(status, paolo, api):
    row, giulia = launched(paolo), hire(GIULIA)
    Campaign.objects.filter(pk=row.pk).update(status=status, pause_reason="In attesa")
    with pytest.raises(drafting.NotEditable):  # her page was still open while Paolo approved
        change(row, giulia, NOW + MINUTE, body="Da martedì 16 giugno.")
    row.refresh_from_db()
    assert (row.status, row.approved_hash) == (status, fingerprint_of(row))
    approval.revise(campaign=row, by=giulia, now=NOW + MINUTE)

    row.refresh_from_db()
    assert (row.status, row.approved_by, row.approved_at, row.approved_hash, row.pause_reason) == (
        C.DRAFT,
        None,
        None,
        "",
        "",
    )
    assert steps(row) == [("approved", "paolo"), ("revised", "giulia")]
    assert not scheduling.start_due(api=api, now=NOW + MINUTE)

    change(row, giulia, NOW + 2 * MINUTE, body="Da martedì 16 giugno.")
    launching.launch(campaign=row, by=paolo, now=NOW + 3 * MINUTE)
    assert row.approved_hash == fingerprint_of(row)
    assert scheduling.start_due(api=api, now=NOW + 3 * MINUTE)


@pytest.mark.parametrize("status", [C.SENDING, C.PAUSED, C.SENT])
def test_what_has_begun_to_leave_does_not_change(status):
    subscribe(ANNA)
    row = under_way()
    Campaign.objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    with pytest.raises(WrongState):
        approval.revise(campaign=row, by=hire(GIULIA), now=NOW)
    row.refresh_from_db()
    assert row.status == status
    assert not row.events.exists()


def test_only_who_wrote_it_may_take_it_in_hand_again_and_nobody_deletes_it(paolo):
    row = launched(paolo)
    page = reverse("admin:broadcasts_campaign_revise", args=[row.pk])
    assert at_desk(NADIA).get(page).status_code == 403
    assert at_desk(NADIA).post(page, {"seen": fingerprint_of(row)}).status_code == 403
    assert at_desk(GIULIA).get(page).status_code == 302  # it acts at the click, and never on a look
    row.refresh_from_db()
    assert row.status == C.APPROVED

    approval.revise(campaign=row, by=hire(GIULIA), now=NOW)
    delete = reverse("admin:broadcasts_campaign_delete", args=[row.pk])
    assert at_desk(GIULIA).get(delete).status_code == 403  # what was approved once


@pytest.mark.parametrize(
    "tamper",
    [
        lambda row: Campaign.objects.filter(pk=row.pk).update(body="Chiama subito questo numero."),
        lambda row: Campaign.objects.filter(pk=row.pk).update(approved_hash=""),
        lambda row: Path(row.attachment.path).write_bytes(b"another picture"),
    ],
    ids=["text", "fingerprint", "attachment"],
)
def test_what_was_changed_behind_our_back_does_not_leave(
    tamper, paolo, api, graph, settings, mailoutbox, django_capture_on_commit_callbacks, caplog
):
    settings.ALERT_EMAILS = ["sistemi@example.org"]
    row = campaign(kind="image", attachment=b"a picture", status=C.APPROVED, scheduled_for=NOW)
    tamper(row)
    with django_capture_on_commit_callbacks(execute=True):
        assert not scheduling.start_due(api=api, now=NOW)

    row.refresh_from_db()
    assert (row.status, row.approved_hash) == (C.IN_REVIEW, "")
    assert not row.deliveries.exists()
    assert graph.uploads == []
    event = row.events.get()
    assert (event.what, event.by, event.fingerprint) == ("altered", None, fingerprint_of(row))
    (letter,) = mailoutbox
    assert letter.to == ["sistemi@example.org"]
    assert "Chiama subito" not in letter.body + caplog.text
    assert f"campaign {row.pk} is not what was approved" in caplog.text


def test_what_is_paused_while_its_attachment_is_uploaded_does_not_start(paolo, api, graph):
    row = campaign(kind="image", attachment=b"a picture", status=C.APPROVED, scheduled_for=NOW)
    graph.while_uploading = lambda: launching.pause(
        campaign=Campaign.objects.get(pk=row.pk), by=paolo, now=NOW
    )
    assert not launching.start(row, api=api, now=NOW)
    row.refresh_from_db()
    assert row.status == C.PAUSED
    assert not row.deliveries.exists()


# ── Who is told ───────────────────────────────────────────────────────────────────────────────────────────


def give_addresses(*users) -> None:
    for user in users:
        user.email = f"{user.username}@example.org"
        user.save(update_fields=["email"])


def test_who_may_approve_is_told_and_so_is_the_author_when_it_comes_back(
    paolo, nadia, mailoutbox, django_capture_on_commit_callbacks
):
    """Nadia could approve, but wrote part of it. Nobody learns more of the text than its title."""
    giulia, row = hire(GIULIA), campaign()
    give_addresses(giulia, paolo, nadia)
    change(row, nadia, body="Martedì 16 giugno.")
    with django_capture_on_commit_callbacks(execute=True):
        launching.ask_review(campaign=row, by=giulia, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        launching.send_back(campaign=row, by=paolo, now=NOW, note="Manca l'orario")
    asked, back = mailoutbox

    assert (asked.to, back.to) == (["paolo@example.org"], ["giulia@example.org", "nadia@example.org"])
    assert f"http://testserver/admin/messaggi/{row.pk}/avvia/" in asked.body
    assert f"http://testserver/admin/messaggi/{row.pk}/modifica/" in back.body
    for letter in mailoutbox:
        assert f"«{row.title}»" in letter.body
        assert row.body not in letter.body
        assert "Manca l'orario" not in letter.body


@pytest.mark.parametrize("planned", [None, NOW + timedelta(days=1)])
def test_whoever_approved_it_is_told_that_it_is_being_changed_and_it_keeps_its_writers_plan(
    planned, paolo, mailoutbox, django_capture_on_commit_callbacks
):
    """Not the minute in which it was approved, which is past by the time that it is asked for again."""
    give_addresses(paolo)
    row = launched(paolo, scheduled_for=planned)
    assert row.scheduled_for is not None
    with django_capture_on_commit_callbacks(execute=True):
        approval.revise(campaign=row, by=hire(GIULIA), now=NOW + MINUTE)
    assert row.scheduled_for == planned
    (letter,) = mailoutbox
    assert letter.to == ["paolo@example.org"]
    assert "l'approvazione non vale più" in letter.body
