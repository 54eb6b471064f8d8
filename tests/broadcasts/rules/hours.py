"""The hours that the office has announced."""

from datetime import time

from broadcasts.rules.office_hours import Interval

ANNOUNCED_HOURS = (
    *(Interval(weekday=weekday, opens=time(9, 0), closes=time(13, 0)) for weekday in range(5)),
    *(Interval(weekday=weekday, opens=time(15, 30), closes=time(17, 30)) for weekday in (1, 3)),
)
