"""The choice of backups that may go: neither of the last day, nor the last of a kept day, week or month."""

import shutil
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

FORMAT = "%Y-%m-%dT%H-%M-%SZ"
"""The name of a backup: when it was begun, UTC."""
LAST_DAY = timedelta(days=1)
"""The time of which all backups are kept: what went wrong this morning is mended with this morning's."""


def kept(moments: Iterable[datetime], now: datetime, *, days: int, weeks: int, months: int) -> set[datetime]:
    """The last one of each of the last so many days, weeks and months that have one; and the last one of all.

    Days that have none don't count: where no backup was made for long, the old ones stay.
    """
    latest_first = sorted(moments, reverse=True)
    keep = {moment for moment in latest_first if moment > now - LAST_DAY} | set(latest_first[:1])
    periods: list[tuple[int, Callable[[datetime], object]]] = [
        (days, lambda moment: moment.date()),
        (weeks, lambda moment: moment.isocalendar()[:2]),
        (months, lambda moment: (moment.year, moment.month)),
    ]
    for count, period_of in periods:
        last_of = {}
        for moment in latest_first:
            last_of.setdefault(period_of(moment), moment)
        keep |= set(list(last_of.values())[:count])
    return keep


def begun(name: str) -> datetime | None:
    """Read from its name when a backup was begun; None where it is no backup's."""
    try:
        return datetime.strptime(name, FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def main(folder: Path, days: int, weeks: int, months: int) -> None:
    """Delete what may go, and nothing that is no backup."""
    found = {moment: path for path in folder.iterdir() if (moment := begun(path.name))}
    for moment in found.keys() - kept(found, datetime.now(UTC), days=days, weeks=weeks, months=months):
        shutil.rmtree(found[moment])


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
