# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long a citizen who leaves waits for the confirmation in the middle of a broadcast; part of `make bench`."""

import json
import time

import requests

from tests.journeys.citizens import Phones

from .sending import PREPARE, running

PEOPLE, RATE, LEAVERS = 20_000, 80, 40


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Forty people leave, one after the other, in the middle of a broadcast to twenty thousand."""
    with running(database, redis_url, WHATSAPP_MESSAGES_PER_SECOND=str(RATE)) as stack:
        phones = Phones(stack)
        phones.post("settings", faults=False, latency_ms=[100, 400])
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=PEOPLE))
        stack.until(lambda: phones.get("counts")["accepted"] >= 5 * RATE, 60)
        log = Log(stack.simulator)
        waits = sorted(leave(phones, log, f"+39320{PEOPLE - 1 - number:07}") for number in range(LEAVERS))
        log.read()
    return {
        f"leaving while {RATE}/s are sent": {
            "median s": round(waits[LEAVERS // 2], 2),
            "p95 s": round(waits[LEAVERS * 95 // 100], 2),
            "messages/s meanwhile": round(log.broadcasts / (log.last - log.first), 1),
            "written to after leaving": log.too_late,
        }
    }


def leave(phones: Phones, log: "Log", citizen: str) -> float:
    """Seconds from the word to the confirmation."""
    began = time.monotonic()
    phones.say(citizen, "Cancellazione")
    while citizen not in log.confirmed:
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
        lines = requests.get(f"{self.address}?after={self.after}&limit=1000", timeout=30).text.splitlines()
        self.after += len(lines)
        for line in map(json.loads, lines):
            if ":reply:" in line["reference"]:
                self.confirmed.add(line["to"])
                continue
            self.broadcasts += 1
            self.first, self.last = self.first or line["at"], line["at"]
            self.too_late += line["to"] in self.confirmed
