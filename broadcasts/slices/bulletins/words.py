"""The words of a draft that a bulletin begins: the office's ready text with its gaps filled, and the facts."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from broadcasts.launching.drafts.outside_drafts import Words
from broadcasts.models import ReadyText
from broadcasts.rules.cap import facts
from broadcasts.rules.words.addressees import names_of
from broadcasts.rules.words.placeholders import day_in_gap, filled
from cascina_whatsapp.presentation.formatting.dates import ROME, at_clock, day_of
from subscribers.models import Topic

from .newest import Bulletin
from .reading import LEVELS, RISKS

PAGE = "https://mappe.protezionecivile.gov.it/it/mappe-rischi/bollettino-di-criticita/"
"""The page on which anybody reads the bulletin."""
SOURCE = "Fonte: Dipartimento della Protezione civile, CC BY 4.0."
"""As the licence of the data asks."""
TITLE = "Allerta [colore] per [fenomeno]"
PERIOD = re.compile(r"\bdal? \[dal\] al? \[al\]")
"""The words of a ready text for a period: of a single day the day is said."""
ALL_RISKS = "maltempo"
"""The three risks in a title, where they would not fit."""
SEVERITIES = ("", "Moderate", "Severe", "Extreme")
"""Level → how grave the alert is for services that gather alerts (rules.cap.facts)."""
Picture = Mapping[date, Mapping[str, int]]
"""Day → risk → level, of what is grave enough."""


def words_of(ready: ReadyText | None, picture: Picture, bulletin: Bulletin) -> Words:
    """Write the draft's words; a gap that the bulletin does not fill stays for who takes it up."""
    worst, days = gravest(picture), sorted(picture)
    colour = LEVELS[worst].rpartition(" ")[2]
    risks = {risk for levels in picture.values() for risk in levels if levels[risk] == worst}
    what = in_words(risks) if len(risks) < len(RISKS) else ALL_RISKS
    gaps = dict.fromkeys(("colore", "livello"), colour) | dict.fromkeys(("fenomeno", "rischio"), what)
    gaps |= dict.fromkeys(("giorno", "dal"), day_in_gap(days[0])) | {"al": day_in_gap(days[-1])}
    ours = ready.body if ready else ""
    body = filled(PERIOD.sub("[giorno]", ours) if len(days) == 1 else ours, gaps)
    return Words(
        title=filled(ready.title if ready else TITLE, gaps),
        body=" ".join(filter(None, [body, told(picture, bulletin), SOURCE])),
        link=(ready and ready.link) or PAGE,
        topics=list(Topic.objects.filter(is_alert=True, is_active=True)),
    )


def gravest(picture: Picture) -> int:
    """Return the highest level of any day."""
    return max(level for levels in picture.values() for level in levels.values())


def in_words(risks: Collection[str]) -> str:
    """Name risks: "rischio idraulico e temporali"."""
    return f"rischio {names_of([name for risk, name in RISKS.items() if risk in risks])}"


def told(picture: Picture, bulletin: Bulletin) -> str:
    """Write what a bulletin says of these days, and until when that holds."""
    issued = f"{day_in_gap(day_of(bulletin.issued_at))} {at_clock(bulletin.issued_at)}"
    days = [f"{day_in_gap(day)}, {_levels(levels)}" for day, levels in sorted(picture.items())]
    return (
        f"Bollettino della Protezione civile di {issued}: {'; '.join(days)}. "
        f"Vale fino alle 24 di {day_in_gap(max(picture))}."
    )


def _levels(levels: Mapping[str, int]) -> str:
    """Write the levels of a day, the gravest first: "allerta arancione per rischio idraulico, gialla per …"."""
    found = [
        f"{LEVELS[one]} per {in_words([risk for risk in levels if levels[risk] == one])}"
        for one in sorted(set(levels.values()), reverse=True)
    ]
    return ", ".join(found)


def alert_of(picture: Picture) -> dict[str, str] | None:
    """The facts of the alert for services that gather alerts: how grave it is, and until when it holds."""
    end = datetime.combine(max(picture) + timedelta(days=1), time(), ROME)
    return facts.stored({"severity": SEVERITIES[gravest(picture)], "expires": end})
