"""The containers run what the units run, with as little right: compose.yaml and the Containerfile, as written."""

import re
import shlex

import pytest
import yaml

from .programs import BASE, DEPLOY
from .test_units import SERVICES, command, unit

CONTAINERS = DEPLOY / "container"
COMPOSED = yaml.safe_load((CONTAINERS / "compose.yaml").read_text(encoding="utf-8"))["services"]
BUILT = (CONTAINERS / "Containerfile").read_text(encoding="utf-8")
OURS = [*SERVICES, "prepare"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_runs_what_its_unit_runs_with_as_much_memory(service):
    """But for where the programs lie, and for the address: the network of containers is another."""
    words = [re.sub(r"^/opt/cascina-whatsapp/(\.venv/bin/)?", "", word) for word in command(service)]
    composed = [word.replace("0.0.0.0", "127.0.0.1") for word in COMPOSED[service]["command"]]  # noqa: S104
    assert composed == words
    (most,) = re.findall(r"^MemoryMax=(.+)$", unit(service).read_text(encoding="utf-8"), re.MULTILINE)
    assert COMPOSED[service]["mem_limit"] == most.lower()


@pytest.mark.parametrize("service", COMPOSED)
def test_a_container_can_do_little(service):
    """Only the proxy of this machine gets in, and only who has somebody to call gets out."""
    options = COMPOSED[service]
    assert (options["read_only"], options["cap_drop"]) == (True, ["ALL"])
    assert options["security_opt"] == ["no-new-privileges:true"]
    assert options["user"].split(":")[0] not in ("0", "root")
    assert service == "prepare" or "test" in options["healthcheck"]
    ports = options.get("ports", [])
    assert all(port.startswith("127.0.0.1:") for port in ports)
    published = ("outside" in options["networks"], bool(ports))
    assert published == (service in ("web", "webhook", "worker"), service in ("web", "webhook"))


def test_what_ends_depends_on_nothing():
    """podman-compose would not start what comes after it: it waits for the database by itself."""
    assert COMPOSED["prepare"]["depends_on"] == []
    assert "healthy.py database 5432" in COMPOSED["prepare"]["command"][-1]


def test_the_image_runs_as_nobody_that_matters_and_holds_what_the_service_reads():
    assert re.findall(r"^USER (.+)$", BUILT, re.MULTILINE) == ["10001:10001"]
    assert {COMPOSED[service]["user"] for service in OURS} == {"10001:10001"}
    copied = re.findall(r"^COPY (?!--from)(.+)$", BUILT, re.MULTILINE)
    sources = [source for line in copied for source in shlex.split(line)[:-1]]
    assert [source for source in sources if not (BASE / source).exists()] == []
    assert {"cascina_whatsapp", "subscribers", "broadcasts", "templates", "manage.py"} <= set(sources)
    assert "--require-hashes --only-binary :all: -r requirements.txt" in BUILT
