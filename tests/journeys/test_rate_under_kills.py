"""A worker is killed after as many messages as leave in five seconds, and the broadcast keeps nearly all of its rate.

What is asked is a share of what the same machine reached just before, with nobody killed: so a slow machine is no
defect, and a broadcast that stands still for as long as a dead sender's place is held is one. A rate is read on a
clock, and nothing but its standing still tells that it is over: what a dead sender had claimed waits for its receipt.
In no ten seconds do more leave than the number may send, killed or not.
"""

import itertools

import pytest

from .citizens import most_within, ordinary_phones
from .installation import ON_SERVERS, Installation, installed

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.skipif(
        not ON_SERVERS, reason="the embedded mode has one worker: while it starts, none sends"
    ),
]
EVERY = 5
"""Seconds, at the full rate, between two kills."""
AS_INSTALLED = {"WHATSAPP_SENDERS": "2", "WORKER_PROCESSES": "5"}
"""What an installation has that sets neither: what a dead sender had reserved of the rate is lost."""
ALL_DAY = [("00:00", "23:59:59")]
QUIET = 15
"""Seconds without a message after which none is to be expected, or the broadcast stands still."""
SECONDS = 25
"""How long a broadcast lasts at its full rate: five kills."""
WINDOW, MOST = 10, 1.003
"""Seconds, and how much of the limit may leave in any so many: the simulator reads its clock after the sender."""


@pytest.fixture
def ordinary_day():
    """These journeys have a town, and a day, of their own."""


@pytest.mark.parametrize(("rate", "kept"), [(80, 0.9), (250, 0.8)])
def test_a_kill_every_five_seconds_costs_little(rate: int, kept: float, tmp_path):
    people = ordinary_phones("322", rate * SECONDS)
    with installed(tmp_path, people, rate, AS_INSTALLED) as installation:
        undisturbed = reached(installation, "Con calma", len(people))
        disturbed = reached(installation, "Con guasti", len(people), is_killed=True)
    assert disturbed >= kept * undisturbed, f"{disturbed:.1f} of {undisturbed:.1f} a second"


def reached(installation: Installation, title: str, people: int, *, is_killed: bool = False) -> float:
    """Messages a second, from the first to the last that WhatsApp took before nothing left for QUIET seconds."""
    installation.launch(title, ALL_DAY)
    stack, lines = installation.stack, installation.phones.broadcasts
    stack.until(lambda: lines(title))

    def is_over() -> bool:
        found = lines(title)
        return len(found) >= people or stack.now().timestamp() - found[-1]["at"] >= QUIET

    kills = zip(itertools.count(1), itertools.cycle(installation.workers), strict=False) if is_killed else ()
    for number, worker in kills:
        after = number * EVERY * people // SECONDS
        stack.until(lambda after=after: len(lines(title)) >= after or is_over())
        if is_over():
            break
        installation.kill(worker)
    stack.until(is_over)
    moments = sorted(line["at"] for line in lines(title))
    assert len(moments) > people * 0.9
    most = most_within(moments, WINDOW)
    assert most <= MOST * WINDOW * people / SECONDS, f"{most} in {WINDOW} seconds, is_killed={is_killed}"
    return (len(moments) - 1) / (max(moments) - min(moments))
