"""The people of the tests' stories. None exists; the numbers are of no operator's customers."""

from dataclasses import dataclass

from cascina_whatsapp.whatsapp.cloud_api.people import Person


@dataclass(frozen=True)
class Citizen:
    """Somebody with a telephone: `phone` in E.164, or "" where WhatsApp hides it behind the BSUID."""

    name: str
    phone: str
    bsuid: str

    @property
    def person(self) -> Person:
        return Person(phone=self.phone, bsuid=self.bsuid)


ANNA = Citizen("Anna", "+393200000101", "IT.13490000000000101")
"""Retired teacher in San Frediano: writes exactly what the poster says."""
BRUNO = Citizen("Bruno", "+393200000102", "IT.13490000000000102")
"""Cabinet maker: joins, gets tired of it, leaves, and never wants to argue."""
CARLA = Citizen("Carla", "", "IT.13490000000000103")
"""Student who goes by a user name: the Comune never sees her number."""
DARIO = Citizen("Dario", "+39335000104", "")
"""Farmer with a nine-digit number, as old as mobile telephones, and an old WhatsApp without BSUID."""
ELENA = Citizen("Elena", "+393200000105", "IT.13490000000000105")
"""Commuter: wants to hear of roads and works, and of nothing else."""
FABIO = Citizen("Fabio", "+393200000106", "IT.13490000000000106")
"""Elena's neighbour: changes his number, and takes his subscription along."""


def crowd(count: int) -> list[Citizen]:
    """So many citizens of whom no story is told."""
    return [Citizen(f"citizen {number}", f"+39320100{number:04}", "") for number in range(count)]


@dataclass(frozen=True)
class Clerk:
    """Somebody who works at the town hall, in one of its groups."""

    username: str
    group: str


GIULIA = Clerk("giulia", "Redattore")
"""Writes the broadcasts at the Urp."""
PAOLO = Clerk("paolo", "Approvatore")
"""Head of the Urp: approves what Giulia writes."""
