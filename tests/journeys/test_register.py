"""A citizen joins, leaves, has the data erased; the auditor takes the register away, and can still trust it."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from cascina_whatsapp.privacy.models import RightsRequest
from subscribers.models import ConsentRecord

from .citizens import Clerk
from .desk import PASSWORD

ELSA = "+393200028101"
WHY = "Controllo annuale dei consensi"
EXPORT, REQUEST = "/admin/esportazioni-del-registro/aggiungi/", "/admin/richieste-sui-dati/"


@pytest.fixture(scope="module")
def exported(stack, phones, desk, tmp_path_factory) -> Path:
    """The folder in which the auditor unpacked the export, after all that Elsa did."""
    wanted = iter(range(1, 9))

    def tells(words: str, answer: str) -> None:
        number = next(wanted)
        phones.say(ELSA, words)
        said_at = int(stack.now().timestamp())
        (got,) = stack.until(lambda: phones.answers_to(ELSA)[number - 1 : number])
        assert answer in got, got
        # WhatsApp's times are whole seconds, and of two in the same second leaving wins: nobody reads so fast.
        stack.until(lambda: int(stack.now().timestamp()) > said_at)

    tells("Iscrizione", "La tua iscrizione è attiva")
    tells("Cancellazione", "Fatto: non riceverai più messaggi")
    tells("Iscrizione", "La tua iscrizione è attiva")
    tells("cancellate i miei dati", "ricevuto la richiesta di cancellare i tuoi dati")
    asked = RightsRequest.objects.using("journeys").latest("pk")
    erase(desk, asked.pk)

    page = desk.auditor.open(EXPORT)
    page = desk.auditor.send(EXPORT, page, format="csv", reason=WHY)
    address = re.search(r'href="([^"]+/scarica/)"', page.text)[1]
    folder = tmp_path_factory.mktemp("auditor")
    ZipFile(BytesIO(desk.auditor.open(address).content)).extractall(folder)
    return folder


def erase(desk, number: int) -> None:
    officer = Clerk(desk.stack, "vera", PASSWORD)  # who has just said who she is
    page = officer.open(f"{REQUEST}{number}/cancella-dati/")
    answer = officer.send(f"{REQUEST}{number}/cancella-dati/", page, understood="on")
    assert answer.ok, answer.status_code
    assert RightsRequest.objects.using("journeys").get(pk=number).status == "done"


def test_what_elsa_wrote_is_gone_and_the_proof_is_there(exported):
    hers = ConsentRecord.objects.using("journeys").get(kind="erased")
    mine = ConsentRecord.objects.using("journeys").filter(pseudonym=hers.pseudonym).exclude(kind="erased")
    assert list(mine.order_by("sequence").values_list("kind", flat=True)) == [
        "opt_in",
        "opt_out",
        "opt_in",
        "opt_out",
    ]
    assert set(mine.values_list("words", flat=True)) == {""}
    text = (exported / "registro.csv").read_text(encoding="utf-8")
    assert hers.pseudonym in text
    assert ELSA.removeprefix("+39") not in text


def test_both_verifiers_say_yes(stack, exported):
    """The auditor's, on a computer that has Python and nothing else, and the service's own."""
    command = [sys.executable, "-I", "verify_export.py", "registro.csv", "manifesto.json"]
    said = subprocess.run(command, cwd=exported, check=False, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Il registro è integro" in stack.manage("verify_consent_log")
