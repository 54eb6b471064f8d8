"""How pages are looked at: by day, by night and on a telephone; and what axe finds wrong with them."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1366, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1366, "height": 900}},
    "telephone": {"color_scheme": "light", "viewport": {"width": 400, "height": 800}},
}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # axe's own requests for style sheets would go astray
}
"""WCAG 2.2 AA, the size of targets included."""
TOLD = """
.then(({violations}) => violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target}`)))
"""
"""Axe's answer is long; most of the time went into carrying it over."""
FAULTS = f"options => axe.run(options){TOLD}"
FAULTS_UNFOLDED = f"""
async options => {{
  const folded = [...document.querySelectorAll("details:not([open])")];
  for (const details of folded) details.open = true;
  const outermost = folded.filter(details => !folded.some(other => other !== details && other.contains(details)));
  const found = outermost.length ? await axe.run({{include: outermost}}, options){TOLD} : [];
  for (const details of folded) details.open = false;
  return found;
}}
"""
"""Of what unfolds, and of that alone: the rest has been looked at, and a menu covers what lies under it."""
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


def faults(page: Page) -> list[str]:
    """Axe's rule and the element, for each violation, and whether the page has to be moved sideways."""
    wrong = _violations(page, FAULTS)
    return [*wrong, f"{page.url} is cut off"] if page.evaluate(TOO_WIDE) else wrong


def faults_unfolded(page: Page) -> list[str]:
    """Axe's rule and the element, for each violation in what is folded now; afterwards it is folded again."""
    return _violations(page, FAULTS_UNFOLDED)


def _violations(page: Page, script: str) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [f"{page.url} {fault}" for fault in page.evaluate(script, RULES)]


def faults_in_every_look(page: Page, pictures: Path, *, reader: str = "") -> list[str]:
    """The same in all looks, folded and unfolded, without loading the page anew.

    With SCREENSHOTS set a picture of each stays in a folder of `pictures`, for people to look at.
    """
    name = f"{_name(page.url)}-{reader}".strip("-")
    return [f"{look}: {fault}" for look in LOOKS for fault in _faults_in(page, look, pictures / look, name)]


def _faults_in(page: Page, look: str, pictures: Path, name: str) -> list[str]:
    page.emulate_media(color_scheme=LOOKS[look]["color_scheme"], reduced_motion="reduce")
    page.set_viewport_size(LOOKS[look]["viewport"])
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=pictures / f"{name}.png", full_page=True, animations="disabled", scale="css")
    return faults(page) + faults_unfolded(page)


def _name(url: str) -> str:
    """The address as the name of a file."""
    return re.sub(r"\W+", "-", urlsplit(url).path).strip("-")
