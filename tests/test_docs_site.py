"""The documents as a site: every page is there and can be reached, and nothing of it comes from elsewhere."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs_site import BASE, Site

LINK = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    Site(folder).build()
    return folder


def pages(site: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def test_every_document_of_docs_is_a_page(site):
    written = {path.relative_to(BASE).with_suffix(".html") for path in (BASE / "docs").rglob("*.md")}
    assert written <= {path.relative_to(site) for path in site.rglob("*.html")}
    assert "Cascina su WhatsApp</h1>" in (site / "index.html").read_text(encoding="utf-8")


def test_every_link_leads_to_a_page_and_a_heading_that_are_there(site):
    found = pages(site)
    ids = {path: set(re.findall(r' id="([^"]+)"', text)) for path, text in found.items()}
    broken = []
    for page, text in found.items():
        for target in LINK.findall(text):
            path, _, anchor = unquote(target).partition("#")
            other = (page.parent / path).resolve() if path else page
            is_inside = re.match(r"[a-z]+:", target) is None
            if is_inside and (not other.is_file() or (anchor and anchor not in ids[other])):
                broken.append(f"{page.relative_to(site)}: {target}")
    assert broken == []


def test_nothing_is_fetched_from_elsewhere_and_no_script_runs(site):
    loaded = re.compile(r'<script|<style|<iframe|src="(?:[a-z]+:)?//|<link[^>]+href="(?:[a-z]+:)?//|url\(')
    assert {path.name for path, text in pages(site).items() if loaded.search(text)} == set()
    assert not loaded.search((site / "docs" / "site.css").read_text(encoding="utf-8"))
