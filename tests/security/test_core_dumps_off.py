"""The keys in a process's environment and memory: no other process of the same user reads them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cascina_whatsapp.security import core_dumps_off
from tests import patience
from tests.journeys.stack import BASE

from .serving import KEY, NOWHERE, environment, migrate

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")

NOBODY = 65534
ASK = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # PR_GET_DUMPABLE
BEGINNINGS = {
    "site": "import cascina_whatsapp.wsgi",
    "webhook": "import cascina_whatsapp.webhook_wsgi",
    "worker, beat": "from cascina_whatsapp import celery; celery.check_before_starting()",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A database with its tables."""
    place = tmp_path_factory.mktemp("memory")
    (place / "static").mkdir()
    migrate(place)
    return place


@pytest.mark.parametrize(("developing", "told"), [("false", "0"), ("true", "1")])
@pytest.mark.parametrize("process", BEGINNINGS)
def test_every_process_of_the_service_hides_its_memory(process, developing, told, folder: Path):
    values = os.environ | environment(NOWHERE, NOWHERE, folder) | KEY
    values |= {"DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings", "DJANGO_DEBUG": developing}
    code = [sys.executable, "-c", f"{BEGINNINGS[process]}\n{ASK}"]
    answer = patience.run(code, cwd=BASE, env=values, capture_output=True, text=True)
    assert answer.stdout.split()[-1:] == [told], answer.stderr


@pytest.mark.parametrize("file", ["environ", "maps"])
@pytest.mark.parametrize("hidden", [True, False])
def test_another_process_of_the_same_user_reads_nothing(file: str, hidden: bool):
    """Root reads everything: under root both are somebody else."""
    user = NOBODY if os.geteuid() == 0 else None
    source = Path(core_dumps_off.__file__).read_text().replace("from django.conf import settings", "")
    developing = "class settings: DEBUG = False\n"
    holds = f"{source}\n{developing}{'hide()' if hidden else ''}\nprint('ready', flush=True)\ninput()"
    reads = "import sys; open(sys.argv[1], 'rb')"
    python = [os.path.realpath(sys.executable), "-I", "-c"]
    with subprocess.Popen(
        [*python, holds], env={"KEY": "x"}, user=user, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"ready\n"
        reader = patience.run(
            [*python, reads, f"/proc/{holder.pid}/{file}"], user=user, capture_output=True, cwd="/"
        )
        holder.communicate(b"\n")
    assert (b"PermissionError" in reader.stderr) is hidden, reader.stderr
