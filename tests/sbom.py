"""What the service is made of, for whoever watches over known holes: CycloneDX 1.6, by `make sbom`.

https://cyclonedx.org/docs/1.6/json/. Names, versions and hashes are those of requirements.txt; licences and who needs
whom are read off the installed packages. The same packages give the same file.
"""

import json
import re
import sys
import tomllib
import uuid
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BASE = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([\w.-]+)==([^ ;\\]+)((?:.*\\\n)*.*)$", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
NAMESPACE = uuid.UUID("3b1f6a52-6d0e-4f43-9b0b-7d7a3f0f6f11")


def pinned() -> dict[str, tuple[str, list[str]]]:
    """Each package of requirements.txt: its version, and the SHA-256 of every file that it may be installed from."""
    text = (BASE / "requirements.txt").read_text(encoding="utf-8")
    return {
        canonicalize_name(name): (version, HASH.findall(rest)) for name, version, rest in PIN.findall(text)
    }


def bill() -> dict[str, Any]:
    """The whole bill of materials, ready to be written as JSON."""
    pins = pinned()
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    itself = {
        "type": "application",
        "bom-ref": f"{project['name']}@{project['version']}",
        "name": project["name"],
        "version": project["version"],
        "licenses": [{"license": {"id": project["license"]}}],
    }
    components = [component(name, *pin) for name, pin in sorted(pins.items())]
    content = {
        "metadata": {"component": itself},
        "components": components,
        "dependencies": [
            {"ref": itself["bom-ref"], "dependsOn": [reference(name, pins) for name in asked_for()]},
            *({"ref": reference(name, pins), "dependsOn": needs(name, pins)} for name in sorted(pins)),
        ],
    }
    serial = uuid.uuid5(NAMESPACE, json.dumps(content, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": serial.urn, "version": 1}
    return head | content


def component(name: str, version: str, hashes: list[str]) -> dict[str, Any]:
    """One package; without licence where it is not installed here, being for another system."""
    purl = f"pkg:pypi/{name}@{version}"
    files = {
        "type": "distribution",
        "url": f"https://pypi.org/project/{name}/{version}/",
        "hashes": [{"alg": "SHA-256", "content": content} for content in hashes],
    }
    found = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return found | {"licenses": licenses(name), "externalReferences": [files]}


def licenses(name: str) -> list[dict[str, Any]]:
    """As the package itself says it: an SPDX expression, its classifiers, or in words."""
    package = installed(name)
    if package is None:
        return []
    if expression := package.metadata.get("License-Expression"):
        return [{"expression": expression}]
    told = [line for line in package.metadata.get_all("Classifier", []) if line.startswith("License :: ")]
    if not told and (words := package.metadata.get("License", "").strip()):
        return [{"license": {"name": words.splitlines()[0][:100]}}]
    return [{"license": {"name": line.rpartition(" :: ")[2]}} for line in told]


def asked_for() -> list[str]:
    """What we ask for ourselves: requirements.in."""
    lines = (BASE / "requirements.in").read_text(encoding="utf-8").splitlines()
    return sorted(canonicalize_name(Requirement(line).name) for line in lines if line and line[0] not in "#-")


def needs(name: str, pins: dict[str, tuple[str, list[str]]]) -> list[str]:
    """What the package itself needs, of all that is pinned."""
    package = installed(name)
    wanted = [Requirement(line) for line in (package.requires if package else None) or []]
    here = [
        one
        for one in wanted
        if one.marker is None or one.marker.evaluate({**default_environment(), "extra": ""})
    ]
    return sorted(
        {reference(canonicalize_name(one.name), pins) for one in here if canonicalize_name(one.name) in pins}
    )


def reference(name: str, pins: dict[str, tuple[str, list[str]]]) -> str:
    return f"pkg:pypi/{name}@{pins[name][0]}"


def installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def main(file: str) -> None:
    """Write it to this file."""
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
