"""The civil protection's office: it publishes bulletins as the real one does, on this machine.

The names of files and columns, the words of the levels, names that stand again and again in a zone and spoilt accents
are as in pcm-dpc/DPC-Bollettini-Criticita-Idrogeologica-Idraulica; what is in them is invented.
"""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from broadcasts.slices.bulletins import looking
from broadcasts.slices.bulletins.models import BulletinWatch
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.people import GIULIA
from tests.web.sources.site import Request, Site

GREEN, YELLOW, ORANGE, RED = (
    "Assenza di fenomeni significativi prevedibili / NESSUNA ALLERTA",
    "Ordinaria / ALLERTA GIALLA",
    "Moderata / ALLERTA ARANCIONE",
    "Elevata / ALLERTA ROSSA",
)
RISKS = ("idraulico", "temporali", "idrogeologico")
TUESDAY, WEDNESDAY = date(2026, 11, 10), date(2026, 11, 11)
STORMS = {"thunderstorms": 1}
"""What the office wants to hear of in most stories: thunderstorms, from yellow on."""


def at(clock: str, day: date = TUESDAY) -> datetime:
    """A moment of a day on Cascina's clocks."""
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo("Europe/Rome"))


def zone(*comuni: str, name: str = "Arno-Costa", **said: str) -> dict:
    """A zone with its shape; of a risk of which nothing is said, nothing is to be feared."""
    levels = {f"Per rischio {risk}": said.get(risk, GREEN) for risk in RISKS}
    properties = {"Nome zona": name, "Rappresentata nella mappa": GREEN, **levels, "Comuni": list(comuni)}
    return {"type": "Polygon", "arcs": [[0]], "properties": properties}


def file(*zones: dict, name: str = "20261110_1512_today") -> bytes:
    """One day of a bulletin, as TopoJSON."""
    objects = {name: {"type": "GeometryCollection", "geometries": list(zones)}}
    told = {"type": "Topology", "arcs": [[[141448, 178736], [-54, -24]]], "objects": objects}
    return json.dumps(told, ensure_ascii=False).encode()


def of_storms(level: str) -> bytes:
    """A day with such thunderstorms in our zone, whose names stand there twice, and worse ones elsewhere."""
    ours = zone("Calcinaia", "Cascina", "Pontedera", "Calcinaia", "Cascina", "Pontedera", temporali=level)
    return file(zone("Roncè", "RoncÃ\xa0", temporali=RED), ours)


class Office(Site):
    """Its folder and its files; `published` holds both days of each bulletin, by its moment."""

    def __init__(self) -> None:
        super().__init__()
        self.published: dict[str, tuple[bytes, bytes]] = {}
        self.more: dict[str, object] = {}
        """What else its list says."""
        self.paths: list[str] = []
        self.answer = self.give

    @property
    def list(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/git/trees/master:files/topojson"

    def issues(self, moment: str, today: str = GREEN, tomorrow: str = GREEN) -> None:
        """Publish a bulletin on thunderstorms."""
        self.published[moment] = (of_storms(today), of_storms(tomorrow))

    def listed(self) -> bytes:
        names = [f"{moment}_{day}" for moment in sorted(self.published) for day in ("today", "tomorrow")]
        blobs = f"http://127.0.0.1:{self.server_port}/git/blobs/"
        tree = [{"path": f"{name}.json", "type": "blob", "url": blobs + name} for name in names]
        readme = {"path": "README.md", "type": "blob", "url": blobs}
        return json.dumps({"truncated": False, "tree": [readme, *tree]} | self.more).encode()

    def give(self, request: Request) -> None:
        self.paths.append(request.path)
        if "/trees/" in request.path:
            mark = f'"{hash((self.listed(), *self.published.values()))}"'
            known = request.headers["If-None-Match"] == mark
            request.say(b"" if known else self.listed(), 304 if known else 200, ETag=mark)
        else:
            moment, _, day = request.path.rpartition("/")[2].rpartition("_")
            request.say(self.published[moment][day == "tomorrow"])


def wants(**choices: object) -> None:
    """What the office chose on its page."""
    BulletinWatch.objects.update(etag="", **choices)


def look(clock: str, day: date = TUESDAY) -> None:
    """The tick at this moment."""
    looking.look(at(clock, day))


def told(subject: str) -> list[str]:
    """What colleagues were told under this heading, each sentence once."""
    found = StaffNotice.objects.filter(subject=subject).order_by("pk")
    return list(dict.fromkeys(found.values_list("sentence", flat=True)))


def alarms() -> int:
    """How often Giulia was told by e-mail that it can't be read."""
    hers = StaffNotice.objects.filter(person__username=GIULIA.username, wants_email=True)
    return hers.filter(subject__startswith="Il bollettino").count()
