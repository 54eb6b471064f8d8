"""systemd's units: it understands them, they start what the demo starts, and little can be done from inside."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests import processes

from .programs import BASE, DEPLOY, needed, said

UNITS = DEPLOY / "systemd"
SERVICES = ["web", "webhook", "worker", "beat"]
PLACE = "/opt/cascina-whatsapp"
EXPOSURE_AT_MOST = 2.5
"""Of ten, as `systemd-analyze security` counts; a service that says nothing has 9.6."""
CLOCK = ["-A", "cascina_whatsapp.celery.clock", "beat", "--loglevel", "INFO"]


def unit(service: str) -> Path:
    return UNITS / f"cascina-whatsapp-{service}.service"


def command(service: str) -> list[str]:
    (line,) = re.findall(r"^ExecStart=(.+)$", unit(service).read_text(encoding="utf-8"), re.MULTILINE)
    return shlex.split(line)


@pytest.fixture
def installed(tmp_path) -> Path:
    """The units as they lie in /etc/systemd/system, with programs that this machine has."""
    for path in UNITS.glob("cascina-whatsapp*"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(re.sub(rf"{PLACE}/\.venv/bin/\w+", shutil.which("true"), text))
    for service in SERVICES:
        drop_in = tmp_path / f"{unit(service).name}.d"
        drop_in.mkdir()
        shutil.copy(UNITS / "common.conf", drop_in)
    return tmp_path


def test_systemd_understands_them(installed):
    ours = [str(installed / unit(service).name) for service in SERVICES]
    analyze = needed("systemd-analyze", "systemd")
    target = str(installed / "cascina-whatsapp.target")
    assert said(analyze, "verify", "--man=no", *ours, target) == (0, "")


@pytest.mark.parametrize("service", SERVICES)
def test_little_can_be_done_from_inside(service, installed):
    analyze = needed("systemd-analyze", "systemd")
    name = unit(service).name
    ended, told = said(analyze, "security", "--offline=true", "--no-pager", f"./{name}", cwd=installed)
    (exposure,) = re.findall(rf"exposure level for {name}: ([\d.]+)", told)
    assert (ended, float(exposure) < EXPOSURE_AT_MOST) == (0, True)


@pytest.mark.parametrize(
    ("service", "program", "arguments"),
    [
        ("web", "granian", processes.web_server(8000)),
        ("webhook", "granian", processes.webhook_server(8002)),
        ("worker", "celery", [word for word in processes.worker() if word != "--beat"]),
        ("beat", "celery", CLOCK),
    ],
)
def test_they_start_what_the_demo_starts(service, program, arguments):
    assert command(service)[-len(arguments) - 1 :] == [f"{PLACE}/.venv/bin/{program}", *arguments]


def test_the_site_alone_steps_aside():
    script = f"{PLACE}/{processes.STEPPING_ASIDE.relative_to(BASE)}"
    assert command("web")[:2] == [f"{PLACE}/.venv/bin/python", script]
    weights = [name for name in SERVICES if "CPUWeight=10\n" in unit(name).read_text(encoding="utf-8")]
    assert weights == ["web"]
