"""What others expect of the documents that we publish, written down as schemas."""

from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parent


@cache
def _atom() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(FOLDER / "atom.rng"))


def faults_of_atom(document: bytes) -> list[str]:
    """What RFC 4287 does not allow. Raises XMLSyntaxError of what no reader could open."""
    read = etree.fromstring(document)
    return [] if _atom().validate(read) else [str(fault) for fault in _atom().error_log]
