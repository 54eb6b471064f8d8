"""The ZIP: the facts as JSON and to be read, the acts as they were uploaded, a manifest, and what verifies it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string

from cascina_whatsapp.elections.models import ElectoralPeriod
from subscribers.exporting import manifest, snapshot
from subscribers.rules import verify_export

from .facts import facts_of
from .notation import for_people

MAIN, READABLE, MANIFEST = "fascicolo.json", "fascicolo.html", "manifesto.json"
ACTS = {"act_file": "atti/atto-di-indizione.pdf", "internal_file": "atti/disposizione-interna.pdf"}
"""Field of a period → what its file is called in the ZIP."""
README = """\
Fascicolo di un periodo elettorale: {name}
Servizio WhatsApp del Comune di Cascina

CHE COSA C'È QUI
fascicolo.html: gli atti, i messaggi, le dichiarazioni e che cosa ne è stato, da leggere con un browser.
fascicolo.json: le stesse cose, e di più, per un programma. Le ore sono quelle italiane.
atti/: i PDF degli atti, come sono stati caricati. Di un allegato di un messaggio c'è l'impronta (SHA-256).
manifesto.json: le impronte di tutti i file. L'ultima, «impronta», è la sua.
verify_export.py: il programma che verifica. Non si collega a nulla e non scrive nulla.
Non c'è il numero di nessun cittadino.

COME SI VERIFICA
Serve Python 3.10 o più recente, senza altro. In una cartella con questi file e nient'altro:

    python verify_export.py fascicolo.json manifesto.json

Risponde «Tutto corrisponde» oppure dice quale file manca, è cambiato o è stato aggiunto.
Chi cambia tutto, anche il manifesto, si scopre così: l'impronta del manifesto è scritta nelle tracce del
servizio, con chi ha scaricato il fascicolo e quando. Lo stesso stato dà sempre lo stesso fascicolo.

L'IMPRONTA DI UN TESTO
È lo SHA-256 di «contenuto», scritto come JSON con le chiavi in ordine alfabetico, senza spazi, in UTF-8.
Un numero di telefono scritto in un motivo qui è un punto (•): allora l'impronta di quel testo non si ricalcola.
"""


@dataclass(frozen=True)
class Written:
    """The result of writing a case file: the manifest's own digest, by which the whole can be told again."""

    digest: str
    messages: int


def write(period: ElectoralPeriod, stream: BinaryIO) -> Written:
    """Write the ZIP of this period. A file at a time is in memory at most by blocks; the facts are."""
    with snapshot(), ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        acts = {name: file for field, name in ACTS.items() if (file := _there(getattr(period, field)))}
        facts = facts_of(period, {str(file.name): name for name, file in acts.items()})
        main = _store(archive, MAIN, [_pretty(facts)])
        together = {MAIN: main.sha256, READABLE: _store(archive, READABLE, [_page(facts)]).sha256}
        together |= {name: _store(archive, name, _blocks(file)).sha256 for name, file in acts.items()}
        for name, text in _papers(period).items():
            together[name] = _store(archive, name, [text]).sha256
        written = manifest.as_written(_described(period, facts, main, together))
        _store(archive, MANIFEST, [written.encode()])
    return Written(json.loads(written)["impronta"], len(facts["messaggi"]))


def _there(file: FieldFile) -> FieldFile | None:
    """Return the file of an act, if there is one and it is not lost."""
    return file if file and file.storage.exists(str(file.name)) else None


def _blocks(file: FieldFile) -> Iterator[bytes]:
    with file.storage.open(str(file.name), "rb") as opened:
        yield from opened.chunks()


def _store(archive: ZipFile, name: str, blocks: Iterable[bytes]) -> manifest.Measured:
    entry = ZipInfo(name)  # of no day: the same state gives the same bytes
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
    with archive.open(entry, "w") as stream:
        measured = manifest.Measured(stream)
        for block in blocks:
            measured.write(block)
        measured.finish()
    return measured


def _papers(period: ElectoralPeriod) -> dict[str, bytes]:
    program = Path(verify_export.__file__).read_bytes()
    return {"verify_export.py": program, "LEGGIMI.txt": README.format(name=period.name).encode()}


def _pretty(facts: dict[str, object]) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


def _page(facts: dict[str, object]) -> bytes:
    return render_to_string("case_file/case_file.html", {"facts": for_people(facts)}).encode()


def _described(
    period: ElectoralPeriod, facts: dict[str, list[object]], main: manifest.Measured, together: dict[str, str]
) -> dict[str, object]:
    """Build the manifest of a case file."""
    return {
        "documento": "Fascicolo di un periodo elettorale, servizio WhatsApp del Comune di Cascina",
        "periodo": {"numero": period.pk, "nome": period.name},
        "messaggi": len(facts["messaggi"]),
        "file": {"nome": MAIN, "formato": "json", "byte": main.size, "sha256": main.sha256},
        "blocchi": {"byte": manifest.BLOCK, "sha256": main.blocks},
        "insieme": together,
        "verificato": f"{len(together)} file del fascicolo, e il manifesto",
        "impronta": "",
    }
