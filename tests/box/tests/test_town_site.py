"""The simulated site of the Comune: what is published on its page is in its feed, for whoever reads that."""

import asyncio
from urllib.parse import urlencode

import feedparser
import pytest
from django.http import HttpResponse

from tests.box.simulator import town_page
from tests.box.simulator.town_site import MOST_NEWS, TownSite

from .in_process import request_of


def ask(site: TownSite, method: str, path: str, **sent: str) -> HttpResponse:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return asyncio.run(town_page.respond(site, request_of(method, f"/comune/{path}", urlencode(sent), form)))


def titles(site: TownSite) -> list[str]:
    parsed = feedparser.parse(ask(site, "GET", "feed.xml").content)
    assert (parsed.version, parsed.bozo) == ("atom10", False)
    return [entry.title for entry in parsed.entries]


def test_what_is_published_comes_first_on_the_page_and_in_the_feed():
    site = TownSite()
    before = titles(site)
    answer = ask(site, "POST", "notizie", title="Via Roma & via Po <chiuse>", text="Lunedì.")
    assert (answer.status_code, answer["Location"]) == (303, "/comune/")
    assert titles(site) == ["Via Roma & via Po <chiuse>", *before]
    assert "Via Roma &amp; via Po &lt;chiuse&gt;" in ask(site, "GET", "").content.decode()


def test_a_piece_of_news_without_a_title_is_none():
    site = TownSite()
    ask(site, "POST", "notizie", title="  ", text="x")
    assert titles(site) == titles(TownSite())


def test_of_very_many_the_oldest_go():
    site = TownSite()
    for number in range(MOST_NEWS + 5):
        site.publish(f"Notizia {number}", "")
    assert len(titles(site)) == MOST_NEWS


@pytest.mark.parametrize(("method", "path"), [("GET", "altro"), ("POST", ""), ("GET", "notizie")])
def test_nothing_else_is_there(method, path):
    assert ask(TownSite(), method, path).status_code == 404
