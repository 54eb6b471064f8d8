"""A broadcast during which processes die, people leave, the office closes and the telephone network stumbles.

Whoever is on the list holds one message in the end, by the ledger of the simulated WhatsApp, or the service lists
them with the reason why not.

Two things go by the clock: the office closes at a time of day, and a second has so many messages and no more.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import requests

from cascina_whatsapp.whatsapp.cloud_api.signature import sign
from subscribers import reachability
from tests.builders import text, webhook
from tests.people import Citizen

from .citizens import Phones, most_within, ordinary_phones
from .installation import Installation, installed
from .recovering import LATER, RECOVER

SPREAD = 0.7
"""By which share of the messages the last has happened: what was in flight when a process died may never leave."""
LEAVERS = 12
"""People who write "Cancellazione" in the middle of each broadcast."""
ROME = ZoneInfo("Europe/Rome")
LEFT = ("accepted", "sent", "delivered", "read")

HEARD = "from subscribers.models import SeenMessage; print(SeenMessage.objects.count())"
LOOK = """
import json
from django.utils import timezone
from broadcasts.models import Campaign, Delivery
from broadcasts.sending import invariants
from subscribers.models import SeenMessage
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
campaign = Campaign.objects.get(title={title!r})
rows = Delivery.objects.filter(campaign=campaign).order_by("pk").values_list("pk", "status", "reason", "claimed_at")
posts = WebhookPost.objects.count()
due = Delivery.objects.filter(campaign=campaign).due(timezone.now()).count()
broken = invariants.violations(timezone.now())
seen = dict(status=campaign.status, rows=list(rows), posts=posts, due=due, broken=broken)
seen["heard"] = SeenMessage.objects.count()
print("LOOK " + json.dumps(seen, default=str))
"""


@dataclass(frozen=True)
class Size:
    """How large a town is, how fast its number may send, and how much dies during each broadcast."""

    people: int
    rate: int
    """Messages a second."""
    deaths: int
    crowd: int
    """Strangers who write in one post of Meta's, with two people in their midst who leave, before something dies."""
    odd: dict[str, int]
    """Number endings that misbehave (see the simulator), and how many people have them: 9005 loses the answer."""
    processes: dict[str, str]

    @property
    def unreachable(self) -> int:
        """Of whom WhatsApp says that it can't reach them: after three broadcasts the service leaves them in peace."""
        return self.odd.get("9001", 0) + self.odd.get("9008", 0)

    @contextmanager
    def installed(self, folder: Path) -> Iterator[Installation]:
        """A service of its own, to which all these people are subscribed."""
        everybody = [
            f"+39320{number:03}{ending}" for ending, many in self.odd.items() for number in range(many)
        ]
        everybody += ordinary_phones("321", self.people - len(everybody))
        random.Random(self.people).shuffle(everybody)  # twenty failures in a row would stop a broadcast
        with installed(folder, everybody, self.rate, self.processes) as installation:
            yield installation


class Story:
    """One broadcast, what happens during it, and the judgement."""

    def __init__(self, installation: Installation, size: Size, seed: int):
        self.size = size
        self.installation, self.stack, self.phones = installation, installation.stack, installation.phones
        self.chance = random.Random(seed)
        self.title = f"Caos {seed}"
        self.said = 0
        self.leavers = ordinary_phones("321", size.people)[seed * LEAVERS :][:LEAVERS]
        self.crowd = [
            Citizen(f"{seed}-{number}", f"+39328{seed:03}{number:04}", "") for number in range(size.crowd)
        ]
        self.before = self.phones.get("counts")["accepted"]
        self.heard_before = int(installation.tell(HEARD).split()[-1])

    def is_told(self) -> None:
        """From its launch to the judgement."""
        self.happens()
        self.settles()
        self.is_judged()

    def happens(self) -> None:
        """Launch, and after some more messages each time let one thing after the other die, and people leave."""
        order = self.chance.choice(["reversed", "shuffled"])
        self.phones.post("settings", status_order=order, repeat=2, latency_ms=[5, 60])
        self._launch()
        deaths = self.installation.deaths(self.chance)[: self.size.deaths]
        assert len(deaths) == self.size.deaths
        leaving = iter(self.leavers)
        after = 0.0
        for number, happen in enumerate(deaths):
            after += self.chance.uniform(0.2, 1.0) * SPREAD * self.size.people / len(deaths)
            self._gets_to(after)
            two = list(islice(leaving, 2))
            if number == len(deaths) // 2:
                self._crowd_writes(two)
            else:
                for citizen in two:
                    self.phones.say(citizen, "Cancellazione")
                    self.said += 1
            happen()

    def _crowd_writes(self, leaving: list[str]) -> None:
        """One large post, of which something is being read when the next thing dies: Meta tries until it is taken."""
        at = self.stack.now()
        goodbyes = [text(Citizen(phone, phone, ""), "Cancellazione", at=at) for phone in leaving]
        words = [text(citizen, "Buongiorno", at=at) for citizen in self.crowd]
        middle = len(words) // 2
        body = webhook(*words[:middle], *goodbyes, *words[middle:])
        signed = {"X-Hub-Signature-256": sign(body, self.stack.environment["WHATSAPP_APP_SECRET"])}
        self.stack.until(lambda: self._is_taken(body, signed))
        self.said += len(words) + len(goodbyes)

    def _is_taken(self, body: bytes, headers: dict[str, str]) -> bool:
        try:
            return self.stack.http.post(f"{self.stack.site}/webhooks/whatsapp/", body, headers=headers).ok
        except requests.ConnectionError:
            return False

    def settles(self) -> None:
        """All is sent, and all that WhatsApp had to tell is read; silence settles the rest, twenty minutes later.

        What stumbles then has another twenty minutes.
        """
        self._calms_down()
        for _ in range(4):
            self.installation.close()
            self.installation.open(later=LATER)
            self.stack.manage(*RECOVER)  # the minute's tick, without the minute
            self._calms_down()
            self.stack.manage(*RECOVER)
            if self._look()["status"] == "sent":
                return
        raise AssertionError(f"it does not end: {self._in_short()}")

    def is_judged(self) -> None:
        """By the ledger, row by row."""
        lines = Phones(self.stack).accepted()[self.before :]  # read anew, for what became of each
        mine = [line for line in lines if f"*{self.title}*" in line["text"]]
        self._one_each(mine)
        self._none_while_closed()
        self._none_after_leaving(lines, mine)
        seen = self._look()
        assert seen["broken"] == []
        assert seen["heard"] - self.heard_before == self.said, "somebody was not heard, or was heard twice"
        worst = most_within([line["at"] for line in mine], 1)
        assert worst <= self.size.rate * 1.25, f"{worst} in one second"

    def _one_each(self, mine: list[dict]) -> None:
        arrived = [line for line in mine if line["status"] != "failed"]
        per_person = Counter(line["to"] or line["recipient"] for line in arrived)
        twice = [line for line in mine if per_person[line["to"] or line["recipient"]] > 1]
        assert twice == [], "somebody got it twice"
        holders = Counter(int(re.match(r"cascina:delivery:(\d+):", line["reference"])[1]) for line in arrived)
        rows = self._look()["rows"]
        earlier = len(self.installation.launched) - 1
        everybody = self.size.people - LEAVERS * earlier
        assert (
            everybody - (self.size.unreachable if earlier >= reachability.ENOUGH else 0)
            <= len(rows)
            <= everybody
        )
        wrong = [row for row in rows if not is_right(row, holders[row[0]])]
        assert wrong == [], "somebody was forgotten, or is listed wrongly"
        assert not set(holders) - {number for number, *_ in rows}

    def _none_while_closed(self) -> None:
        closes, opens = self.closed
        claims = [datetime.fromisoformat(at) for _, status, _, at in self._look()["rows"] if status in LEFT]
        late = [at for at in claims if closes < at < opens]
        assert late == [], "something was claimed while the office was closed, and left"

    def _none_after_leaving(self, lines: list[dict], mine: list[dict]) -> None:
        for citizen in self.leavers:
            told = [line["at"] for line in lines if line["to"] == citizen and ":reply:" in line["reference"]]
            got = [line["at"] for line in mine if line["to"] == citizen]
            assert not told or not got or max(got) <= min(told), "a message after the confirmation"

    def _launch(self) -> None:
        length = self.size.people / self.size.rate
        before = timedelta(seconds=5 + length * self.chance.uniform(0.3, 0.7))
        closes = (self.stack.now() + self.stack.worker_is_ahead + before).replace(microsecond=0)
        self.closed = closes, closes + timedelta(seconds=5)
        shut, open_again = (f"{moment.astimezone(ROME):%H:%M:%S}" for moment in self.closed)
        hours = [("00:00", shut), (open_again, "23:59:59")]
        self.installation.launch(self.title, hours)

    def _look(self) -> dict:
        return look(self.installation, self.title)

    def _gets_to(self, messages: float) -> None:
        self.stack.until(lambda: self.phones.get("counts")["accepted"] - self.before >= messages)

    def _calms_down(self) -> None:
        try:
            self.stack.until(self._is_calm)
        except AssertionError as problem:
            raise AssertionError(f"it does not calm down: {self._in_short()}") from problem

    def _is_calm(self) -> bool:
        """Nothing is due, nothing waits to be told or to be read."""
        if self.phones.get("counts")["untold"]:
            return False
        seen = self._look()
        return not seen["posts"] and not seen["due"]

    def _in_short(self) -> str:
        seen = self._look()
        untold = self.phones.get("counts")["untold"]
        statuses = dict(Counter(status for _, status, *_ in seen["rows"]))
        return f"{seen['status']}, {statuses}, due {seen['due']}, posts {seen['posts']}, untold {untold}"


def look(installation: Installation, title: str) -> dict:
    """The state of a broadcast, its deliveries in their order, and what still waits."""
    printed = installation.tell(LOOK, title=title)
    return json.loads(next(line for line in printed.splitlines() if line.startswith("LOOK "))[5:])


def is_right(row: tuple[int, str, str, str | None], holds: int) -> bool:
    """Whether the row tells what the ledger knows."""
    _, status, reason, _ = row
    if status in LEFT:
        return holds == 1
    return status in ("failed", "skipped") and holds == 0 and bool(reason)
