"""The Comune's own site, as far as the service reads it: news, and the same as a feed (Atom)."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

PAGES = "https://www.comune.cascina.pi.it/notizie"
"""The address where an invented piece of news would stand."""
MOST_TITLE, MOST_TEXT, MOST_NEWS = 200, 4000, 100
YESTERDAY = 24 * 3600
INVENTED = (
    (
        "1",
        "Biblioteca: nuovi orari",
        "Da dicembre la biblioteca apre anche il sabato mattina, dalle 9 alle 13.",
    ),
    (
        "2",
        "Contributi per l'affitto",
        "Le domande si presentano fino a venerdì 18 dicembre, sul sito del Comune.",
    ),
)


@dataclass(frozen=True)
class News:
    """One item; `at` in seconds since the epoch."""

    number: str
    title: str
    text: str
    at: float


@dataclass
class TownSite:
    """The town's site: what was published, the newest first."""

    news: list[News] = field(
        default_factory=lambda: [News(*one, at=time.time() - YESTERDAY) for one in INVENTED]
    )

    def publish(self, title: str, text: str) -> None:
        """Publish one more item; of very many the oldest goes, as on a site."""
        published = News(str(time.time_ns()), title[:MOST_TITLE], text[:MOST_TEXT], time.time())
        self.news = [published, *self.news][:MOST_NEWS]


def feed(site: TownSite) -> str:
    """Write the site's news as Atom."""
    updated = max((one.at for one in site.news), default=0.0)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="it">\n'
        f"<id>{PAGES}</id><title>Notizie del Comune</title><updated>{_moment(updated)}</updated>\n"
        "<author><name>Comune di Cascina</name></author>\n"
        f"{''.join(map(_entry, site.news))}</feed>\n"
    )


def _entry(one: News) -> str:
    page = f"{PAGES}/{one.number}"
    return (
        f'<entry><id>{page}</id><title>{escape(one.title)}</title><link href="{page}"/>'
        f"<updated>{_moment(one.at)}</updated><published>{_moment(one.at)}</published>"
        f"<summary>{escape(one.text)}</summary></entry>\n"
    )


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
