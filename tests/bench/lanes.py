"""How long a citizen waits for an answer: who joins in peace, who leaves in a broadcast; part of `make bench`."""

import json
import time

import requests

from tests.journeys.citizens import Phones
from tests.patience import PROCESS

from .measuring import scaled
from .sending import PREPARE, running

PEOPLE, RATE = scaled(20_000, small=2000), 80
"""So many that the broadcast lasts longer than those who leave."""
JOINERS, LEAVERS = scaled(10, small=2), scaled(40, small=4)
STATES = """
from subscribers.models import Subscriber
print(*(Subscriber.objects.filter(status=status).count() for status in ("subscribed", "left")))
"""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Ten people join, one after the other; then forty leave in the middle of a broadcast to twenty thousand."""
    with running(database, redis_url, WHATSAPP_MESSAGES_PER_SECOND=str(RATE)) as stack:
        phones = Phones(stack)
        phones.post("settings", faults=False, latency_ms=[100, 400])
        log = Log(stack.simulator)
        joined = sorted(
            answered(phones, log, f"+39329{number:07}", "Iscrizione") for number in range(JOINERS)
        )
        log.confirmed.clear()  # from here on: those who have left
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=PEOPLE))
        stack.until(lambda: phones.get("counts")["accepted"] >= scaled(5 * RATE, small=20))
        leavers = [f"+39320{PEOPLE - 1 - number:07}" for number in range(LEAVERS)]
        waits = sorted(answered(phones, log, citizen, "Cancellazione") for citizen in leavers)
        log.read()
        people, left = map(int, stack.manage("shell", "--verbosity=0", "--command", STATES).split())
    assert (people, left) == (PEOPLE + JOINERS - LEAVERS, LEAVERS), f"{people} subscribed, {left} left"
    assert 0 < log.broadcasts < PEOPLE, "nothing was sent meanwhile"
    return {
        "joining in peace": {"median s": round(joined[JOINERS // 2], 2), "slowest s": round(joined[-1], 2)},
        f"leaving while {RATE}/s are sent": {
            "median s": round(waits[LEAVERS // 2], 2),
            "p95 s": round(waits[LEAVERS * 95 // 100], 2),
            "messages/s meanwhile": round(log.broadcasts / (log.last - log.first), 1),
            "written to after leaving": log.too_late,
        },
    }


def answered(phones: Phones, log: "Log", citizen: str, word: str) -> float:
    """Seconds from the word to the confirmation."""
    began = time.monotonic()
    phones.say(citizen, word)
    while citizen not in log.confirmed:
        assert time.monotonic() < began + PROCESS, f"no answer to {word}"
        time.sleep(0.02)
        log.read()
    return time.monotonic() - began


class Log:
    """The simulator's log of what it accepted, read on and on."""

    def __init__(self, simulator: str):
        self.address, self.after = f"{simulator}/simulator/accepted", 0
        self.confirmed: set[str] = set()
        self.broadcasts = self.too_late = 0
        self.first = self.last = 0.0

    def read(self) -> None:
        """What is new."""
        lines = requests.get(
            f"{self.address}?after={self.after}&limit=1000", timeout=PROCESS
        ).text.splitlines()
        self.after += len(lines)
        for line in map(json.loads, lines):
            if ":reply:" in line["reference"]:
                self.confirmed.add(line["to"])
                continue
            self.broadcasts += 1
            self.first, self.last = self.first or line["at"], line["at"]
            self.too_late += line["to"] in self.confirmed
