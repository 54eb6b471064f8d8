"""A broadcast in the middle of a storm: what it gets of the number, and what the answers get; part of `make bench`.

WhatsApp refuses whatever is a tenth above the number's throughput, as it would. PostgreSQL only.
"""

import psycopg

from tests.journeys.citizens import Phones

from .measuring import scaled
from .sending import PREPARE
from .storm import LEAVERS, leave, storming
from .traffic import as_production

PEOPLE, RATE = scaled(2400, small=800), 80
"""A broadcast of ten seconds at least: the storm has to reach it."""
MESSAGES = scaled(6000)
"""Of the storm: answers to it leave for longer than the broadcast takes."""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """As in production: the site stores, the workers read, answer and send."""
    if not database:
        return {}
    limit = {"WHATSAPP_MESSAGES_PER_SECOND": str(RATE)}
    with as_production(database, redis_url, **limit) as stack:
        phones = Phones(stack)
        behaviour = {"faults": False, "latency_ms": [100, 400], "statuses": False}
        phones.post("settings", **behaviour, window_hours=1e6, rate_limit=RATE * 11 // 10)
        stack.manage("shell", "--verbosity=0", "--command", PREPARE.format(people=PEOPLE))
        secret = stack.environment["WHATSAPP_APP_SECRET"]
        with storming(stack.port, secret, MESSAGES):
            with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as rows:
                last = range(PEOPLE - LEAVERS, PEOPLE)
                waits = [leave(stack.port, secret, rows, number) for number in last]
            stack.until(lambda: len(phones.broadcasts("Misura")) >= PEOPLE - LEAVERS)
        refused = phones.get("counts")["refused"].get("130429", 0)
        others = {"too fast": refused, "left after s, slowest": round(max(waits), 2)}
        return {"a broadcast in a storm": shares(phones.accepted()) | others}


def shares(accepted: list[dict]) -> dict:
    """Messages a second of each kind, from the first of the broadcast to its last."""
    sent = [line for line in accepted if ":reply:" not in line["reference"]]
    reached = len({line["to"] for line in sent})
    assert PEOPLE - LEAVERS <= reached == len(sent), f"{len(sent)} messages to {reached} people"
    broadcast = [line["at"] for line in sent]
    first, last = min(broadcast), max(broadcast)
    answers = sum(first <= line["at"] <= last for line in accepted if ":reply:" in line["reference"])
    assert answers, "nobody was answered meanwhile"
    return {
        "messages/s": round((len(broadcast) - 1) / (last - first), 1),
        "answers/s": round(answers / (last - first), 1),
    }
