"""The service as it is installed for thousands, with everything in it that can be killed."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from tests.ports import a_free_port

from .citizens import Phones
from .servers import OwnPostgres, OwnRedis
from .stack import Stack

ON_SERVERS = bool(os.environ.get("TEST_DATABASE_URL"))
BEAT = ("-A", "cascina_whatsapp.celery.clock", "beat", "--pidfile=")
WORKER = ("-A", "cascina_whatsapp", "worker", "--without-mingle", "--without-gossip")

SUBSCRIBE_ALL = """
from django.conf import settings
from django.utils import timezone
from subscribers.rules.phone import of_phone
from subscribers.models import Subscriber
now = timezone.now()
Subscriber.objects.bulk_create([
    Subscriber(status="subscribed", phone=phone, subscribed_at=now, decided_at=now,
               phone_pseudonym=of_phone(phone, settings.CONSENT_HASH_KEY))
    for phone in {phones}
], batch_size=500)
"""
"""A program of the service: all these `phones` are subscribed."""
HIRE = """
from django.contrib.auth.models import User
User.objects.bulk_create([User(username="clerk"), User(username="boss")])
"""
LAUNCH = """
from datetime import time
from django.contrib.auth.models import User
from django.utils import timezone
from broadcasts import launching
from broadcasts.models import Campaign, OfficeHours
from subscribers.models import Topic
OfficeHours.objects.all().delete()
for weekday in OfficeHours.Weekday:
    for opens, closes in {hours}:
        OfficeHours.objects.create(
            weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)
        )
campaign = Campaign.objects.create(
    title={title!r}, body="Prova.", link="https://www.comune.cascina.pi.it/",
    author=User.objects.get(username="clerk"),
)
campaign.topics.add(Topic.objects.first())
launching.launch(campaign=campaign, by=User.objects.get(username="boss"), now=timezone.now())
"""


class Installation:
    """The running service, and everything in it that can be killed."""

    def __init__(
        self, stack: Stack, database: OwnPostgres | None, broker: OwnRedis | None, people: list[str]
    ):
        self.stack, self.database, self.broker = stack, database, broker
        self.phones = Phones(stack)
        self.workers = ("worker", "second") if broker else ("worker",)
        self.celery = ("beat", *self.workers)
        self.launched: list[str] = []
        self.phones.post("settings", messaging_limit="TIER_UNLIMITED")
        self.tell("from broadcasts.tasks import synchronise_templates; synchronise_templates()")
        self.tell(SUBSCRIBE_ALL + HIRE, phones=people)
        stack.stop("worker")  # it has a beat of its own
        stack.when_ended = self._start_again
        self.open()

    def tell(self, program: str, **values: object) -> str:
        """Run a program inside the service; what it printed."""
        return self.stack.manage("shell", "--verbosity=0", "--command", program.format(**values))

    def launch(self, title: str, hours: list[tuple[str, str]]) -> None:
        """A broadcast to everybody, at these hours of every day in Italy."""
        self.launched.append(title)
        self.tell(LAUNCH, title=title, hours=hours)

    def open(self, *, later: timedelta = timedelta()) -> None:
        """Beat and workers start; `later`: so much time has passed for them."""
        self.stack.worker_is_ahead += later
        for name in self.celery:
            self._start(name)

    def close(self) -> None:
        """They finish what they are doing, and end."""
        for name in self.celery:
            self.stack.stop(name)

    def deaths(self, chance: random.Random) -> list[Callable[[], None]]:
        """All that can happen to this installation, some of it twice, in random order."""
        every = [self._site, lambda: self.kill("beat")]
        for name in self.workers:
            every += [lambda name=name: self.kill(name), lambda name=name: self._child(name, chance)]
        if self.database:
            every += [self._database, self._redis]
        every *= 1 if self.database else 2
        chance.shuffle(every)
        return every

    def kill(self, name: str) -> None:
        """Beat, or a worker with all its children, in the middle of what they do; another starts in its place."""
        self.stack.kill(name)
        self._start(name)

    def _child(self, name: str, chance: random.Random) -> None:
        self.stack.kill_a_child(name, chance)

    def _start(self, name: str) -> None:
        command = BEAT if name == "beat" else (*WORKER, "-n", f"{name}@cascina")
        self.stack.start_celery(name, *command)

    def _start_again(self, name: str) -> None:
        """What has ended by itself, as systemd does: a start that finds no database ends."""
        assert name in self.celery, f"{name} has ended by itself\n{self.stack.log(name)[-3000:]}"
        self._start(name)

    def _site(self) -> None:
        self.stack.kill("site")
        self.stack.start_site()

    def _database(self) -> None:
        self.database.crash()
        self.database.start()

    def _redis(self) -> None:
        self.broker.crash()
        self.broker.start()


@contextmanager
def installed(
    folder: Path, people: list[str], rate: int, processes: dict[str, str]
) -> Iterator[Installation]:
    """Two workers, a beat, database and broker of its own, and these people, who are all subscribed.

    `rate`: messages a second. `processes`: how many there are, by the names of the settings.
    """
    with ExitStack() as servers:
        database = servers.enter_context(OwnPostgres(a_free_port())) if ON_SERVERS else None
        broker = servers.enter_context(OwnRedis(a_free_port())) if ON_SERVERS else None
        urls = {"database_url": database.url, "redis_url": broker.url} if database and broker else {}
        with Stack(folder, **urls, **processes, WHATSAPP_MESSAGES_PER_SECOND=str(rate)) as stack:
            yield Installation(stack, database, broker, people)
