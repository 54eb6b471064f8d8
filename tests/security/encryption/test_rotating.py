"""What is in clear is encrypted, and what is encrypted changes its key, while the service goes on."""

import subprocess
from io import StringIO
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from broadcasts.models import Delivery
from broadcasts.slices.trials import numbers as trial_numbers
from broadcasts.slices.trials.models import TrialNumber
from cascina_whatsapp.management import encrypting
from cascina_whatsapp.security.encryption import key_checks, reencrypting, values
from cascina_whatsapp.security.encryption.models import KeyCheck
from cascina_whatsapp.security.encryption.reencrypting import Goal
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter
from subscribers import identity
from subscribers.models import ImportBatch, ImportRow, Reply, Subscriber
from tests.builders import LONG_AGO, NOW, arrive, hire, subscribe, subscribe_crowd, text, under_way, webhook
from tests.patience import UNTIL
from tests.people import ANNA, BRUNO, ELENA, GIULIA
from tests.traces import found_in, traces_of

pytestmark = pytest.mark.django_db
DATA, NEW = "data-key-of-a-demonstration-on-this-machine", "the key of this year, thirty-two characters"
BODY = b'{"object": "x"}'


@pytest.fixture
def filled(db) -> None:
    """A row in every encrypted column."""
    key_checks.refuse_wrong_keys()
    subscribe(ANNA)
    subscribe(BRUNO)
    arrive(webhook(text(ANNA, "Aiuto")))
    under_way().deliveries.update(wamid="wamid.HBgMMzkzMjAwMDAwMTAxFQIA")
    trial_numbers.add(ANNA.phone, by=hire(GIULIA), now=NOW)
    batch = ImportBatch.objects.create(file_name="a.csv", uploaded_by=hire(GIULIA), uploaded_at=NOW, count=1)
    ImportRow.objects.create(
        batch=batch, phone=ANNA.phone, pseudonym="p", agreed_at=LONG_AGO, channel="paper", reference="M 1"
    )
    DeadLetter.objects.create(body=BODY, kind="x", error="")


def everything() -> list:
    """What the service reads."""
    return [
        sorted(Subscriber.objects.values_list("phone", "bsuid")),
        list(Reply.objects.values_list("phone", "bsuid", "content")),
        list(Delivery.objects.values_list("wamid", flat=True)),
        list(TrialNumber.objects.values_list("phone", flat=True)),
        list(ImportRow.objects.values_list("phone", "reference")),
        list(DeadLetter.objects.values_list("body", flat=True)),
    ]


def prefixes() -> set[str]:
    """How every stored value begins that is not empty: by which key it was encrypted, or "clear"."""
    found = set()
    for column in reencrypting.columns():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column.place} FROM {column.table}")
            for (stored,) in cursor.fetchall():
                if stored in ("", "{}", b"", {}, None):
                    continue
                shown = bytes(stored).hex() if not isinstance(stored, str) else stored.strip('"')
                if shown.startswith(values.BYTES_PREFIX.hex()):
                    found.add(shown[10:18])
                elif shown.startswith(values.PREFIX):
                    found.add(shown[5:13])
                else:
                    found.add("clear")
    return found


def key_name(key: str, settings) -> str:
    settings.DATA_KEYS, before = [key], settings.DATA_KEYS
    try:
        return values.first_text_prefix()[5:13]
    finally:
        settings.DATA_KEYS = before


def test_migrate_encrypts_what_is_in_clear_and_names_what_has_no_name(filled):
    before = everything()
    assert reencrypting.reencrypt(Goal.CLEAR) > 0
    assert (prefixes(), everything()) == ({"clear"}, before)
    ImportRow.objects.update(pseudonym="")
    TrialNumber.objects.update(pseudonym="")
    assert encrypting.encrypt_what_is_clear("default") > 0
    assert "clear" not in prefixes()
    assert everything() == before
    theirs = identity.pseudonym_of(ANNA.person)
    assert ImportRow.objects.get().pseudonym == TrialNumber.objects.get().pseudonym == theirs
    assert encrypting.encrypt_what_is_clear("default") == 0


def rotate(*arguments: str) -> str:
    said = StringIO()
    call_command("rotate_keys", *arguments, stdout=said)
    return said.getvalue()


def test_a_new_key_takes_over_and_the_old_one_may_go(filled, settings, capsys):
    before, old, new = everything(), key_name(DATA, settings), key_name(NEW, settings)
    settings.DATA_KEYS = [NEW, DATA]
    subscribe(ELENA)
    assert prefixes() == {old, new}

    waiting = sum(reencrypting.left().values())
    said = rotate()
    assert f"Riscrivo i valori: {waiting} di {waiting}, fatto in" in capsys.readouterr().err
    assert prefixes() == {new}
    assert f"DATA_KEYS, chiave {old}" in said
    settings.DATA_KEYS = [NEW]
    key_checks.refuse_wrong_keys()
    Subscriber.objects.filter(pk=identity.find(ELENA.person).pk).delete()
    assert everything() == before
    told = TrailRecord.objects.get(event="key_rotated")
    assert told.details["values"] > 5
    assert NEW not in f"{told.about} {told.details}"


def test_stopped_half_way_it_goes_on_where_values_are_left_and_with_wrong_keys_it_touches_nothing(
    filled, settings
):
    subscribe_crowd(30)
    before, settings.DATA_KEYS = prefixes(), [NEW]
    with pytest.raises(key_checks.WrongKeys):
        rotate()
    assert prefixes() == before
    settings.DATA_KEYS = [NEW, DATA]

    def stop(column, done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reencrypting.reencrypt(progress=stop)
    left = reencrypting.left()
    assert left
    assert reencrypting.reencrypt() == sum(left.values())
    assert prefixes() == {key_name(NEW, settings)}


def test_an_old_key_of_pseudonyms_stays_until_nobody_bears_one_of_it(filled, settings):
    settings.CONSENT_HASH_KEY, settings.CONSENT_HASH_KEYS_OLD = "2:newer", ["hash-key-of-the-demo"]
    assert "generazione 1" not in rotate()
    assert encrypting.is_borne(1, "default")
    assert not encrypting.is_borne(2, "default")
    settings.CONSENT_HASH_KEY = "3:newest"
    settings.CONSENT_HASH_KEYS_OLD = ["2:newer", "hash-key-of-the-demo"]
    assert "CONSENT_HASH_KEYS_OLD, generazione 2" in rotate()
    assert set(KeyCheck.objects.filter(purpose="pseudonym").values_list("name", flat=True)) == {"1", "3"}


def test_make_key_writes_a_key_that_every_check_takes(settings, capsys):
    call_command("make_key")
    call_command("make_key", "--pseudonyms")
    data, pseudonyms = capsys.readouterr().out.split()
    assert len(data) == 43
    assert "," not in data
    assert pseudonyms.startswith("2:")
    settings.CONSENT_HASH_KEY = ""
    call_command("make_key", "--pseudonyms")
    assert ":" not in capsys.readouterr().out


@pytest.mark.usefixtures("committed_db")
def test_it_passes_over_what_others_hold_and_comes_back_for_it(settings):
    """PostgreSQL locks rows; SQLite has one writer at a time, and this story has nothing to tell there."""
    if connection.vendor != "postgresql":
        return
    key_checks.refuse_wrong_keys()
    subscribe_crowd(5)
    settings.DATA_KEYS = [NEW, DATA]
    held = Subscriber.objects.order_by("pk").first()
    is_held, may_go = Signal(), Signal()

    def hold() -> None:
        with transaction.atomic():
            row = Subscriber.objects.select_for_update().get(pk=held.pk)
            is_held.set()
            may_go.wait(UNTIL)
            row.follows_all = False
            row.save(update_fields=["follows_all"])
        connection.close()

    somebody = Thread(target=hold)
    somebody.start()
    is_held.wait(UNTIL)
    seen = []

    def progress(column, done: int) -> None:
        seen.append((column.name, done))
        if ("subscribers_subscriber.phone", 4) in seen:
            may_go.set()

    reencrypting.reencrypt(progress=progress)
    somebody.join()
    assert ("subscribers_subscriber.phone", 4) in seen
    assert ("subscribers_subscriber.phone", 5) in seen
    assert reencrypting.left() == {}
    assert not Subscriber.objects.get(pk=held.pk).follows_all


@pytest.mark.usefixtures("committed_db")
def test_nothing_that_was_written_over_stays_in_sqlite_s_file():
    """The number was there in clear, is encrypted, and was in none of the file's pages afterwards.

    PostgreSQL's files are the server's: there it is `VACUUM FULL` (docs/operations.md).
    """
    if connection.vendor != "sqlite":
        return
    subscribe(ANNA)
    reencrypting.reencrypt(Goal.CLEAR)
    assert found_in(of_file(), traces_of(ANNA))
    assert encrypting.encrypt_what_is_clear("default") > 0
    assert not found_in(of_file(), traces_of(ANNA))


def of_file() -> bytes:
    """Read by another process: whoever closes a file of SQLite's gives up the locks of their own process on it."""
    name = Path(connection.settings_dict["NAME"])
    return subprocess.run(["cat", *name.parent.glob(f"{name.name}*")], check=True, capture_output=True).stdout
