"""What encryption costs: of a message's processor time, and of an export with numbers; part of `make bench`.

Beside the same without it, in the same run: the processor time of a message is measured with real workers, the
encryption that a message needs by itself, a hundred thousand times.
"""

import sys
import tempfile
import time
from functools import partial

from .measuring import figures, lasting, measure, prepare, scaled
from .sending import AT_ONCE, sending

PEOPLE, MESSAGES = scaled(10_000), scaled(100_000)
EXPORTED = scaled(100_000)
"""People who are enrolled and exported with their numbers; the figure is what a million takes."""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Sending first, then the encryption of as many messages, then the export."""
    sent = sending(database, redis_url, people=PEOPLE, rate=0, latency=AT_ONCE)["CPU s per 1,000"]
    prepared = prepare(database)
    message = figures(prepared, "encryption", "message")["CPU s per 1,000"]
    return {
        "encryption of a message": {
            "sending, CPU s per 1,000": sent,
            "of them encryption, CPU s per 1,000": message,
            "more processor %": round(message / (sent - message) * 100, 1),
        },
        "register: export CSV with numbers, a million": figures(prepared, "encryption", "export"),
    }


def message() -> dict:
    """Number and BSUID are decrypted for the call, and Meta's id is encrypted afterwards."""
    from cascina_whatsapp.security.encryption.values import decrypt_text, encrypt_text

    place = partial("{}.{}".format, "subscribers_subscriber")
    phone = encrypt_text("+393200000101", place("phone"))
    bsuid = encrypt_text("IT.13490000000000101", place("bsuid"))
    assert decrypt_text(phone, place("phone")) == "+393200000101" not in str(phone)
    wamid = "wamid.HBgMMzkzMjAwMDAwMTAxFQIAERgSMDAwMDAwMDAwMDAwMDAwMDAA"
    began = time.process_time()
    for _ in range(MESSAGES):
        decrypt_text(phone, place("phone"))
        decrypt_text(bsuid, place("bsuid"))
        encrypt_text(wamid, "broadcasts_delivery.wamid")
    return {"CPU s per 1,000": round((time.process_time() - began) / MESSAGES * 1000, 4)}


def export() -> dict:
    """The same records as CSV, without numbers and with them."""
    from django.utils import timezone

    from cascina_whatsapp.whatsapp.cloud_api.people import Person
    from subscribers import consent

    now = timezone.now()
    proof = consent.Evidence(at=now, channel=consent.Channel.PAPER, rule="import")
    consent.enrol([(Person(phone=f"+39320{number:07}"), proof) for number in range(EXPORTED)], now=now)
    without, with_numbers = written(with_numbers=False), written(with_numbers=True)
    return {"without numbers s": without, "s": with_numbers, "ratio": round(with_numbers / without, 1)}


def written(*, with_numbers: bool) -> float:
    """Seconds that a million records would take."""
    from subscribers.exporting import columns
    from subscribers.models import ConsentRecord

    with tempfile.TemporaryFile() as stream:
        records = ConsentRecord.objects.all()
        _, lasted = lasting(lambda: columns.write(records, stream, with_numbers=with_numbers))
        stream.seek(0)
        _, *lines = stream
    assert len(lines) == EXPORTED, f"{len(lines)} lines of {EXPORTED} records"
    assert sum(b"+39320" in line for line in lines) == (EXPORTED if with_numbers else 0)
    return round(lasted / EXPORTED * 1e6, 1)


MEASURES = {"message": message, "export": export}

if __name__ == "__main__":
    measure(MEASURES[sys.argv[1]])
