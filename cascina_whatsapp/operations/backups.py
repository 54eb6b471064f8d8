"""The record of the last backup, and of the last trial of restoring one, as deploy/backup/note.py wrote it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RECORD = Path("backups", "last.json")
"""The record, in VAR_DIR."""


@dataclass(frozen=True)
class Backup:
    """The last backup, and the last restore on trial (UTC; None: never); whether each went well."""

    at: datetime
    restored_at: datetime | None
    is_good: bool
    drill_is_good: bool = True


def last_backup(folder: Path) -> Backup | None:
    """Read the record in `folder`; None: there was none yet. Raises OSError, ValueError for an unreadable file."""
    path = folder / RECORD
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if not isinstance(found, dict):
        raise ValueError(f"{RECORD} is no record")
    if not found.get("at"):
        return None
    restored, good = found.get("restored_at"), found.get("ok") is True
    return Backup(
        _moment(found["at"]),
        _moment(restored) if restored else None,
        found.get("backup_ok", good) is True,
        found.get("drill_ok", True) is True,
    )


def _moment(told: object) -> datetime:
    """Read a moment in ISO 8601; UTC, where nothing else is said."""
    moment = datetime.fromisoformat(str(told))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
