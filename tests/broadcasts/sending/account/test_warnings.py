"""WhatsApp warns or restricts us: invitations stop by themselves, notices go on, and nothing resumes by itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from broadcasts import launching
from broadcasts.launching import CannotLaunch, WrongState, invitation_stop
from broadcasts.models import AccountNotice, Campaign, WhatsAppTemplate
from broadcasts.rules.account import account_warnings
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import scheduling
from broadcasts.sending.account import sync, warnings
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.whatsapp.cloud_api.events import AccountUpdate, TemplateUpdate
from tests.broadcasts.moments import DAY
from tests.broadcasts.rows import fresh
from tests.builders import NOW, always_open, approve_templates, campaign, hire, subscribe, topic, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import SARA, at_desk

ABUSE = "UTILITY_TEMPLATE_ABUSE"
WARNING = {"violation_info.violation_type": ABUSE}
"""As Meta words it (template categorization): an ACCOUNT_RESTRICTION without restriction_info."""
UNTIL = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
RESTRICTION = {
    "restriction_info.0.restriction_type": "ANYTHING",
    "restriction_info.0.expiration": int(UNTIL.timestamp()),
}


@pytest.fixture
def paolo():
    return hire(PAOLO)


@pytest.fixture(autouse=True)
def office():
    subscribe(ANNA)
    approve_templates()
    WhatsAppTemplate.objects.filter(name__startswith="avviso").update(category="UTILITY")
    always_open()


def violation(kind: str, *restrictions: str) -> dict:
    """The details of Meta's news on one; a restriction lasts until UNTIL."""
    found: dict = {"violation_info.violation_type": kind}
    for number, restriction in enumerate(restrictions):
        found |= {
            f"restriction_info.{number}.restriction_type": restriction,
            f"restriction_info.{number}.expiration": int(UNTIL.timestamp()),
        }
    return found


SUSPENDED = violation(ABUSE, "RESTRICTED_UTILITY_TEMPLATES")
CAPPED = violation(f"{ABUSE}_RATE_LIMIT", "RATE_LIMITED_UTILITY_TEMPLATE_MESSAGING")


def meta_says(details: dict, *, event: str = "ACCOUNT_RESTRICTION", now: datetime = NOW) -> None:
    sync.note_update(
        AccountUpdate(field="account_update", event=event, details=details, envelope={}), now=now
    )


def meta_announces(category: str = "MARKETING", event: str = "IMPENDING", takes_effect=None) -> None:
    update = TemplateUpdate(
        kind="category",
        name="avviso_testo_v1",
        language="it",
        event=event,
        category=category,
        takes_effect=takes_effect,
        envelope={},
    )
    sync.template_changed(update, now=NOW)


def invitation(**overrides) -> Campaign:
    return campaign(topic=topic("Eventi e cultura"), title="Concerto in piazza", **overrides)


def told(clerk) -> list[str]:
    return list(StaffNotice.objects.filter(person=hire(clerk)).values_list("sentence", flat=True))


@pytest.mark.parametrize(
    ("field", "event", "details", "warned_until"),
    [
        ("account_update", "ACCOUNT_VIOLATION", {}, None),
        ("account_update", "ACCOUNT_RESTRICTION", WARNING, None),
        ("account_update", "ACCOUNT_RESTRICTION", SUSPENDED, UNTIL),
        ("account_update", "ACCOUNT_RESTRICTION", CAPPED, UNTIL),
        ("account_update", "ACCOUNT_UPDATE", {"violation_info.violation_type": "ABUSE_WARN"}, None),
        ("account_update", "PORTFOLIO_WARNED", {}, None),
        ("account_update", "ACCOUNT_RESTRICTION", RESTRICTION, UNTIL),
        (
            "account_update",
            "ACCOUNT_RESTRICTION",
            {"restriction_info.0.expiration": "2026-06-15T10:00:00+0200"},
            UNTIL,
        ),
        ("account_update", "ACCOUNT_RESTRICTION", {"restriction_info.0.restriction_type": "X"}, None),
        (
            "account_update",
            "ACCOUNT_RESTRICTION",
            {**RESTRICTION, "restriction_info.1.expiration": "chi lo sa"},
            None,
        ),
        (
            "account_update",
            "ACCOUNT_RESTRICTION",
            {**RESTRICTION, "restriction_info.1.expiration": str(int((UNTIL + DAY).timestamp()))},
            UNTIL + DAY,
        ),
    ],
)
def test_a_warning_is_known_however_it_is_worded(field, event, details, warned_until):
    assert account_warnings.read(field, event, details) == account_warnings.WarningPeriod(warned_until)


@pytest.mark.parametrize(
    ("field", "event", "details"),
    [
        ("account_update", "VERIFIED_ACCOUNT", {}),
        ("account_alerts", "WARNING", {}),  # of the daily limit: it says nothing of how we use templates
        ("phone_number_quality_update", "FLAGGED", {}),
        ("account_update", "ACCOUNT_RESTRICTION", violation(f"{ABUSE}_UNBAN")),
        ("account_update", "ACCOUNT_RESTRICTION", violation(f"{ABUSE}_RATE_LIMIT_RECOVERY")),
        ("account_update", "ACCOUNT_RESTRICTION", violation("SPAM", "RESTRICTED_BUSINESS_INITIATED_CALLING")),
    ],
)
def test_other_news_warn_of_nothing(field, event, details):
    assert account_warnings.read(field, event, details) is None


def test_invitations_pause_and_notices_go_on(api):
    going, waiting = under_way(topic=topic("Eventi e cultura")), invitation(status=C.APPROVED)
    notice = under_way()
    meta_says(WARNING)
    late = invitation(status=C.APPROVED)  # it slips through
    assert invitation_stop.pause_invitations(NOW) == 1
    assert invitation_stop.pause_invitations(NOW) == 0

    for row in (going, waiting, late):
        row.refresh_from_db()
        assert (row.status, row.pause_reason) == (C.PAUSED, account_warnings.PAUSED)
    notice.refresh_from_db()
    assert notice.status == C.SENDING
    assert [row.pk for row in scheduling.sendable(scheduling.current_calendar(), [], NOW)] == [notice.pk]


def test_while_it_lasts_an_invitation_is_neither_approved_nor_resumed_an_alert_leaves(paolo, api):
    meta_says(WARNING)
    row, paused = invitation(), invitation(status=C.PAUSED)
    with pytest.raises(CannotLaunch) as refusal:
        launching.launch(campaign=row, by=paolo, now=NOW)
    assert [problem.sentence for problem in refusal.value.problems] == [account_warnings.NOT_NOW]
    with pytest.raises(WrongState):
        launching.resume(campaign=paused, by=paolo, now=NOW)

    launching.launch(campaign=campaign(), by=paolo, now=NOW)
    alert = campaign(topic=topic("Allerte e urgenze"), is_urgent=True, urgent_reason="Piena")
    launching.launch(campaign=alert, by=paolo, now=NOW, without_grace=True)
    assert scheduling.start_due(api=api, now=NOW) == 2


def test_nothing_resumes_by_itself_when_it_is_over(paolo, api):
    row = invitation(status=C.APPROVED, scheduled_for=NOW)
    meta_says(RESTRICTION)
    after = UNTIL + timedelta(minutes=1)
    assert invitation_stop.pause_invitations(after) == 0
    assert scheduling.start_due(api=api, now=after) == 0
    row.refresh_from_db()
    assert row.status == C.PAUSED
    launching.resume(campaign=row, by=paolo, now=after)
    assert row.status == C.APPROVED


def test_who_writes_approves_or_looks_after_the_account_is_told_once():
    meta_says(WARNING)
    meta_says(WARNING)
    for clerk in (GIULIA, PAOLO, SARA):
        hire(clerk)
    StaffNotice.objects.all().delete()
    AccountNotice.objects.all().delete()
    meta_says(WARNING)
    meta_says(WARNING)
    for clerk in (GIULIA, PAOLO, SARA):
        (sentence,) = told(clerk)
        assert sentence.startswith("WhatsApp ha richiamato il Comune. Gli inviti sono fermi")


@pytest.mark.parametrize(
    ("began", "over", "holds"),
    [
        (SUSPENDED, violation(f"{ABUSE}_UNBAN"), False),
        (CAPPED, violation(f"{ABUSE}_RATE_LIMIT_RECOVERY"), False),
        (CAPPED, violation(f"{ABUSE}_UNBAN"), True),  # of something else
        (WARNING, violation(f"{ABUSE}_UNBAN"), True),  # that it was misused is for a person to settle
        (SUSPENDED, {}, True),
    ],
)
def test_meta_says_that_a_restriction_is_over(began, over, holds):
    row = invitation(status=C.APPROVED)
    meta_says(began)
    later = NOW + timedelta(hours=1)
    meta_says(over, event="ACCOUNT_RESTRICTION" if over else "VERIFIED_ACCOUNT", now=later)
    assert AccountNotice.objects.warning(later).exists() is holds
    assert fresh(row).status == C.PAUSED


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (WARNING, "WhatsApp ha richiamato il Comune. Gli inviti sono fermi"),
        (SUSPENDED, "WhatsApp fa pagare ogni avviso come un invito, fino a lunedì 15 giugno"),
        (CAPPED, "WhatsApp accetta solo una parte degli avvisi, fino a lunedì 15 giugno"),
        (violation("SPAM", "RESTRICTED_BIZ_INITIATED_MESSAGING"), "WhatsApp non lascia scrivere per primi"),
        (RESTRICTION, "WhatsApp ha messo dei limiti al Comune, fino a lunedì 15 giugno"),
    ],
)
def test_the_bar_says_what_is_restricted(details, words):
    found = account_warnings.read("account_update", "ACCOUNT_RESTRICTION", details)
    assert str(account_warnings.told("account_update", details, found.until)).startswith(words)


def test_a_change_that_is_announced_warns_until_it_comes():
    row = invitation(status=C.APPROVED)
    hire(PAOLO)
    meta_announces(takes_effect=NOW + DAY)
    row.refresh_from_db()
    assert row.status == C.PAUSED
    (notice,) = AccountNotice.objects.warning(NOW)
    assert notice.until == NOW + DAY
    assert any(sentence.startswith("Da martedì 9 giugno") for sentence in told(PAOLO))

    meta_announces(event="COMPLETED")
    assert not AccountNotice.objects.warning(NOW).exists()
    assert fresh(row).status == C.PAUSED


def test_a_notice_that_becomes_cheaper_warns_of_nothing():
    WhatsAppTemplate.objects.update(category="MARKETING")
    meta_announces("UTILITY")
    assert not AccountNotice.objects.exists()


def test_only_who_approves_ends_it_and_writes_how(paolo):
    row = invitation(status=C.APPROVED)
    with time_machine.travel(NOW, tick=False):
        meta_says(WARNING)
        notice = AccountNotice.objects.get()
        page = warnings.page_of(notice)
        for clerk in (GIULIA, SARA):
            assert "WhatsApp ha richiamato il Comune" in at_desk(clerk).get(page).text
            assert at_desk(clerk).post(page, {"ending_note": "Finito"}).status_code == 403
        assert "WhatsApp ha richiamato il Comune" in at_desk(PAOLO).get(page).text
        assert at_desk(PAOLO).post(page, {"ending_note": ""}).status_code == 200
        assert AccountNotice.objects.get().ended_at is None

        at_desk(PAOLO).post(page, {"ending_note": "Contestato: WhatsApp ha ritirato il richiamo"})
    notice.refresh_from_db()
    assert (notice.ended_at, notice.ended_by) == (NOW, paolo)
    assert notice.ending_note.startswith("Contestato")
    assert TrailRecord.objects.filter(about=f"avviso di WhatsApp {notice.pk}", by=paolo).exists()
    row.refresh_from_db()
    assert row.status == C.PAUSED
    launching.resume(campaign=row, by=paolo, now=NOW)
