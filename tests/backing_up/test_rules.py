"""Which backups are kept, and what the record says of the last one."""

from datetime import UTC, datetime

import pytest

from deploy.backup import note, rotation, with_settings
from tests.installing.programs import DEPLOY, needed, said

UNITS = DEPLOY / "systemd"
EXPOSURE_AT_MOST = 2.5
"""Of ten, as for the other services (tests/installing/test_units.py)."""
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
"""A Thursday."""


def moments(*written: str) -> set[datetime]:
    return {datetime.strptime(f"2026-{text}", "%Y-%m-%d %H").replace(tzinfo=UTC) for text in written}


@pytest.mark.parametrize(
    ("days", "weeks", "months", "there", "kept"),
    [
        # Of the last day all stay, whatever else is asked for.
        (1, 1, 1, ["11-26 08", "11-26 04", "11-25 16"], ["11-26 08", "11-26 04", "11-25 16"]),
        # Then the last one of a day.
        (3, 1, 1, ["11-26 08", "11-24 08", "11-24 04", "11-23 04"], ["11-26 08", "11-24 08", "11-23 04"]),
        # The last one of a week, which ends on Sunday.
        (1, 2, 1, ["11-26 08", "11-23 08", "11-22 08", "11-21 08"], ["11-26 08", "11-22 08"]),
        # The last one of a month.
        (1, 1, 2, ["11-26 08", "11-02 08", "10-31 08", "10-30 08"], ["11-26 08", "10-31 08"]),
        # Nothing was saved for months: what there is stays.
        (2, 1, 1, ["03-02 08", "03-01 08", "02-27 08"], ["03-02 08", "03-01 08"]),
        # Even if nothing is to be kept, the last one of all is.
        (0, 0, 0, ["03-02 08", "03-01 08"], ["03-02 08"]),
        (7, 4, 3, [], []),
    ],
)  # fmt: skip
def test_the_last_of_each_day_week_and_month_is_kept(days, weeks, months, there, kept):
    assert rotation.kept(moments(*there), NOW, days=days, weeks=weeks, months=months) == moments(*kept)


def test_nothing_is_deleted_that_is_no_backup(tmp_path):
    old, last = "2020-01-01T00-00-00Z", "2020-01-02T00-00-00Z"
    for name in (old, last, "2020-01-01", "photographs"):
        (tmp_path / name).mkdir()
    rotation.main(tmp_path, 1, 1, 1)
    assert {path.name for path in tmp_path.iterdir()} == {last, "2020-01-01", "photographs"}


MONDAY, TUESDAY = "2026-11-23T02:00:00+00:00", "2026-11-24T02:00:00+00:00"
GOOD = note.noted({}, "backup", MONDAY, "", {"subscribers_subscriber": 5})


@pytest.mark.parametrize(
    ("before", "what", "problem", "at", "restored_at", "ok"),
    [
        ({}, "backup", "", TUESDAY, None, True),
        ({}, "backup", "Il disco è pieno.", TUESDAY, None, False),  # none yet: when it was tried
        (GOOD, "backup", "Il disco è pieno.", MONDAY, None, False),  # the last good one
        (GOOD, "drill", "", MONDAY, TUESDAY, True),
        (GOOD, "drill", "La copia è danneggiata.", MONDAY, None, False),
        (GOOD | {"drill_ok": False}, "backup", "", TUESDAY, None, False),  # a new one mends no failed drill
        (GOOD | {"backup_ok": False}, "drill", "", MONDAY, TUESDAY, False),
    ],
)
def test_the_record_tells_of_the_last_good_backup_and_of_the_last_try(
    before, what, problem, at, restored_at, ok
):
    after = note.noted(before, what, TUESDAY, problem, {"subscribers_subscriber": 6})
    assert (after["at"], after["restored_at"], after["ok"], after["problem"]) == (
        at,
        restored_at,
        ok,
        problem,
    )
    assert after["rows"] == (
        {"subscribers_subscriber": 6} if what == "backup" and not problem else before.get("rows", {})
    )


@pytest.mark.parametrize(
    ("url", "scratch"),
    [
        (
            "postgres://cascina:p%40ss@127.0.0.1:5432/cascina",
            "postgres://cascina:p%40ss@127.0.0.1:5432/cascina_prova",
        ),
        ("postgres:////var/run/postgresql/cascina", "postgres:////var/run/postgresql/cascina_prova"),
        ("postgres://db/cascina?sslmode=require", "postgres://db/cascina_prova?sslmode=require"),
    ],
)
def test_a_drill_goes_into_another_database_of_the_same_server(url, scratch):
    assert with_settings.scratch_url(url) == scratch


def test_systemd_understands_the_units_which_may_do_next_to_nothing(tmp_path):
    analyze = needed("systemd-analyze", "systemd")
    for unit in UNITS.glob("cascina-whatsapp-backup.*"):
        text = unit.read_text(encoding="utf-8").replace(
            "/opt/cascina-whatsapp/deploy/backup/backup.sh", "/bin/true"
        )
        (tmp_path / unit.name).write_text(text)
    service, timer = "cascina-whatsapp-backup.service", "cascina-whatsapp-backup.timer"
    verify = said(analyze, "verify", "--man=no", str(tmp_path / service), str(tmp_path / timer))
    assert verify == (0, "")
    at_most = f"--threshold={int(EXPOSURE_AT_MOST * 10)}"
    ended, told = said(
        analyze, "security", "--offline=true", "--no-pager", at_most, f"./{service}", cwd=tmp_path
    )
    assert ended == 0, told
