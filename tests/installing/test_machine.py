"""On a machine that has none of it `deploy/install.sh` brings the whole service up, and it works: through the proxy.

The machine has a systemd of its own, so that the units run as they are: confined, under the service's user.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest

from broadcasts.sending.account.samples import sample
from tests.journeys.desk import HIRE
from tests.patience import until

from .machine import PLACE, Machine
from .programs import BASE, needed
from .test_units import SERVICES

pytestmark = pytest.mark.sweep
NAME = "whatsapp.comune.example.it"
OPERATIONS = (BASE / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCKS = dict(
    re.findall(r"^#+ ([^\n]+)\n(?:(?!^#).)*?^```sh\n(.*?)^```", OPERATIONS, re.MULTILINE | re.DOTALL)
)
"""The commands that the document prints, by the heading above them."""
ELSEWHERE = {"Containers", "To a moment"}
"""What takes podman, and images from a registry; what `tests/backing_up` runs on a server of its own."""
STICK, RECIPIENTS = "/media/stick", "/etc/cascina-whatsapp/backup-recipients"
BACKUP = "/var/backups/cascina-whatsapp"
ByHand = dict[str, Callable[[str], object]]
INSTALL = (f"/{PLACE}/deploy/install.sh", NAME)
PYTHON = f"/{PLACE}/.venv/bin/python"
ENVIRONMENT, CERTIFICATE = "/etc/cascina-whatsapp/env", "/etc/cascina-whatsapp/tls/own.crt"
MADE_ONCE = ["DJANGO_SECRET_KEY", "CONSENT_HASH_KEY", "DATA_KEYS", "WHATSAPP_VERIFY_TOKEN"]
FROM_META = {
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "102290129340398",
    "WHATSAPP_APP_ID": "304050607080901",
    "WHATSAPP_ACCESS_TOKEN": "token-of-a-trial-that-opens-nothing-at-all",
    "WHATSAPP_APP_SECRET": "app-secret-of-a-trial-0123456789abcdef",
}
SIMULATOR = "http://127.0.0.1:8001"
OF_THE_TRIAL = {
    "WHATSAPP_API_URL": SIMULATOR,
    "SECOND_FACTOR_REQUIRED": "false",
    "LAUNCH_GRACE_SECONDS": "0",
}
LACKS_SETTINGS = 3
TOPIC = "from subscribers.models import Topic; print(Topic.objects.get(name='Servizi e scadenze').pk)"


def keys(machine: Machine) -> dict[str, str]:
    """What may never be made a second time."""
    lines = dict(line.split("=", 1) for line in machine.must("grep", "=", ENVIRONMENT).splitlines())
    return {name: lines[name] for name in MADE_ONCE}


def write_down(machine: Machine, values: dict[str, str]) -> None:
    """An editor at work on the settings."""
    for name, value in values.items():
        machine.must("sed", "-i", f"s|^{name}=.*|{name}={value}|", ENVIRONMENT)


def printed(
    machine: Machine, heading: str, *, folder: str = "/root", by_hand: ByHand | None = None
) -> list[str]:
    """Do what the document prints under a heading, line by line, as root; what each line said. Each ends well.

    `by_hand`: what somebody does in place of the lines that begin so.
    """
    said = []
    for line in BLOCKS[heading].splitlines():
        acts = [act for words, act in (by_hand or {}).items() if line.startswith(words)]
        told = acts[0](line) if acts else machine.must("bash", "-c", f"cd {folder} && {line}")
        said.append(str(told))
    return said


def manage(machine: Machine, *arguments: str) -> str:
    """A command of the service, as its user."""
    return machine.must("cascina", *arguments)


def start_the_simulator(machine: Machine) -> None:
    """WhatsApp, which posts to the public address. What runs here trusts the machine's own certificate."""
    machine.must("sh", "-c", f"echo 127.0.0.1 {NAME} >> /etc/hosts")
    machine.must("sh", "-c", f"cat {CERTIFICATE} >> $({PYTHON} -m certifi)")
    named = [f"--setenv={name}={value}" for name, value in FROM_META.items()]
    simulator = [
        PYTHON,
        "-m",
        "tests.box.simulator",
        "--webhook-url",
        f"https://{NAME}/webhooks/whatsapp/",
    ]
    machine.must("systemd-run", "--unit=simulator", f"--working-directory=/{PLACE}", *named, *simulator)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Iterator[tuple[Machine, str]]:
    """As the document prints it: at first it tells what is missing, then somebody writes it down. The machine, and
    what the installation said at last."""
    needed("age", "age")  # which it would install
    with Machine(tmp_path_factory.mktemp("machine")) as bare:
        runs, made = [], {}

        def install(line: str) -> None:
            runs.append(bare.run("bash", "-c", line))

        def edit(line: str) -> None:
            made.update(keys(bare))
            write_down(bare, FROM_META | OF_THE_TRIAL)

        by_hand: ByHand = {
            "git clone": lambda line: "the sources lie there already",
            f"/{PLACE}/deploy/install.sh": install,
            "editor": edit,
            "cascina invite": lambda line: bare.must("bash", "-c", f"{line} --show"),  # no e-mail leaves here
            "cascina doctor": lambda line: bare.run("bash", "-c", line),  # it has something to say
        }
        printed(bare, "First installation", by_hand=by_hand)
        first, last = runs
        assert (first.returncode, last.returncode, keys(bare)) == (LACKS_SETTINGS, 0, made), last.stdout[
            -3000:
        ]
        assert [name for name in FROM_META if name in first.stdout and name != "WHATSAPP_APP_ID"]
        yield bare, last.stdout


@pytest.fixture(scope="module")
def machine(installed) -> Machine:
    return installed[0]


@pytest.fixture(scope="module")
def told(machine):
    """Has one part of the story happen on the machine."""
    start_the_simulator(machine)
    manage(machine, "shell", "--verbosity=0", "--command", HIRE)
    manage(machine, "whatsapp_templates", "--submit")
    content, name, _ = sample("image")
    (machine.root / "srv" / name).write_bytes(content)
    topic = manage(machine, "shell", "--verbosity=0", "--command", TOPIC).strip()
    where = {"SITE": f"https://{NAME}", "SIMULATOR": SIMULATOR, "TOPIC": topic, "ATTACHMENT": f"/srv/{name}"}
    run = f"cd /{PLACE} && exec {PYTHON} -m tests.installing.story $0"
    return lambda part: machine.must("sh", "-c", run, part, **where)


def examined(machine: Machine) -> str:
    """What the doctor says, whatever it finds."""
    return machine.run("cascina", "doctor", "--json").stdout


def what_is_not_well(machine: Machine) -> dict[str, str]:
    """The doctor's checks that are not well, and how they came out."""
    checks = json.loads(examined(machine))["checks"]
    return {check["name"]: check["outcome"] for check in checks if check["outcome"] != "ok"}


def shown(machine: Machine, service: str, *names: str) -> list[str]:
    """Properties of a unit, as systemd has them."""
    wanted = [f"--property={name}" for name in names]
    lines = machine.must("systemctl", "show", f"cascina-whatsapp-{service}", *wanted).splitlines()
    return [dict(line.split("=", 1) for line in lines)[name] for name in names]


@pytest.mark.parametrize("service", SERVICES)
def test_the_units_run_as_the_service_s_user_since_they_were_started(service, machine):
    assert shown(machine, service, "ActiveState", "User", "NRestarts") == ["active", "cascina", "0"]


def test_it_ends_with_the_doctor_s_word_and_what_is_left_to_people(installed):
    _, told = installed
    word, left = told.split("(cascina doctor)\n")[1].split("── Resta da fare a mano\n")
    assert re.search(r"^a posto +Redis: risponde\.$", word, re.MULTILINE)
    assert re.search(r"^Da sistemare: \d+\.", word, re.MULTILINE)
    to_do = ["certificato", "chiave delle copie", "cassaforte", "primi account", "Tutto pronto?"]
    assert [words in line for words, line in zip(to_do, left.splitlines(), strict=True)] == [True] * len(
        to_do
    )


def test_a_broadcast_arrives_and_the_proxy_speaks_for_its_name_alone_and_keeps_out_who_guesses(told):
    for part in ("broadcast", "proxy", "guessing"):
        told(part)


def test_the_keys_are_read_by_the_service_and_written_by_root_and_redis_keeps_nothing_on_the_disk(machine):
    """Or a full disk would stop it, and the service with it."""
    modes = machine.must(
        "stat", "-c", "%U %G %a", ENVIRONMENT, "/etc/cascina-whatsapp/tls", "/var/lib/cascina-whatsapp"
    )
    assert modes.split("\n")[:3] == ["root cascina 640", "root root 700", "cascina cascina 750"]
    assert machine.must("redis-cli", "config", "get", "save") == "save\n\n"


def test_a_backup_is_made_by_its_own_confined_unit(machine):
    machine.must("mkdir", "--parents", STICK)
    _, public, *_ = printed(
        machine,
        "Making them",
        folder=STICK,
        by_hand={
            "age-keygen -y": lambda line: machine.must(
                "bash", "-c", f"cd {STICK} && {{\n{line}\n}} | tee {RECIPIENTS}"
            )
        },
    )
    assert public.startswith("age1")
    made = json.loads(machine.must("cat", "/var/lib/cascina-whatsapp/backups/last.json"))
    assert made["ok"] is True
    assert "database.dump.age" in machine.must("find", "/var/backups/cascina-whatsapp", "-name", "*.age")
    assert machine.must("systemctl", "is-active", "cascina-whatsapp-backup.timer").strip() == "active"


def test_the_doctor_finds_nothing_that_does_not_work(machine, told):
    """Against the simulator, whose presence it notices: what the Comune has to add is named, all the rest is well.

    Asked until it is so: on a busy machine an examination may hit its own limit of time, or receipts be on their way.
    """
    to_add = dict.fromkeys(("settings", "mode", "mail", "backup", "seal"), "warning")
    until(
        lambda: what_is_not_well(machine) == to_add | {"register": "left_out", "telegram": "left_out"},
        lambda: examined(machine),
    )


def test_a_process_that_dies_comes_back(machine):
    (before,) = shown(machine, "webhook", "MainPID")
    machine.must("systemctl", "kill", "--signal=KILL", "cascina-whatsapp-webhook")
    asking = ("curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8002/healthz")
    until(lambda: machine.run(*asking).returncode == 0)
    state, pid = shown(machine, "webhook", "ActiveState", "MainPID")
    assert (state, pid != before) == ("active", True)


def test_a_new_version_leaves_no_post_of_meta_s_without_an_answer(machine):
    """It is installed while somebody posts, again and again: without a signature each is refused, by the service."""
    asks = f"curl -sk --resolve {NAME}:443:127.0.0.1 -o /dev/null -w '%{{http_code}}\\n' --data x"
    posts = f"while sleep 0.05; do {asks} https://{NAME}/webhooks/whatsapp/; done > /srv/statuses"
    machine.must("systemd-run", "--unit=posting", "bash", "-c", posts)
    machine.must(*INSTALL)
    machine.must("systemctl", "stop", "posting")
    assert set(machine.must("cat", "/srv/statuses").split()) == {"403"}


def test_a_backup_is_tried_and_restored_as_the_document_says(machine):
    made = machine.must("bash", "-c", f"ls {BACKUP}").split()[-1]
    machine.must("chmod", "644", f"{STICK}/identity")  # as on a stick that knows no owners
    *_, tried = printed(machine, "Trying them")
    assert "La copia si ripristina" in tried

    def restore(line: str) -> str:
        return machine.must("bash", "-c", f"cd /root && {re.sub(r'2026-11-26T08-15-00Z', made, line)}")

    *_, restored, _ = printed(
        machine, "Restoring", by_hand={f"runuser -u cascina -- /{PLACE}/deploy/backup/restore.sh": restore}
    )
    assert "Ripristinato" in restored
    asking = ("curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8002/readyz")
    until(lambda: machine.run(*asking).returncode == 0)


def test_every_block_of_commands_is_run_here():
    here = {"First installation", "Making them", "Trying them", "Restoring"}
    assert BLOCKS.keys() == here | ELSEWHERE


def test_no_number_stands_in_the_journal(machine):
    """Nor do the keys."""
    journal = machine.must("journalctl", "--no-pager", "--output=cat", "--unit=cascina-whatsapp-*")
    assert "celery" in journal
    assert not re.search(r"39320000\d{4}", journal)
    assert [name for name, key in keys(machine).items() if key in journal] == []
