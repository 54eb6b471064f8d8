"""`python -m tests.mutants [target …]`: how many mutants the tests notice, and which they don't.

Fails where a target's tests notice fewer than 95 in 100, where a survivor is not explained in `survivors.txt`, and
where that file explains one that is noticed by now or does not exist any more.
"""

import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .operators import Mutant, Way, mutants_of
from .processes import SURVIVED, Template, TestsFail, verdict
from .running import after_import, at_import

BASE = Path(__file__).resolve().parents[2]
TARGETS = tomllib.loads((Path(__file__).parent / "targets.toml").read_text(encoding="utf-8"))
SURVIVORS = Path(__file__).parent / "survivors.txt"
MAKES_THE_DATABASE = "tests/broadcasts/rules/test_states.py::test_the_database_knows_no_other_word"
LEAST_SHARE = 95
"""Of a hundred mutants of each target."""
PROGRESS_EVERY = 10
"""Seconds."""


def explained() -> dict[str, str]:
    """Name of a mutant that no test can notice → why. Raises ValueError where a reason is missing."""
    reasons: dict[str, str] = {}
    name = ""
    for line in SURVIVORS.read_text(encoding="utf-8").splitlines():
        if line.startswith("    ") and name:
            reasons[name] = f"{reasons[name]} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            name = line
            reasons[name] = ""
    if unexplained := [name for name, reason in reasons.items() if not reason]:
        raise ValueError(f"without a reason: {unexplained}")
    return reasons


def mutants_for(target: str) -> list[Mutant]:
    """All those of its modules."""
    return [mutant for path in TARGETS[target]["modules"] for mutant in mutants_of(BASE, path)]


def main(targets: list[str]) -> int:
    """Print what came of each target; the exit status."""
    os.chdir(BASE)
    reasons, problems = explained(), []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        template = Template(Path(folder))
        if at_import(None, [MAKES_THE_DATABASE], template) != 0:
            raise SystemExit("the database for the tests could not be made")
        for target in targets or TARGETS:
            problems += _try(target, template, reasons)
    for problem in problems:
        print(problem)  # noqa: T201
    return 1 if problems else 0


def _try(target: str, template: Template, reasons: dict[str, str]) -> list[str]:
    started = time.monotonic()
    mutants = mutants_for(target)
    try:
        survivors = _survivors(target, mutants, template)
    except TestsFail as problem:
        return [f"{target}: {problem}"]
    share = 100 * (len(mutants) - len(survivors)) / len(mutants)
    minutes = (time.monotonic() - started) / 60
    print(f"{target}: {len(mutants)} mutants, {share:.1f} % noticed, {minutes:.1f} minutes", flush=True)  # noqa: T201
    return [
        *([f"{target}: fewer than {LEAST_SHARE} % are noticed"] if share < LEAST_SHARE else []),
        *(
            f"{target}, survives and is not explained: {one.name}"
            for one in survivors
            if one.name not in reasons
        ),
        *(f"{target}, explained in vain: {name}" for name in _in_vain(target, mutants, survivors, reasons)),
    ]


def _in_vain(
    target: str, mutants: list[Mutant], survivors: list[Mutant], reasons: dict[str, str]
) -> list[str]:
    paths = tuple(f"{path} |" for path in TARGETS[target]["modules"])
    return [
        name for name in reasons if name.startswith(paths) and name not in {one.name for one in survivors}
    ]


def _survivors(target: str, mutants: list[Mutant], template: Template) -> list[Mutant]:
    """Prints how far it is, now and then."""
    survivors, told = [], time.monotonic()
    for done, (mutant, what) in enumerate(_verdicts(target, mutants, template), 1):
        if what == SURVIVED:
            survivors.append(mutant)
            print(f"  survives: line {mutant.line} of {mutant.name}", flush=True)  # noqa: T201
        if time.monotonic() > told + PROGRESS_EVERY:
            told = time.monotonic()
            print(f"  {target}: {done} of {len(mutants)}, {len(survivors)} survive", flush=True)  # noqa: T201
    return survivors


# ── Several at a time ───────────────────────────────────────────────────────────────────────────────────────


def _verdicts(target: str, mutants: list[Mutant], template: Template) -> Iterator[tuple[Mutant, str]]:
    """Each mutant's, as it comes, from as many processes as the machine has processors (or MUTANTS_JOBS)."""
    jobs = int(os.environ.get("MUTANTS_JOBS") or os.cpu_count() or 1)
    reading, writing = os.pipe()
    workers = [
        _start(target, mutants, range(job, len(mutants), jobs), template, writing) for job in range(jobs)
    ]
    os.close(writing)
    missing = set(range(len(mutants)))
    with os.fdopen(reading) as lines:
        for line in lines:
            number, what = line.split(" ", 1)
            if number == "problem":
                raise TestsFail(what.strip())
            missing.discard(int(number))
            yield mutants[int(number)], what.strip()
    for worker in workers:
        os.waitpid(worker, 0)
    if missing:
        raise TestsFail(f"no verdict on {len(missing)} mutants")


def _start(target: str, mutants: list[Mutant], mine: range, template: Template, writing: int) -> int:
    worker = os.fork()
    if worker == 0:
        try:
            _work(target, mutants, mine, template, writing)
        finally:
            os._exit(0)
    return worker


def _work(target: str, mutants: list[Mutant], mine: range, template: Template, writing: int) -> None:
    numbers = {id(mutants[number]): number for number in mine}
    tests = TARGETS[target]["tests"]

    def tell(mutant: Mutant, what: str) -> None:
        os.write(writing, f"{numbers[id(mutant)]} {what}\n".encode())

    try:
        for number in mine:  # first: afterwards the modules are imported in this process
            if mutants[number].way is Way.IMPORTED:
                status = at_import(mutants[number], tests, template)
                tell(mutants[number], verdict(mutants[number].name, status))
        later = [mutants[number] for number in mine if mutants[number].way is not Way.IMPORTED]
        after_import(later, tests, template, tell)
    except TestsFail as problem:
        os.write(writing, f"problem {problem}\n".encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
