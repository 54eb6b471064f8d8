"""The documents keep up with the code: each list that they repeat is compared with where it comes from."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from broadcasts.rules.states import CAMPAIGN_LABELS, DELIVERY_LABELS
from cascina_whatsapp.celery import app as celery_app
from cascina_whatsapp.presentation.guide.chapters import CHAPTERS
from cascina_whatsapp.presentation.guide.help import HELP
from tests.sources import tree_of
from tests.upgrading import fill_0_2_0

BASE = Path(__file__).resolve().parents[2]
PACKAGES = ("cascina_whatsapp", "subscribers", "broadcasts")
DOCUMENTS = [
    *BASE.glob("*.md"),
    *(BASE / "docs").rglob("*.md"),
    *(document for package in PACKAGES for document in (BASE / package).rglob("*.md")),
]
READERS = {"text", "secret", "secrets", "flag", "whole", "words", "database", "choice", "email", "day"}
"""Methods of Environment that read a name."""
PLUMBING = {"__init__.py", "__pycache__", "apps.py", "README.md", "migrations", "management"}
PLUMBING |= {"static", "templatetags", "locale", "formats"}
"""What every Django package has, and nobody looks for in a map."""
GLOSSARY = ("## People and consent", "## Broadcasts", "## When and how fast", "## The connection to Meta")
GUIDE = BASE / "docs" / "guida"
LONGEST_PAGE = 450
"""Words of a page of the guide."""
WHOLE_GUIDE = 5_500
"""Words of all its pages that people write: a page that explains itself needs none."""
NO_LONGER_SAID = re.compile(
    r"\b(?:modell[oi]|pausa|sospes[oi] per|tett[oi]|importazion[ei]|pseudonim[oi]|catena|manifesto"
    r"|evad[ei]|prorog[ah]\w*|template|token|webhook|waba|otp|2fa|budget|meta)\b",
    re.IGNORECASE,
)
"""Words that the office has others for, on the pages and in what explains them."""
GROUPS = (
    "Redattore",
    "Approvatore",
    "Revisore",
    "RPD",
    "Autorizzatore elettorale",
    "Amministratore di sistema",
)


def read(name: str) -> str:
    return (BASE / name).read_text(encoding="utf-8")


def relative(path: Path) -> str:
    return str(path.relative_to(BASE))


def names_read_by(path: Path) -> Iterator[str]:
    """First arguments of `env.flag("NAME", …)` and `os.environ.get("NAME", …)`."""
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name("env"), attr=method), args=[ast.Constant(name), *_]
            ):
                if method in READERS:
                    yield name
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get"),
                args=[ast.Constant(name), *_],
            ):
                yield name


@cache
def settings_read() -> set[str]:
    """Every name that the service looks for in the environment."""
    sources = [path for package in PACKAGES for path in (BASE / package).rglob("*.py")]
    return {name for path in sources for name in names_read_by(path)}


def table(document: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    section = read(document).split(f"\n{heading}\n", 1)[1]
    lines = re.search(r"^\|.*(?:\n\|.*)*", section, re.MULTILINE)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_sample_environment_names_what_is_read_and_nothing_else():
    assert set(re.findall(r"^([A-Z_]+)=", read(".env.example"), re.MULTILINE)) == settings_read()


def test_operations_explains_every_setting():
    rows = table("docs/operations.md", "## The environment")
    assert {re.match(r"`([A-Z_]+)`", row[0])[1] for row in rows} == settings_read()


def test_operations_lists_every_tick():
    rows = table("docs/operations.md", "### What beat asks for")
    scheduled = {entry["task"] for entry in celery_app.conf.beat_schedule.values()}
    assert {row[0].strip("`") for row in rows} == scheduled


def test_upgrading_tells_where_each_version_ends():
    """For the way back: the version is filled and led to and fro in tests/upgrading."""
    section = read("docs/upgrading.md").split("\n## Back to the version before\n", 1)[1]
    head, _, *rows = re.search(r"^\|.*(?:\n\|.*)*", section, re.MULTILINE)[0].splitlines()
    version, *apps = [cell.strip() for cell in head.strip("|").split("|")]
    ends = {
        row.split("|")[1].strip(): dict(zip(apps, re.findall(r"`(\w+)`", row), strict=True)) for row in rows
    }
    assert version == "Version"
    assert ends["0.2.0"] == fill_0_2_0.VERSION


def anchors(document: Path) -> set[str]:
    """The anchors of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_guide_has_every_page_and_leads_to_it():
    written = {path.stem for path in GUIDE.glob("*.md")}
    assert written == set(CHAPTERS)
    assert written - set(re.findall(r"\((\w+)\.md", read("docs/guida/index.md"))) == {"index"}


@pytest.mark.parametrize("page", sorted(CHAPTERS.keys() - {"parole"}))
def test_a_page_of_the_guide_begins_with_what_to_do_and_is_short(page):
    """A clerk reads what the task needs, on a screen or two; what the program writes itself is a table."""
    text = read(f"docs/guida/{page}.md")
    assert re.search(r"^(?:1\.|-) ", "\n".join(text.splitlines()[:6]), re.MULTILINE)
    assert len(text.split()) <= LONGEST_PAGE
    assert NO_LONGER_SAID.findall(text) == []


def test_the_whole_guide_is_short():
    assert (
        sum(len(read(f"docs/guida/{page}.md").split()) for page in CHAPTERS.keys() - {"parole"})
        <= WHOLE_GUIDE
    )


@pytest.mark.parametrize("page", sorted(HELP))
def test_the_help_beside_a_page_has_the_words_of_the_office(page):
    assert NO_LONGER_SAID.findall(" ".join(HELP[page].sentences)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_links_lead_somewhere(document):
    """Within the repository: to files that exist, and to headings that these have."""
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", document.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        found = (document.parent / path) if path else document
        assert found.exists(), f"{target} does not exist"
        assert not anchor or anchor in anchors(found), f"{target} has no such heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_make_targets_and_commands_exist(document):
    """What a reader is told to type can be typed."""
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^|\d )make ([a-z-]+)", text, re.MULTILINE)) <= targets
    own = {path.stem for package in PACKAGES for path in (BASE / package).rglob("commands/*.py")}
    django = {"check", "migrate", "collectstatic", "createsuperuser", "clearsessions", "shell"}
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= own | django


@pytest.mark.parametrize("package", PACKAGES)
def test_architecture_names_every_room_and_no_other(package):
    """Each module or package, but for the plumbing of Django; and no module that is gone."""
    tree = read("docs/architecture.md").split(f"\n{package}/ ", 1)[1].split("\n\n", 1)[0]
    rooms = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (BASE / package).iterdir()
        if path.name not in PLUMBING
    }
    missing = {room for room in rooms if not re.search(rf"(?<![\w/]){re.escape(room)}", tree)}
    assert not missing, f"docs/architecture.md does not say what {sorted(missing)} are for"
    gone = set(re.findall(r"\w+\.py", tree)) - {path.name for path in (BASE / package).rglob("*.py")}
    assert not gone, f"docs/architecture.md still has {sorted(gone)}"


@pytest.mark.parametrize(
    "label",
    [
        "subscribers",
        "broadcasts",
        "webhook",
        "privacy",
        "trail",
        "accounts",
        "staff_notices",
        "elections",
        "metrics",
    ],
)
def test_the_glossary_has_every_model_by_both_names(label):
    rows = [row for heading in GLOSSARY for row in table("docs/glossary.md", heading)]
    for model in apps.get_app_config(label).get_models():
        screen = [row[1] for row in rows if row[0] == model.__name__ or f"`{model.__name__}`" in row[2]]
        assert screen == [str(model._meta.verbose_name)], model.__name__


def test_the_glossary_has_every_state_as_it_is_on_screen():
    rows = table("docs/glossary.md", "## States")
    campaign = {row[0]: row[1] for row in rows if row[0]}
    delivery = {row[2]: row[3] for row in rows}
    assert campaign == {str(status): label for status, label in CAMPAIGN_LABELS.items()}
    assert delivery == {str(status): label for status, label in DELIVERY_LABELS.items()}


@pytest.mark.django_db
def test_roles_are_those_of_the_groups():
    """The table of the rights says what the migrations grant, to whom; a group goes by its first word."""
    rows = table("docs/privacy/roles.md", "## Chi può fare che cosa")
    told = {
        group: {
            permission
            for _, permissions, who in rows
            if group.split()[0] in who.split(", ")
            for permission in re.findall(r"`([\w.]+)`", permissions)
        }
        for group in GROUPS
    }
    granted = {group: set() for group in GROUPS}
    for group in Group.objects.prefetch_related("permissions__content_type"):
        for permission in group.permissions.all():
            granted[group.name].add(f"{permission.content_type.app_label}.{permission.codename}")
    assert told == granted


PINNED = ("requirements.txt", "requirements-dev.txt", "requirements-train.txt")


def distributions_imported() -> set[str]:
    """The libraries that code and tests import, by the names under which they are installed."""
    sources = [path for folder in (*PACKAGES, "tests") for path in (BASE / folder).rglob("*.py")]
    imported = {name.split(".")[0] for path in sources for name in imports_of(path)}
    installed = packages_distributions()
    return {installed[name][0].lower().replace("_", "-") for name in imported if name in installed}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import(names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module


def test_every_library_is_pinned_and_explained():
    """Whatever is imported has its row in the decision, and whatever has a row is pinned."""
    rows = [
        *table("docs/decisions/0002-dependencies.md", "## What the service runs on"),
        *table("docs/decisions/0002-dependencies.md", "## What only who wants it installs"),
        *table("docs/decisions/0002-dependencies.md", "## What tests and checks need beside"),
    ]
    explained = {name.strip().lower() for row in rows for name in row[0].split(",")}
    pins = re.findall(r"^([\w-]+)==", "".join(map(read, PINNED)), re.MULTILINE)
    assert distributions_imported() <= explained
    assert explained <= {name.lower() for name in pins}


def test_the_changelog_begins_with_what_is_not_released_yet():
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"


@pytest.mark.parametrize("page", sorted(name for name, told in HELP.items() if told.part))
def test_help_leads_to_a_heading_that_its_chapter_has(page):
    assert HELP[page].part in anchors(GUIDE / f"{HELP[page].chapter}.md")
