"""The writing of days and hours in Italian, on Cascina's clocks.

A page says `when` for who reads it now; paper, an e-mail and a term set by law say the day in full, as `day_in_words`
and `moment_in_words` do. Figures are for files, for the register and for the traces: there hours have two digits, so
that rows stand one below the other ("08/06/2026 09:05"). Moments come in with any time zone; one without raises
ValueError. On the night when clocks are put back, an hour that comes twice is written the same both times.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
DAYS_OF_A_WEEK = 7
MONTHS = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)
ARTICLES = {
    "il": ("", "il ", "l'"),
    "del": ("di ", "del ", "dell'"),
    "al": ("a ", "al ", "all'"),
    "dal": ("da ", "dal ", "dall'"),
}
"""How an article leads words, a number, and a number that begins with a vowel."""
BEFORE_VOWELS = ("8", "11")


def in_rome(moment: datetime) -> datetime:
    """Convert a moment to Cascina's clocks. Raises ValueError when it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone is no moment")
    return moment.astimezone(ROME)


def day_of(when: date | datetime) -> date:
    """The day on which a moment falls in Italy; a day is a day."""
    return in_rome(when).date() if isinstance(when, datetime) else when


def clock(when: datetime | time) -> str:
    """Write the hour of a moment: "9:05". A time without a day is taken as it is."""
    shown = in_rome(when) if isinstance(when, datetime) else when
    return f"{shown.hour}:{shown:%M}"


def moment_in_figures(moment: datetime, *, seconds: bool = False) -> str:
    """Write a moment for a cell or a list: "08/06/2026 09:05". By hand: a file of a million rows has five in each."""
    at = in_rome(moment)
    written = f"{at.day:02}/{at.month:02}/{at.year:04} {at.hour:02}:{at.minute:02}"
    return f"{written}:{at.second:02}" if seconds else written


def month_in_words(when: date | datetime) -> str:
    """Write a month: "giugno 2026"."""
    day = day_of(when)
    return f"{MONTHS[day.month - 1]} {day.year}"


def number_of_day(day: date) -> str:
    """Write a day's number in its month: "8", of the first one "1º"."""
    return "1º" if day.day == 1 else str(day.day)


def day_in_words(when: date | datetime) -> str:
    """Write a day: "8 giugno 2026", "1º giugno 2026"."""
    return f"{number_of_day(day_of(when))} {month_in_words(when)}"


def weekday_in_words(day: date) -> str:
    """Write a day in full, for paper and for terms set by law: "martedì 1º giugno 2027"."""
    return f"{WEEKDAYS[day.weekday()]} {day_in_words(day)}"


def at_clock(moment: datetime) -> str:
    """Write at what time: "alle 9:05", "all'1:00"."""
    local = in_rome(moment)
    return at_hour(local.hour, local.minute)


def at_hour(hour: int, minute: int) -> str:
    """Write at what hour: "alle 9:05", "all'1:00"; 24 is the end of a day."""
    article = "all'" if hour == 1 else "alle "
    return f"{article}{hour}:{minute:02}"


def moment_in_words(moment: datetime) -> str:
    """Write a moment in full, as is good for any day on which it is read: "lunedì 8 giugno 2026 alle 9:00"."""
    return f"{weekday_in_words(day_of(moment))} {at_clock(moment)}"


def span_in_words(start: datetime, end: datetime | None) -> str:
    """Write a span: "lunedì 23 novembre 2026, dalle 10:12 alle 10:19"; of several days both are named."""
    day = weekday_in_words(day_of(start))
    if end is None:
        return f"{day}, d{at_clock(start)}"
    if day_of(start) != day_of(end):
        return from_to(moment_in_words(start), moment_in_words(end))
    if clock(start) == clock(end):
        return f"{day} {at_clock(start)}"
    return f"{day}, d{at_clock(start)} {at_clock(end)}"


def about(moment: datetime, now: datetime) -> str:
    """Write about when: "verso le 10:49", "domani verso le 9:07"."""
    hour = at_clock(moment).replace("alle", "verso le").replace("all'", "verso l'")
    return hour if day_of(moment) == day_of(now) else f"{brief_day(moment, now)} {hour}"


def brief_day(when: date | datetime, now: date | datetime) -> str:
    """Write a day: within a week by weekday and number; else by its month, and by another year too."""
    day, today = day_of(when), day_of(now)
    if named := {-1: "ieri", 0: "oggi", 1: "domani"}.get((day - today).days):
        return named
    if abs((day - today).days) < DAYS_OF_A_WEEK:
        return f"{WEEKDAYS[day.weekday()]} {number_of_day(day)}"
    return f"{number_of_day(day)} {MONTHS[day.month - 1]}" if day.year == today.year else day_in_words(day)


def with_article(words: str, article: str) -> str:
    """Lead a day by "il", "del", "al" or "dal": "dal 3 novembre", "dall'8 novembre", "da lunedì 30", "da ieri"."""
    plain, full, elided = ARTICLES[article]
    if not words[0].isdigit():
        return f"{plain}{words}"
    return f"{elided if words.split()[0] in BEFORE_VOWELS else full}{words}"


def from_to(first: str, last: str) -> str:
    """Lead the two ends of a span: "dal 1º al 3 dicembre", "da lunedì 30 a domani"."""
    return f"{with_article(first, 'dal')} {with_article(last, 'al')}"


def when(moment: datetime, now: datetime) -> str:
    """Write a moment as every page does: "oggi alle 10:44", "ieri alle 12:20", "lunedì 30 alle 9:00" within six
    days, "23 ottobre alle 10:12", "23 ottobre 2025 alle 10:12" in another year, "all'1:05".
    """
    return f"{brief_day(moment, now)} {at_clock(moment)}"


def in_a_sentence(moment: datetime, now: datetime) -> str:
    """Write a moment after a verb: "domani alle 9:00", "lunedì 30 alle 9:00", "il 15 giugno alle 9:00"."""
    return with_article(when(moment, now), "il")


def on_day(day: date | datetime, now: date | datetime) -> str:
    """Write on which day: "oggi", "venerdì 27", "il 3 novembre", "l'8 novembre"."""
    return with_article(brief_day(day, now), "il")


def since(moment: datetime, now: datetime) -> str:
    """Write since when: "da ieri alle 9:20", "dal 3 novembre alle 9:00", "dall'8 novembre alle 9:00"."""
    return with_article(when(moment, now), "dal")


def at_moment(moment: datetime, now: datetime) -> str:
    """Write at what moment: "alle 9:05" of today, else as `in_a_sentence` does."""
    return at_clock(moment) if day_of(moment) == day_of(now) else in_a_sentence(moment, now)


def from_moment(moment: datetime, now: datetime) -> str:
    """Write from what moment: "dalle 10:41" of today, else as `since` does."""
    return f"d{at_clock(moment)}" if day_of(moment) == day_of(now) else since(moment, now)


def until(moment: datetime, now: datetime) -> str:
    """Write until when: "fino alle 10:49" of today, "fino a lunedì 30 alle 9:00", "fino all'8 giugno alle 9:00"."""
    is_today = day_of(moment) == day_of(now)
    return f"fino {at_clock(moment) if is_today else with_article(when(moment, now), 'al')}"


def since_in_words(moment: datetime, now: datetime) -> str:
    """Write since when something waits: "da 2 minuti", "da un'ora", "da ieri", "da lunedì 30", "dal 3 novembre"."""
    if day_of(moment) == day_of(now):
        return _since_today(int((now - moment).total_seconds()) // 60)
    return with_article(brief_day(moment, now), "dal")


def _since_today(minutes: int) -> str:
    if minutes < 1:
        return "da poco"
    hours, minutes = divmod(minutes, 60)
    if hours:
        return "da un'ora" if hours == 1 else f"da {hours} ore"
    return "da un minuto" if minutes == 1 else f"da {minutes} minuti"
