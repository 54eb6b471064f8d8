"""publiccode.yml is what the catalogues of reuse read: version 0.7 of the standard, its fields and its values.

https://yml.publiccode.tools/schema.core.html. What only the Comune knows stands there as a blank, and is listed here.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

BASE = Path(__file__).resolve().parents[2]
CARD: dict[str, Any] = yaml.safe_load((BASE / "publiccode.yml").read_text(encoding="utf-8"))
ITALIAN = CARD["description"]["it"]
MANDATORY = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description/it/shortDescription",
    "description/it/longDescription",
    "description/it/features",
    "legal/license",
    "maintenance/type",
    "maintenance/contacts/name",  # where the maintenance is internal
    "localisation/localisationReady",
    "localisation/availableLanguages",
    "organisation/uri",  # where there is an organisation
}
OPTIONAL = {
    "applicationSuite",
    "landingURL",
    "isBasedOn",
    "softwareVersion",
    "releaseDate",
    "logo",
    "categories",
    "usedBy",
    "fundedBy",
    "roadmap",
    "supports/id",
    "organisation/name",
    "intendedAudience/countries",
    "intendedAudience/unsupportedCountries",
    "intendedAudience/scope",
    "description/it/localisedName",
    "description/it/documentation",
    "description/it/apiDocumentation",
    "description/it/screenshots",
    "description/it/videos",
    "description/it/awards",
    "legal/mainCopyrightOwner",
    "maintenance/contacts/email",
    "maintenance/contacts/affiliation",
    "maintenance/contacts/phone",
    *(
        f"dependsOn/{kind}/{key}"
        for kind in ("open", "proprietary", "hardware")
        for key in ("name", "optional")
    ),
    *(f"dependsOn/{kind}/version{end}" for kind in ("open", "proprietary") for end in ("", "Min", "Max")),
}
"""Every other field that is not deprecated."""
BLANKS = {
    "url": "https://example.org/comune-cascina/REPOSITORY.git",
    "maintenance/contacts/name": "DA INDICARE",
}
"""What the Comune has to fill in before publication. Once it has, the line goes."""
CATEGORIES = {"communications", "instant-messaging", "digital-citizenship", "social-media-management"}
SCOPES = {"local-authorities", "government"}
ALIASES = {"gdpr", "eidas", "nis2", "cra", "spid", "cie", "anpr", "pagopa", "io"}


def fields(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each field with its value: "legal/license"; of a list of sections, that of each."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields(inner, f"{path}/{key}".lstrip("/"))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from fields(inner, path)
    else:
        yield path, value


def test_it_has_every_field_that_is_mandatory_and_none_that_the_standard_does_not_know():
    there = {path for path, value in fields(CARD) if value not in ("", None, [])}
    assert there >= MANDATORY
    assert there <= MANDATORY | OPTIONAL


def test_only_what_the_comune_alone_knows_is_a_blank():
    told = dict(fields(CARD))
    assert {path: told[path] for path in BLANKS} == BLANKS
    others = [value for path, value in told.items() if path not in BLANKS and isinstance(value, str)]
    assert [value for value in others if re.search(r"DA INDICARE|example\.(org|com)|TODO", value)] == []


def test_its_values_are_those_of_the_standard():
    assert CARD["publiccodeYmlVersion"] in ("0", "0.7")
    assert CARD["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert (CARD["platforms"], CARD["softwareType"]) == (["web"], "standalone/web")
    assert set(CARD["categories"]) <= CATEGORIES
    assert set(CARD["intendedAudience"]["scope"]) <= SCOPES
    assert {one["id"].removeprefix("alias:") for one in CARD["supports"]} <= ALIASES
    assert CARD["maintenance"]["type"] == "internal"
    assert isinstance(CARD["localisation"]["localisationReady"], bool)
    assert CARD["localisation"]["availableLanguages"] == ["it"]


def test_its_texts_have_the_lengths_of_the_standard():
    assert 0 < len(ITALIAN["shortDescription"]) <= 150
    assert 150 <= len(ITALIAN["longDescription"]) <= 10_000


@pytest.mark.parametrize("picture", [CARD["logo"], *ITALIAN["screenshots"]])
def test_its_pictures_are_in_the_repository(picture):
    assert (BASE / picture).is_file()
    assert picture.endswith((".svg", ".png", ".jpg"))


def test_it_says_what_the_project_says():
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert CARD["legal"]["license"] == project["license"]
    assert CARD["softwareVersion"] == project["version"]
