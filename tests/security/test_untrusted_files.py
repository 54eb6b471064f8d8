"""A file that was made to do harm stops nobody: it is read in a process that can do little, and is ended."""

import os
import platform
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from broadcasts.content.attachments import attachment
from broadcasts.rules.attachments import AttachmentRefused
from cascina_whatsapp.security import untrusted_files
from cascina_whatsapp.security.untrusted_files import child, reading
from cascina_whatsapp.settings import checks
from subscribers import importing
from subscribers.models import ImportBatch
from tests.builders import NOW, hire
from tests.journeys.stack import BASE, children_of
from tests.patience import until
from tests.people import GIULIA

from . import bombs, boundless_child, child_readers
from .serving import is_running

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


@pytest.fixture(autouse=True)
def nothing_is_left():
    """Whatever happened, no child process stays behind."""
    before = children_of(os.getpid())
    yield
    assert children_of(os.getpid()) == before


def refusal_of(content: bytes) -> str:
    """What the clerk reads who attaches this file."""
    with pytest.raises(AttachmentRefused) as refusal:
        attachment.check_upload(ContentFile(content, name="file"))
    return str(refusal.value)


def own_memory() -> int:
    """The most that this process has ever had, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


# ── The bombs ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("bomb", "words"),
    [(bombs.pdf, "Il file è troppo complesso: stampalo in un nuovo PDF"), (bombs.png, "riducila")],
    ids=["two kilobytes that draw a thousand million times", "four hundred million pixels"],
)
def test_a_bomb_takes_no_memory_of_ours_and_who_attached_it_reads_what_to_do(bomb, words: str):
    content, before = bomb(), own_memory()
    said = refusal_of(content)
    assert all(part in said for part in words.split(": ")), said
    assert own_memory() - before < 64 * bombs.MEGABYTE


@pytest.mark.sweep
@pytest.mark.django_db
@pytest.mark.parametrize("bomb", [bombs.xlsx, bombs.csv])
def test_a_list_that_unpacks_to_millions_of_cells(bomb: Callable[[], bytes]):
    content = bomb()
    before = own_memory()
    with pytest.raises(importing.UnreadableFile) as refusal:
        importing.upload(content, file_name="elenco", note="x", by=hire(GIULIA), now=NOW)
    # A fast machine reads all of it within the child's seconds, and finds no list in it.
    said = str(refusal.value)
    assert "salvalo come CSV" in said or "Le colonne sono quattro" in said
    assert own_memory() - before < 64 * bombs.MEGABYTE
    assert not ImportBatch.objects.exists()


def test_sixteen_bombs_at_once_take_no_more_places_than_there_are():
    """The others are told at once to try again; meanwhile there is room for whoever comes for something else."""
    content = bombs.pdf()
    with ThreadPoolExecutor(16) as clerks:
        said = list(clerks.map(refusal_of, [content] * 16))
    taken = [sentence for sentence in said if "troppo complesso" in sentence]
    assert set(said) - set(taken) == {"In questo momento siamo occupati: riprova fra poco."}
    assert 1 <= len(taken) <= 2 * (reading.AT_ONCE + reading.WAITING)


def test_a_place_is_free_again_after_a_bomb_and_all_who_come_later_are_served():
    for _ in range(reading.AT_ONCE + reading.WAITING + 1):
        with pytest.raises(untrusted_files.TooComplex):
            untrusted_files.read(child_readers.answer_nonsense, b"")
    for number in range(5):
        content = b"x" * number * bombs.MEGABYTE
        assert untrusted_files.read(child_readers.echo, content) == ({"bytes": len(content)}, content)


# ── What the child cannot do ────────────────────────────────────────────────────────────────────────────────


@on_linux
@pytest.mark.parametrize(
    "attempt",
    [
        child_readers.take_memory,
        child_readers.start_a_program,
        child_readers.leave_the_group,
        child_readers.answer_without_end,
        child_readers.answer_nonsense,
    ],
)
def test_the_child_is_refused(attempt: untrusted_files.Reader):
    with pytest.raises(untrusted_files.TooComplex):
        untrusted_files.read(attempt, b"")


@on_linux
def test_the_child_leaves_nothing_on_the_disk(tmp_path: Path):
    target = tmp_path / "left"
    with pytest.raises(untrusted_files.TooComplex):
        untrusted_files.read(child_readers.write_a_file, str(target).encode())
    assert not target.exists() or target.stat().st_size == 0


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        (child_readers.never_answer, untrusted_files.Busy),  # it took no processor time to speak of
        (child_readers.close_and_stay, untrusted_files.TooComplex),
    ],
)
def test_the_child_is_ended_when_its_clock_has_run_out(attempt: untrusted_files.Reader, told, monkeypatch):
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.5)
    with pytest.raises(told):
        untrusted_files.read(attempt, b"")


def test_what_came_to_no_end_while_it_stepped_aside_is_read_in_turn(monkeypatch):
    monkeypatch.setattr(reading, "MOST_SECONDS", 10)
    assert untrusted_files.read(child_readers.never_answer_aside, b"", way=child.ASIDE)[0] == {}


def test_whoever_a_child_leaves_behind_is_ended_with_it_and_nobody_waits_for_who_holds_the_pipe(monkeypatch):
    """It ends by itself, and well; somebody in its group still holds the pipe that we read."""
    monkeypatch.setattr(reading, "CHILD", Path(boundless_child.__file__))
    left = untrusted_files.read(child_readers.echo, b"answer")[0]["left"]
    until(lambda: not is_running(left))
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.5)
    with pytest.raises(untrusted_files.Busy):
        untrusted_files.read(child_readers.echo, b"")


@on_linux
def test_the_child_has_no_secret_and_no_file_of_its_parent_s(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "a secret")
    with (tmp_path / "open").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        with a_child() as number:
            files = sorted(os.readlink(file) for file in Path(f"/proc/{number}/fd").iterdir())
            limits = Path(f"/proc/{number}/limits").read_text()
            group = os.getpgid(number)
    there, _ = untrusted_files.read(child_readers.what_is_there, b"")
    assert there["environment"] == reading.NOTHING_SECRET
    assert there["frameworks"] == [] == there["settings"]
    assert [name.split(":")[0] for name in files] == ["/dev/null", "pipe", "pipe"]
    assert group == number
    for limit in (r"core file size +0 +0", r"cpu time +10 +10", r"file size +0 +0", r"processes +0 +0"):
        assert re.search(f"Max {limit} ", limits), limit


@on_linux
def test_only_the_child_works_at_a_low_priority():
    """Where Linux groups processes by session, a child in ours would take us along: for good, after one file."""
    told = Path("/proc/self/autogroup")
    ours = told.read_text() if told.exists() else ""
    with a_child() as number:
        assert os.getsid(number) == number
        assert os.getpriority(os.PRIO_PROCESS, number) > os.getpriority(os.PRIO_PROCESS, 0)
    assert (told.read_text() if told.exists() else "") == ours


@on_linux
def test_the_child_dies_with_its_parent():
    """A web server that is killed leaves nobody behind who draws on."""
    code = (
        "from cascina_whatsapp.security import untrusted_files; from tests.security import child_readers;"
        "untrusted_files.read(child_readers.never_answer, b'')"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=BASE)
    try:
        child = until(lambda: [number for number in children_of(parent.pid) if has_limits(number)])[0]
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    until(lambda: not is_running(child))


@on_linux
def test_a_child_whose_parent_is_gone_already_does_not_begin():
    command = [
        sys.executable,
        "-I",
        str(reading.CHILD),
        "1",
        str(BASE),
        "tests.security.child_readers",
        "echo",
    ]
    orphan = subprocess.run(
        command, input=b"x", capture_output=True, check=False, start_new_session=True
    )  # it lowers the priority of its session before it looks for its parent
    assert orphan.returncode != 0
    assert orphan.stdout == b""


@contextmanager
def a_child() -> Iterator[int]:
    """The number of a child for a file from outside, once it is restricted; it is killed at the end."""
    with ThreadPoolExecutor(1) as clerk:
        answer = clerk.submit(untrusted_files.read, child_readers.never_answer, b"", way=child.ASIDE)
        number = until(lambda: [number for number in children_of(os.getpid()) if has_limits(number)])[0]
        try:
            yield number
        finally:
            os.kill(number, signal.SIGKILL)
        assert isinstance(answer.exception(), untrusted_files.TooComplex)


def has_limits(process: int) -> bool:
    """Whether the child has come as far as being confined."""
    limits = Path(f"/proc/{process}/limits").read_text()
    return (
        f"{512 * bombs.MEGABYTE}" in limits and "Seccomp:\t2" in Path(f"/proc/{process}/status").read_text()
    )


@pytest.mark.parametrize(
    ("system", "machine", "warned"),
    [
        ("linux", "x86_64", False),
        ("linux", "aarch64", False),
        ("linux", "riscv64", True),
        ("darwin", "arm64", True),
    ],
)
def test_where_the_network_is_not_refused_the_operator_is_told(system, machine, warned, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert any(one.id == "cascina.W101" for one in checks.readers_are_confined(None)) is warned
