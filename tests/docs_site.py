"""`make docs`: the documents as a small site in build/docs, to be opened from the disk or put on any web server.

One page a document, laid out as the repository is; whatever a page leads to (pictures, configurations, code) comes
along. Nothing is fetched from anywhere, no script runs.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cached_property
from html import escape
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

BASE = Path(__file__).resolve().parents[1]
STYLE = "docs/site.css"
ABOUT = (
    "README.md",
    "README.en.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "GOVERNANCE.md",
    "CODE_OF_CONDUCT.md",
    "SECURITY.md",
    "docs/limiti.md",
)
SECTIONS = {
    "Il progetto": ABOUT,
    "Guida": ("docs/guida/*.md",),
    "Dati delle persone": ("docs/privacy/*.md",),
    "For developers and operators": (
        "docs/[!l]*.md",
        "docs/licenses.md",
        *(f"{package}/**/*.md" for package in ("broadcasts", "cascina_whatsapp", "subscribers", "tests")),
    ),
    "Decisions": ("docs/decisions/*.md",),
}
"""Headings of the navigation → which documents stand below it."""
PAGE = """<!doctype html>
<html lang="{language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title} · Cascina WhatsApp</title>
  <link rel="stylesheet" href="{style}">
</head>
<body><div class="page"><main>{body}</main><nav aria-label="Documenti">{navigation}</nav></div></body>
</html>
"""
ENGLISH = ("For developers and operators", "Decisions")
TABLE = '<div class="table" tabindex="0" role="group" aria-label="Tabella"><table>'
"""Wider than a telephone it is moved by itself, by keyboard, too."""
OUTSIDE = re.compile(r"^(?:[a-z]+:|//|#)")


class Site:
    """The site that is written into `folder`, which is emptied first."""

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def sections(self) -> dict[str, list[str]]:
        """The documents of each section, by their names in the repository."""
        return {
            heading: [
                path.relative_to(BASE).as_posix()
                for pattern in patterns
                for path in sorted(BASE.glob(pattern))
            ]
            for heading, patterns in SECTIONS.items()
        }

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each document, by its name."""
        return {name: title_of(name) for names in self.sections.values() for name in names}

    def build(self) -> int:
        """Write everything; return how many documents there are."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.bring(STYLE)
        for name in self.titles:
            html, leads_to = rendered(name)
            self.write(name, self.titles[name], html)
            for other in leads_to:
                self.bring(other)
        shutil.copy(self.folder / page_of("README.md"), self.folder / "index.html")
        return len(self.titles)

    def write(self, name: str, title: str, html: str) -> None:
        """One page, with the navigation as it is seen from there."""
        target = self.folder / page_of(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        english = any(name in self.sections[heading] for heading in ENGLISH)
        page = PAGE.format(
            language="en" if english else "it",
            title=escape(title),
            style=seen_from(name, STYLE),
            navigation=self.navigation(name),
            body=html,
        )
        target.write_text(page, encoding="utf-8")

    def navigation(self, here: str) -> str:
        """Links to all documents."""
        return "".join(
            f"<h2>{heading}</h2><ul>{''.join(self.entry(name, here) for name in names)}</ul>"
            for heading, names in self.sections.items()
        )

    def entry(self, name: str, here: str) -> str:
        """One line of the navigation."""
        current = ' aria-current="page"' if name == here else ""
        return f'<li><a href="{seen_from(here, page_of(name))}"{current}>{escape(self.titles[name])}</a></li>'

    def bring(self, name: str) -> None:
        """A file of the repository as it is; for a folder a page that lists the documents in it."""
        if (BASE / name).is_dir():
            index = f"{name}/index.md"
            inside = [one for one in self.titles if one.startswith(f"{name}/") and one != index]
            if index not in self.titles:
                rows = "".join(self.entry(one, index) for one in inside)
                self.write(index, name, f"<h1>{escape(name)}</h1><ul>{rows}</ul>")
            return
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(BASE / name, target)


def title_of(name: str) -> str:
    """What the first heading says, in plain words."""
    found = re.search(r"^# (.+)$", (BASE / name).read_text(encoding="utf-8"), re.MULTILINE)
    return re.sub(r"[`*]", "", found[1]) if found else name


def rendered(name: str) -> tuple[str, set[str]]:
    """The document as HTML, and what of the repository it leads to that is no document."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("table_open", lambda *_: TABLE)
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    tokens = parser.parse((BASE / name).read_text(encoding="utf-8"))
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", anchor_of(words.content))
    leads_to = {other for token in tokens for child in token.children or [] for other in lead(child, name)}
    return parser.renderer.render(tokens, parser.options, {}), leads_to


def lead(token: Token, name: str) -> Iterator[str]:
    """Let a link or a picture of this document lead into the site; yield the file or folder to bring along."""
    attribute = {"link_open": "href", "image": "src"}.get(token.type)
    if attribute is None or OUTSIDE.match(str(token.attrGet(attribute))):
        return
    path, mark, anchor = unquote(str(token.attrGet(attribute))).partition("#")
    other = os.path.normpath(PurePosixPath(name).parent / path)
    if (BASE / other).is_dir():
        path = f"{path.rstrip('/')}/index.md"
    token.attrSet(attribute, page_of(path) + mark + anchor)
    if not other.endswith(".md"):
        yield other


def anchor_of(heading: str) -> str:
    """As the sites that show Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def page_of(name: str) -> str:
    """Where a document stands in the site."""
    return re.sub(r"\.md$", ".html", name)


def seen_from(here: str, name: str) -> str:
    """The way from one page to another file of the site."""
    return os.path.relpath(name, PurePosixPath(here).parent)


if __name__ == "__main__":
    count = Site(Path(sys.argv[1])).build()
    print(f"{count} documents: {Path(sys.argv[1]).resolve() / 'index.html'}")  # noqa: T201
