"""What the service answers to whatever a citizen writes, and that nothing of it stays. Real processes."""

from collections.abc import Iterator

import pytest
import redis
from django.db import connections

from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from subscribers.models import ConsentRecord, Reply, Subscriber
from tests.naming import with_number
from tests.subscribers.unclear import seems_to

NUMBERS = (f"+3932000500{number:02}" for number in range(1, 99))


@pytest.fixture
def joined(phones, answered) -> str:
    """Somebody who has just joined."""
    citizen = next(NUMBERS)
    phones.say(citizen, "Iscrizione")
    answered(citizen, 1)
    return citizen


# ── What is said to whom ──────────────────────────────────────────────────────────────────────────────────

SAID = {
    "ambiguous": ({"text": "off"}, "Non abbiamo capito se vuoi iscriverti o cancellarti."),
    "English, not announced": ({"text": "subscribe"}, "Non abbiamo capito se vuoi iscriverti o cancellarti."),
    "somebody else": ({"text": "iscrivete anche mia moglie"}, "Può iscriversi solo chi usa il numero"),
    "another office": ({"text": "iscrizione al nido"}, "Questo numero serve a inviare le notizie"),
    "anything": ({"text": "a che ora aprite?"}, "Questo numero serve a inviare le notizie"),
    "picture": ({"kind": "image", "caption": "una buca"}, "Abbiamo ricevuto un file ma non lo apriamo"),
    "voice": ({"kind": "audio"}, "Abbiamo ricevuto un file ma non lo apriamo"),
    "place": ({"kind": "location"}, "Abbiamo ricevuto un file ma non lo apriamo"),
    "help": ({"text": "Aiuto"}, "Puoi scrivere:"),
    "emergency": ({"text": "Aiuto, sono caduto"}, "112"),
    "privacy": ({"text": "Privacy"}, "/informativa/"),
    "a doubt": ({"text": "è un messaggio vero?"}, "/e-davvero-del-comune/"),
    "data of a stranger": ({"text": "I miei dati"}, "Il tuo numero non è iscritto."),
    "news for a stranger": ({"text": "Notizie"}, "*Iscrizione*"),
    "topics of a stranger": ({"text": "Argomenti"}, "*Iscrizione*"),
    "leaving without having joined": ({"text": "STOP"}, "Il tuo numero non è iscritto"),
}


def test_each_kind_of_message_has_its_answer_and_changes_nothing(phones, answered):
    records = ConsentRecord.objects.using("journeys")
    before = records.exclude(kind="opt_out").count()
    writers = {kind: next(NUMBERS) for kind in SAID}
    for kind, citizen in writers.items():
        phones.say(citizen, **SAID[kind][0])
    told = {kind: answered(citizen, 1) for kind, citizen in writers.items()}

    assert {kind: text for kind, text in told.items() if SAID[kind][1] not in text} == {}
    assert records.exclude(kind="opt_out").count() == before
    assert not Subscriber.objects.using("journeys").filter(with_number(*writers.values())).exists()


def test_who_was_not_understood_taps_what_they_want(phones, answered):
    citizen = next(NUMBERS)
    phones.say(citizen, "off")
    answered(citizen, 1)
    asked = [line for line in phones.accepted() if line["to"] == citizen][-1]
    assert asked["buttons"] == ["Iscrizione", "Cancellazione", "Contattare l'Urp"]
    phones.say(citizen, button={"id": "contacts", "title": "Contattare l'Urp"})
    assert "800 01 77 28" in answered(citizen, 2)
    phones.say(citizen, button={"id": "join", "title": "Iscrizione"})
    assert answered(citizen, 3).startswith("La tua iscrizione è attiva.")


def test_topics_are_chosen_added_taken_away_and_all_taken_back(phones, answered, joined):
    phones.say(joined, "Argomenti")
    assert "Ora ricevi: Allerte e urgenze, Servizi e scadenze" in answered(joined, 2)
    taps = [("topic:5", False), ("topic:5", True), ("topic:1", None), ("topic:all", True)]
    for number, (row, has_culture) in enumerate(taps, start=3):
        phones.say(joined, list={"id": row, "title": "x"})
        saved = answered(joined, number)
        now = saved.partition("Ora ricevi: ")[2]
        assert has_culture is None or ("Eventi e cultura" in now) is has_culture
    assert "Allerte e urgenze" in answered(joined, 6)


def test_who_writes_notizie_reads_the_last_broadcasts_again(phones, desk, answered, joined):
    for title in ("Mercato spostato", "Anagrafe chiusa"):
        desk.until(desk.broadcast(title), "sent")
    phones.say(joined, "Notizie")

    told = answered(joined, 2)
    assert told.index("*Anagrafe chiusa* (") < told.index("*Mercato spostato* (")
    assert told.count("Domani l'ufficio Anagrafe apre alle 10.\nTutte le informazioni: https://") >= 2


# ── Nothing that a citizen writes stays ───────────────────────────────────────────────────────────────────

SECRET = "zqxsegreto"
"""In whatever is written below, as a word that no rule knows."""
TRY = "/admin/testi-del-servizio/prova-una-frase/"
OTHERS_NUMBER = "3339998877"


def test_nothing_that_was_written_is_anywhere(stack, phones, desk, answered):
    """Every table and column, every file but the database's own, and Redis where there is one.

    What the model is asked about, and what staff try on their page, are no exceptions.
    """
    stays, leaves, asks = (
        phones.post("citizens", phone=next(NUMBERS), name=f"{SECRET} nome")["phone"] for _ in range(3)
    )
    for citizen in (stays, leaves):
        phones.say(citizen, "Iscrizione Mario Rossi")
        answered(citizen, 1)
    said = [
        {"text": f"{SECRET} a che ora aprite?"},
        {"text": f"iscrivete anche {OTHERS_NUMBER} {SECRET}"},
        {"text": f"vorrei iscrivermi {SECRET}?"},
        {"text": f"aiuto, {SECRET} sta male"},
        {"text": f"Iscrizione {SECRET}", "forwarded": True},
        {"kind": "image", "caption": f"{SECRET} in via Roma"},
        {"kind": "document", "caption": SECRET},
        {"kind": "audio"},
        {"button": {"id": f"{SECRET}-id", "title": SECRET}},
        {"list": {"id": f"topic:{SECRET}", "title": SECRET}},
        {"quick_reply": {"text": SECRET, "payload": SECRET}},
        {"text": f"I miei dati, {SECRET}"},
        {"text": f"{seems_to('join')} {SECRET}"},
        {"text": f"{seems_to('leave')} {SECRET}"},
    ]
    for words in said:
        phones.say(asks, **words)
        phones.say(stays, **words)
    tried = desk.editor.send(TRY, desk.editor.open(TRY), sentence=f"{seems_to('leave')} {SECRET}")
    assert "Che cosa farebbe</h2>" in tried.text
    phones.say(leaves, f"Sono {SECRET.title()}, mi sono trasferita a Lucca: cancellatemi dalla lista")
    assert answered(leaves, 2).startswith("Fatto: non riceverai")
    all_is_heard(stack, phones)
    stack.until(lambda: not Reply.objects.using("journeys").filter(status__in=["queued", "sending"]).exists())
    all_is_heard(stack, phones)  # the receipts of the answers, too: each has the number

    found = [place for place, content in everything(stack) if SECRET in content.lower()]
    assert found == []
    assert Subscriber.objects.using("journeys").filter(with_number(stays)).exists()
    numbers = (OTHERS_NUMBER, leaves[1:], asks[1:], stays[1:])
    in_clear = [place for place, content in everything(stack) if any(number in content for number in numbers)]
    assert in_clear == []


def all_is_heard(stack, phones) -> None:
    """Whatever WhatsApp has to tell has been told, and dealt with."""
    stack.until(
        lambda: not phones.get("counts")["untold"] and not WebhookPost.objects.using("journeys").exists()
    )


def everything(stack) -> Iterator[tuple[str, str]]:
    """Each thing that the service keeps: where it is, and what it holds, as text."""
    yield from rows()
    for path in stack.folder.rglob("*"):
        if path.is_file() and "sqlite3" not in path.name and path.name != "simulator.log":
            yield str(path.relative_to(stack.folder)), path.read_bytes().decode("utf-8", "replace")
    if url := stack.environment["REDIS_URL"]:
        broker = redis.Redis.from_url(url)
        for key in broker.scan_iter():
            yield f"redis {key!r}", repr(broker.dump(key))


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table of the service's database."""
    connection = connections["journeys"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, "\n".join(map(as_text, row))


def as_text(value: object) -> str:
    """A column's value, bytes included."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
