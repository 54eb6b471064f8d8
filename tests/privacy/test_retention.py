"""One night of retention: all kinds of data, what went, and who hears of it when something did not go."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command

from cascina_whatsapp.privacy import retention, retention_table
from cascina_whatsapp.privacy.models import RetentionRun, RightsRequest
from cascina_whatsapp.security.retention_rules import Rule
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers import identity
from subscribers.models import (
    CheckRequest,
    ConsentRecord,
    RegisterCheck,
    RegisterExport,
    Reply,
    SeenMessage,
    ServiceText,
)
from tests.builders import NOW, hire, subscribe, under_way, unsubscribe
from tests.people import ANNA, BRUNO, ELENA, GIULIA
from tests.subscribers.test_retention import an_export, an_import

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=365.25)
RULES = {rule.key: rule for rule in retention_table.RULES}


def ask(*, opened_at=NOW, **fields) -> RightsRequest:
    """A request about data, number so and so of that year."""
    return RightsRequest.objects.create(
        year=2026,
        serial=RightsRequest.objects.count() + 1,
        kind="access",
        channel="desk",
        opened_at=opened_at,
        due_at=opened_at + 30 * DAY,
        **fields,
    )


def log_entry(at) -> None:
    entry = LogEntry.objects.create(user=hire(GIULIA), action_flag=CHANGE, object_repr="una bozza")
    LogEntry.objects.filter(pk=entry.pk).update(action_time=at)


def dead_letter(at) -> None:
    event = DeadLetter.objects.create(body=b"{}", kind="InboundMessage", error="ValueError")
    DeadLetter.objects.filter(pk=event.pk).update(at=at)


def old_town() -> None:
    """Something of every kind that has had its term, and Elena, who is here and stays."""
    subscribe(BRUNO, at=NOW - 7 * YEAR)
    broadcast = under_way()
    broadcast.deliveries.update(status="read", wamid="wamid.1")
    type(broadcast).objects.filter(pk=broadcast.pk).update(status="sent", finished_at=NOW - YEAR)
    unsubscribe(BRUNO, at=NOW - 6 * YEAR)
    subscribe(ELENA, at=NOW - 8 * YEAR)
    SeenMessage.objects.create(digest="0" * 64, seen_at=NOW - 30 * DAY)
    check_requests(NOW - 3 * YEAR)
    RetentionRun.objects.create(started_at=NOW - 3 * YEAR)
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - DAY)
    ask(status="done", closed_at=NOW - 6 * YEAR)
    log_entry(NOW - 3 * YEAR)
    dead_letter(NOW - 30 * DAY)


GOES = {
    "proof": 1,
    "whatsapp-ids": 1,
    "deliveries": 1,
    "seen-messages": 1,
    "dead-letters": 1,
    "rights-requests": 1,
    "staff-log": 1,
    "sessions": 1,
    "check-requests": 2,
    "register-checks": 1,
    "retention-runs": 1,
}


def counts(run: RetentionRun) -> dict[str, int]:
    return {line["key"]: line["count"] for line in run.lines if line["count"]}


def everything() -> dict:
    """Every table of every app, row by row."""
    return {model: list(model.objects.order_by("pk").values_list()) for model in apps.get_models()}


@pytest.fixture
def operators(settings) -> list[str]:
    settings.ALERT_EMAILS = ["sistemi@comune.example.it"]
    return settings.ALERT_EMAILS


def test_a_night_takes_what_has_had_its_term_and_tells_it_as_a_dry_run_foretold(operators, settings):
    settings.PROOF_YEARS = 5
    old_town()
    ask(opened_at=NOW - 9 * YEAR)  # an open request does not expire
    before = everything()
    foretold = retention.run(NOW, dry=True)
    assert everything() == before
    assert (foretold.pk, counts(foretold)) == (None, GOES)
    run = retention.run(NOW)

    assert counts(run) == GOES
    assert run.problem == ""
    assert run.finished_at >= run.started_at == NOW
    assert RetentionRun.objects.get() == run
    assert identity.find(ELENA.person).is_subscribed
    assert ConsentRecord.objects.exclude(pseudonym="").get().kind == "opt_in"
    told = {"key": "proof", "label": RULES["proof"].label, "term": "5 anni", "days": 1826, "count": 1}
    assert run.lines[0] == told
    assert counts(retention.run(NOW + DAY)) == {}
    assert mail.outbox == []


def a_reply(at) -> None:
    fields = {"pseudonym": "0" * 64, "status": Reply.Status.SENT, "created_at": at, "not_before": at}
    Reply.objects.create(text=ServiceText.objects.in_force("help", at), **fields)


def register_check(at) -> RegisterCheck:
    return RegisterCheck.objects.create(started_at=at, finished_at=at, count=0, problems=0)


def check_requests(at) -> None:
    """Of one a worker died: it was never made."""
    CheckRequest.objects.create(asked_by=hire(GIULIA), asked_at=at, check_made=register_check(at))
    CheckRequest.objects.create(asked_by=hire(GIULIA), asked_at=at)


@pytest.mark.parametrize(
    ("key", "make", "days", "count"),
    [
        ("rights-requests", lambda at: ask(status="refused", closed_at=at), 1826, 1),
        ("staff-log", log_entry, 731, 1),
        ("dead-letters", dead_letter, 7, 1),
        ("retention-runs", lambda at: RetentionRun.objects.create(started_at=at), 731, 1),
        ("replies", a_reply, 8, 1),
        ("seen-messages", lambda at: SeenMessage.objects.create(digest="0" * 64, seen_at=at), 8, 1),
        ("imports", an_import, 14, 2),
        ("export-files", an_export, 7, 1),
        ("check-requests", check_requests, 731, 2),
        ("register-checks", register_check, 731, 1),
    ],
)
def test_each_kind_of_data_has_its_term(key: str, make, days: int, count: int):
    make(NOW)
    rule = RULES[key]
    for moment, expected in ((NOW + (days - 1) * DAY, 0), (NOW + (days + 1) * DAY, count)):
        before = rule.term.before(moment)
        assert rule.rows(before).count() == expected
        assert rule.apply(before, moment) == expected
    assert rule.rows(before).count() == rule.apply(before, moment) == 0


@pytest.mark.parametrize("known_by", ["row", "pseudonym"])
def test_who_has_an_open_request_is_kept_until_it_closes(known_by):
    subscribe(BRUNO, at=NOW - 7 * YEAR)
    bruno = unsubscribe(BRUNO, at=NOW - 6 * YEAR)
    unsubscribe(ANNA, at=NOW - 6 * YEAR)
    who = {"subscriber": bruno} if known_by == "row" else {"pseudonym": bruno.bsuid_pseudonym}
    request = ask(**who)

    assert counts(retention.run(NOW)) == {"proof": 1}
    assert identity.find(BRUNO.person) == bruno
    RightsRequest.objects.filter(pk=request.pk).update(status="done", closed_at=NOW)
    assert counts(retention.run(NOW + DAY)) == {"proof": 1}
    assert identity.find(BRUNO.person) is None


# ── When something goes wrong ─────────────────────────────────────────────────────────────────────────────


def breaks(*_) -> int:
    raise OSError("/srv/media/+393200000101.csv")


BROKEN = Rule(key="broken", label="Un disco guasto", rows=breaks)


def test_one_rule_that_fails_does_not_stop_the_others(operators, caplog):
    old_town()
    run = retention.run(NOW, rules=(BROKEN, *retention_table.RULES))

    assert counts(run) == GOES
    assert run.problem == f"Non riuscite 1 su {len(retention_table.RULES) + 1}: Un disco guasto."
    assert run.lines[0]["error"] == "OSError"
    assert "3200000101" not in caplog.text + str(run.lines)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "retention: broken failed with OSError"
    ]
    assert retention.run(NOW, dry=True, rules=(BROKEN,)).problem  # tells whoever asked, and nobody else
    (letter,) = mail.outbox
    assert letter.to == operators
    assert run.problem in letter.body


@pytest.mark.parametrize(
    ("nights", "sentence"),
    [
        ([], "non è ancora mai stata fatta"),
        ([{"started_at": NOW - 10 * timedelta(hours=1), "finished_at": NOW}], ""),
        ([{"started_at": NOW - 3 * DAY, "finished_at": NOW - 3 * DAY}], "non si fa da 3 giorni"),
        (
            [{"started_at": NOW - DAY, "finished_at": NOW, "problem": "Non riuscite 1 su 9: imports."}],
            "imports",
        ),
        ([{"started_at": NOW - timedelta(hours=1)}], ""),
        ([{"started_at": NOW - DAY}], "interrotta a metà"),
        (
            [
                {"started_at": NOW - DAY, "problem": "Non riuscite 1 su 9: imports."},
                {"started_at": NOW, "finished_at": NOW},
            ],
            "",
        ),
        ([{"started_at": NOW, "finished_at": NOW, "is_dry": True}], "mai stata fatta"),
    ],
    ids=["never", "fine", "late", "failed", "under way", "interrupted", "failed but mended", "only tried"],
)
def test_the_home_page_hears_when_a_person_is_needed(nights, sentence):
    for night in nights:
        RetentionRun.objects.create(**night)
    notice = retention.notice(NOW)

    assert sentence in notice
    assert bool(notice) == bool(sentence)


def test_an_interrupted_night_shows_how_far_it_came():
    """The machine is switched off while the second rule is at work."""

    def switched_off(*_):
        raise SystemExit

    first = RULES["seen-messages"]
    second = Rule(key="slow", label="Lento", rows=switched_off)
    with pytest.raises(SystemExit):
        retention.run(NOW, rules=(first, second))
    night = RetentionRun.objects.get()

    assert [line["key"] for line in night.lines] == ["seen-messages"]
    assert night.finished_at is None


# ── By hand ───────────────────────────────────────────────────────────────────────────────────────────────


def command(*arguments: str) -> str:
    output = StringIO()
    call_command("retention", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_shows_what_would_go_and_then_what_went():
    Session.objects.create(session_key="old", session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    line = "         1  Sessioni scadute del personale (ogni notte)\n"

    assert line in command("--dry-run")
    assert Session.objects.exists()
    assert line in command()
    assert not Session.objects.exists()
    assert RetentionRun.objects.count() == 1


def test_the_command_fails_when_a_rule_does(settings):
    """Where the file of an export should be, there is a folder with something in it."""
    (settings.MEDIA_ROOT / "exports" / "registro.csv" / "lost+found").mkdir(parents=True)
    RegisterExport.objects.create(
        requested_by=hire(GIULIA),
        requested_at=NOW - YEAR,
        finished_at=NOW - YEAR,
        status="done",
        file="exports/registro.csv",
    )
    with pytest.raises(CommandError, match="File delle esportazioni"):
        command()
    assert RegisterExport.objects.get().status == "done"
