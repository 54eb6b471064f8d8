"""What holds for any office hours at any moment, however odd the week looks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from broadcasts.rules.office_hours import HORIZON, Closure, Interval, OfficeCalendar, holiday_name
from cascina_whatsapp.presentation.formatting.dates import ROME

MINUTES_A_DAY = 24 * 60
END_OF_DAY = time(0, 0)
NUUK = ZoneInfo("America/Nuuk")  # its clocks change on Saturday evenings, when an office may be open

moments = st.datetimes(datetime(2026, 12, 1), datetime(2028, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001
thousandths = st.integers(0, 999)
closures = st.builds(
    lambda first, days: Closure(first=first, last=first + timedelta(days=days)),
    st.dates(date(2026, 12, 1), date(2028, 3, 31)),
    st.integers(0, 20),
)


@st.composite
def intervals(draw):
    minutes = st.lists(st.integers(0, MINUTES_A_DAY), min_size=2, max_size=2, unique=True)
    opens, closes = (divmod(minute % MINUTES_A_DAY, 60) for minute in sorted(draw(minutes)))
    return Interval(weekday=draw(st.integers(0, 6)), opens=time(*opens), closes=time(*closes))


def calendars(*zones):
    return st.builds(
        OfficeCalendar,
        intervals=st.lists(intervals(), max_size=6).map(tuple),
        closures=st.lists(closures, max_size=2).map(tuple),
        zone=st.sampled_from(zones),
    )


def between(start, end, thousandth):
    """A moment from `start` to `end`, always before `end`."""
    return start + (end - start) * thousandth // 1000


def shown_open(calendar, at):
    """The same rule by reading the wall clock: right where clocks change on Sundays only."""
    local = at.astimezone(calendar.zone)
    day, clock = local.date(), local.time()
    day_off = holiday_name(day) or any(closure.first <= day <= closure.last for closure in calendar.closures)
    today = [hours for hours in calendar.intervals if hours.weekday == day.weekday()]
    return not day_off and any(
        hours.opens <= clock and (clock < hours.closes or hours.closes == END_OF_DAY) for hours in today
    )


@given(calendars(ROME), moments)
def test_it_is_open_when_the_clock_on_the_wall_says_so(calendar, at):
    assert calendar.is_open(at) == shown_open(calendar, at)


@given(calendars(ROME, NUUK), moments, thousandths)
def test_the_next_opening_is_open_and_nothing_before_it_is(calendar, after, thousandth):
    opening = calendar.next_opening(after)
    if opening:
        assert opening >= after
        assert calendar.is_open(opening)
    if opening != after:
        assert not calendar.is_open(between(after, opening or after + HORIZON, thousandth))


@given(calendars(ROME, NUUK), moments, thousandths)
def test_it_stays_open_until_closing_and_not_a_moment_longer(calendar, after, thousandth):
    at = calendar.next_opening(after)
    if at:
        closing = calendar.closing(at)
        assert closing > at
        assert calendar.is_open(between(at, closing, thousandth))
        assert not calendar.is_open(closing)


@given(calendars(ROME, NUUK), moments)
def test_closed_means_a_reason_and_no_closing(calendar, at):
    closed = not calendar.is_open(at)
    assert closed == (calendar.closing(at) is None) == bool(calendar.why_closed(at))
    assert calendar.in_words(at).startswith("Chiusa: " if closed else "Aperta fino a")
