"""What `make test` prints while it runs, what it keeps for the end, and what it makes of a test that fails."""

import itertools
import tempfile
from pathlib import Path

import pytest

from tests import run, run_queue
from tests.run_queue import BASE, Run

BROKEN = "def test_it():\n    assert 1 + 1 == 3\n"
SOUND = "def test_it():\n    assert 1 + 1 == 2\n"
FAILS_ONCE = """
import pathlib

def test_it():
    seen = pathlib.Path(__file__).with_suffix(".seen")
    was_seen = seen.exists()
    seen.touch()
    assert was_seen, "the first time is too early"
"""


ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Neither Django nor hypothesis: these tests need none."""


@pytest.fixture
def made_of():
    """Makes a run of real tests: each text a file of its own, outside this project's tests."""
    (BASE / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BASE / "build") as folder:
        settings = Path(folder) / "pytest.ini"
        settings.write_text("[pytest]\n")

        def make(name: str, *texts: str) -> Run:
            files = [Path(folder) / f"test_{name}_{number}.py" for number, _ in enumerate(texts)]
            for file, text in zip(files, texts, strict=True):
                file.write_text(text)
            return Run(
                name, [f"--config-file={settings}", f"--rootdir={BASE}", *map(str, files)], environment=ALONE
            )

        yield make


def judged(*runs: Run) -> list[str]:
    return run_queue.judge(runs, run_queue.follow(runs))


def test_lines_bear_the_name_of_their_run_and_the_closing_ones_are_kept(made_of, capsys):
    outcome = run_queue.made(made_of("rooms", SOUND, BROKEN))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("rooms │ FAILED ")
    assert lines[0].endswith("test_rooms_1.py::test_it (call)")
    assert lines[-1].startswith("rooms │ 100 % (2 of 2)")
    assert "assert (1 + 1) == 3" in outcome.closing
    assert "1 failed, 1 passed in " in outcome.closing.splitlines()[-1]
    assert [test.rpartition("/")[2] for test in outcome.failed] == ["test_rooms_1.py::test_it"]


ENDS = {
    # how a run ends: (the files of its tests, what is told of it)
    "without a test": ([""], "FAILED it: pytest ended with 5"),
    "before it began, and nothing is tried again": (
        ["import no_such_library\n"],
        "FAILED it: pytest ended with ",
    ),
    "broken: it fails alone too": ([BROKEN], "test_it_0.py::test_it (it); at first: assert (1 + 1) == 3"),
    "unsteady: it passes alone": (
        [FAILS_ONCE, SOUND],
        "test_it_0.py::test_it (it); at first: AssertionError: the first time is too early",
    ),
}


@pytest.mark.parametrize(("texts", "told"), ENDS.values(), ids=ENDS)
def test_what_failed_is_run_once_more_alone_and_told(texts: list[str], told: str, made_of):
    (line,) = judged(made_of("sound", SOUND), made_of("it", *texts))
    assert line.startswith("UNSTEADY " if FAILS_ONCE in texts else "FAILED ")
    assert told in line


def test_more_unsteady_ones_than_three_are_red_and_not_run_again(made_of):
    three, one = made_of("three", *[FAILS_ONCE] * 3), made_of("one", FAILS_ONCE)
    lines = judged(three, one)
    assert [line.split()[0] for line in lines] == ["FAILED"] * 4


def test_no_more_are_at_work_than_there_are_processors(made_of, tmp_path, monkeypatch):
    monkeypatch.setattr(run_queue, "AT_ONCE", 2)
    log = tmp_path / "log"
    text = f"def test_it():\n    open({str(log)!r}, 'a').write(%r)\n"
    both = [text % "+\n", (text % "-\n").replace("test_it", "test_that")]
    outcomes = run_queue.follow([made_of(f"run_{number}", "".join(both)) for number in range(5)])
    assert list(outcomes) == [f"run_{number}" for number in range(5)]
    assert all(outcome.passed for outcome in outcomes.values())
    steps = [1 if line == "+" else -1 for line in log.read_text().split()]
    assert len(steps) == 10
    assert max(itertools.accumulate(steps)) <= 2


def test_a_part_of_the_runs_is_named():
    runs = [
        Run(name, []) for name in ("SQLite: journeys", "SQLite: browser", "PostgreSQL and Redis: journeys")
    ]
    assert run.named([], runs) == runs
    assert run.named(["journeys"], runs) == [runs[0], runs[2]]
    with pytest.raises(SystemExit, match="no such run: journey; there are: browser, journeys"):
        run.named(["journey"], runs)


def test_a_property_is_tried_again_with_as_many_examples():
    again = Run("SQLite: properties", run.PROPERTIES).of_one("tests/operations/test_health.py::test_it")
    assert again.selection == [*run.PROPERTIES, "tests/operations/test_health.py::test_it"]


def test_whatever_is_run_each_room_is_in_one_run_of_its_kind():
    """No room is forgotten: what one run ignores, another one selects."""
    for kind in (run.TEST, run.SWEEP):
        selections = [one.selection for one in run.all_runs(kind, has_servers=True)]
        ignored = {
            part.removeprefix("--ignore=") for one in selections for part in one if "--ignore=" in part
        }
        chosen = {part for one in selections for part in one}
        assert {room for room in ignored if Path(room).is_dir()} <= chosen
