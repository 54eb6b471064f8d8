"""Each part of the bench stands alone: one that fails or hangs takes nothing from the others, and leaves nothing."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.stack import BASE
from tests.patience import PROCESS, until

from .running import processes_of, report, run

HAS_A_CHILD = 'setsid sleep 1000000 & mktemp -d >&2; echo "$TMPDIR" > "$0.new"; mv "$0.new" "$0";'
"""A part whose child is in a session of its own, as the servers are."""
BROKEN = "echo 'no rows on the page' >&2; exit 3"
REPORT = "import json, sys; from tests.bench.running import be_interruptible, report; be_interruptible(); "
REPORT += f"sys.exit(report(json.loads(sys.argv[1]), {PROCESS}, keep=lambda _: None))"


def part(script: str, told: Path | str = "sh") -> list[str]:
    """The command of a part that does this; `told` is its $0."""
    return ["sh", "-c", script, str(told)]


def measured(figure: str, rate: int) -> list[str]:
    """The command of a part that measures one rate."""
    return part(f"echo '{json.dumps({figure: {'posts/s': rate}})}'")


@contextmanager
def reporting(parts: dict[str, list[str]]) -> Iterator["subprocess.Popen[str]"]:
    """A bench of these parts, in a process of its own."""
    command = [sys.executable, "-c", REPORT, json.dumps(parts)]
    with subprocess.Popen(command, cwd=BASE, stdout=subprocess.PIPE, text=True) as bench:
        yield bench


def test_a_part_that_fails_takes_nothing_from_the_others(capsys):
    kept: list[dict] = []
    parts = {"one": measured("a", 7), "two": part(BROKEN), "three": measured("b", 9)}
    status = report(parts, PROCESS, keep=lambda found: kept.append(json.loads(json.dumps(found))))

    assert status == 1
    assert [[(row["figure"], row["engine"]) for row in found["figures"]] for found in kept] == [
        [("a", 7)],
        [("a", 7)],
        [("a", 7), ("b", 9)],
    ]
    assert kept[-1]["failed"] == {"two": "no rows on the page\nexit status 3"}
    printed = capsys.readouterr().out
    assert "FAILED: no rows on the page\nexit status 3" in printed
    assert printed.splitlines()[-1] == "FAILED: two"


def test_the_bench_succeeds_where_every_part_does():
    assert report({"one": measured("a", 7), "two": part("echo {}")}, PROCESS, keep=lambda _: None) == 0


def test_the_figures_of_a_part_are_told_before_the_next_ends(tmp_path):
    told = tmp_path / "told"
    waiting = part('until [ -e "$0" ]; do sleep 0.05; done; echo {}', told)
    with reporting({"one": measured("a", 7), "two": waiting}) as bench:
        assert any(line.startswith("a: posts/s") for line in bench.stdout)
        told.touch()
        assert "── two" in bench.stdout.read()
    assert bench.returncode == 0


def test_a_part_that_prints_no_figures_has_failed():
    assert run(part("echo done"), PROCESS).problem == "it printed no figures\nexit status 0"


@pytest.mark.parametrize(
    ("ends", "ending"),
    [
        ("echo {}", ""),
        (BROKEN, "exit status 3"),
        ("wait", "killed, since it had not ended after 2 s"),
    ],
)
def test_however_a_part_ends_its_children_and_its_files_are_gone(ends: str, ending: str, tmp_path):
    told = tmp_path / "folder"
    outcome = run(part(f"{HAS_A_CHILD} {ends}", told), limit=2 if ends == "wait" else PROCESS)

    assert outcome.problem.rpartition("\n")[2] == ending
    assert_nothing_is_left_of(told.read_text().strip())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_bench_leaves_nothing(number, tmp_path):
    told = tmp_path / "folder"
    with reporting({"one": part(f"{HAS_A_CHILD} wait", told), "two": measured("a", 7)}) as bench:
        until(told.exists)
        bench.send_signal(number)
        assert "a: posts/s" not in bench.stdout.read()
    assert bench.returncode
    assert_nothing_is_left_of(told.read_text().strip())


def assert_nothing_is_left_of(folder: str) -> None:
    """Neither processes that were started with it nor what it held."""
    assert folder
    assert not processes_of(folder)
    assert not Path(folder).exists()
