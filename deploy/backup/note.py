"""Write down what a backup or a drill came to, for `manage.py doctor`, /metrics and the page *Tutto pronto?*.

`at`: when the last good backup was taken, or, before the first, tried; `restored_at`: when one was last restored with
success, or null (ISO 8601, UTC); `ok`: whether the last of both went well; `problem`: of the one that did not;
`rows`: of each table, in the last good backup.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

EMPTY = {"at": None, "restored_at": None, "backup_ok": True, "drill_ok": True, "problem": "", "rows": {}}


def noted(before: dict[str, Any], what: str, at: str, problem: str, rows: dict[str, int]) -> dict[str, Any]:
    """The record after a "backup" or a "drill" that ended at `at`, well unless there is a problem."""
    after = EMPTY | before | {f"{what}_ok": not problem, "problem": problem}
    if what == "backup":
        after["at"] = after["at"] if problem and after["at"] else at
        after["rows"] = after["rows"] if problem else rows
    elif not problem:
        after["restored_at"] = at
    return after | {"ok": after["backup_ok"] and after["drill_ok"]}


def read(file: Path) -> dict[str, Any]:
    """Read what was written before; {} where that can't be read."""
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def counted(file: Path) -> dict[str, int]:
    """Table → rows, from lines such as "subscribers_subscriber 512"; nothing without a file."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {table: int(rows) for table, rows in (line.rsplit(" ", 1) for line in lines)}


def main(file: Path, what: str, problem: str, rows: Path) -> None:
    """Exchange the record as a whole: whoever reads finds the old one or the new one."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(
        json.dumps(noted(read(file), what, now, problem, counted(rows)), indent=1), encoding="utf-8"
    )
    os.replace(new, file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
