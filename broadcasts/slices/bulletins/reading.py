"""The child process's readers of what the civil protection publishes: which bulletins, and what one says of a Comune.

They are called by their names in a process that has neither Django nor settings (`security.untrusted_files`). Of
megabytes of borders and names they give back a few words.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

RISKS = {"hydraulic": "idraulico", "hydrogeological": "idrogeologico", "thunderstorms": "temporali"}
"""Risk → its name in the bulletin, after "Per rischio"."""
LEVELS = ("nessuna allerta", "allerta gialla", "allerta arancione", "allerta rossa")
"""The last words of what a bulletin says of a risk, the gravest last."""
BULLETINS, ZONES = "bulletins", "zones"
FILE = re.compile(r"([0-9]{8}_[0-9]{4})_(today|tomorrow)\.json")
LATEST = 40
"""Bulletins of the list that are looked at: more than twenty days."""
MOST_OF_A_WORD = 60
SPELT_WITH_APOSTROPHE = re.compile(r"[aeiou]['’`´](?![a-z])")


def published(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Read a folder as GitHub lists it: of the latest whole bulletins the moment, and the addresses of both days.

    ValueError where the list is cut: the latest stand at its end.
    """
    listed = json.loads(content)
    if listed.get("truncated"):
        raise ValueError("the list is cut")
    found: dict[str, dict[str, str]] = {}
    for one in listed["tree"]:
        if file := FILE.fullmatch(one["path"]):
            found.setdefault(file[1], {})[file[2]] = one["url"]
    whole = sorted(moment for moment, days in found.items() if len(days) == 2)
    return {BULLETINS: {moment: found[moment] for moment in whole[-LATEST:]}}, b""


def asked(name: str, content: bytes) -> bytes:
    """Pack the input of `levels`: the name of the Comune in a line of ours, then the file as it was found."""
    return json.dumps(name).encode() + b"\n" + content


def levels(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Read what each zone with our Comune says of each risk. A Comune that is in none: no zone."""
    head, _, file = content.partition(b"\n")
    ours = folded(json.loads(head))
    told = json.loads(file.decode("utf-8-sig", "replace"))
    return {ZONES: [_of(zone) for zone in _zones(told) if ours in map(folded, set(zone["comuni"]))]}, b""


def _zones(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for collection in told["objects"].values():
        for geometry in collection["geometries"]:
            yield {"comuni": ()} | {name.lower(): value for name, value in geometry["properties"].items()}


def _of(zone: Mapping[str, Any]) -> dict[str, str]:
    return {risk: level(str(zone.get(f"per rischio {name}", ""))) for risk, name in RISKS.items()}


def level(said: str) -> str:
    """Return the words of a level: "allerta gialla" of "Ordinaria / ALLERTA GIALLA". They may be none of LEVELS."""
    return " ".join(said.rpartition("/")[2].lower().split())[:MOST_OF_A_WORD]


def folded(name: str) -> str:
    """Return the letters of a name that no encoding spoils: "Roncà", "RoncÃ\xa0", "RONCA'" and "Ronc?" are alike."""
    plain = unicodedata.normalize("NFC", name).lower()
    return re.sub(r"[^a-z]", "", SPELT_WITH_APOSTROPHE.sub("", plain))
