"""Who owns the database cuts off the end of the trail, or of the register, and sets its head back; seals tell.

Each record is chained to the one before, and none to the one after: of an end that is gone the chain says nothing.
"""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cascina_whatsapp.privacy import trail_alarm
from cascina_whatsapp.security.trail import retention
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.models import ConsentRecord, Seal
from subscribers.register import sealing, verification
from tests.builders import NOW, subscribe_crowd
from tests.security.by_sql import as_owner, records
from tests.staff import ROSA, at_desk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def cut_trail(after: int) -> None:
    last = TrailRecord.objects.get(sequence=after)
    as_owner(
        f"DELETE FROM trail_trailrecord WHERE sequence > {after}",
        f"UPDATE trail_trailhead SET sequence = {after}, hash = '{last.hash}'",
    )


def cut_register(after: int) -> None:
    last = ConsentRecord.objects.get(sequence=after)
    as_owner(
        f"DELETE FROM subscribers_consentrecord WHERE sequence > {after}",
        f"UPDATE subscribers_registerhead SET sequence = {after}, hash = '{last.hash}'",
    )


def night(at: datetime = NOW) -> list[str]:
    """What the verification of the trail finds."""
    return trail_alarm.verify(at).findings


def command(*seals: str) -> tuple[int, str]:
    """Exit code and output of the verification with seals that were kept elsewhere."""
    said = StringIO()
    try:
        call_command("verify_consent_log", *seals, stdout=said, stderr=StringIO())
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def line_of(seal: Seal) -> list[str]:
    """What the printed seal says to run."""
    (line,) = [line for line in sealing.in_words(seal).splitlines() if "verify_consent_log" in line]
    return line.split()[2:]


def test_a_trail_cut_after_its_seal_is_found_though_its_head_was_set_back():
    """Whoever takes the seals too is betrayed by the printed one."""
    records(5)
    printed = line_of(sealing.seal(NOW))
    assert (night(), command(*printed)[0]) == ([], 0)
    cut_trail(3)
    records(4)  # life goes on
    assert any("Traccia 5" in sentence for sentence in night())
    cut_trail(3)
    as_owner("DELETE FROM subscribers_seal")
    code, said = command(*printed)
    assert (code, "Traccia 5" in said) == (1, True)


def test_fewer_records_than_at_the_check_before_is_an_alarm_of_the_trail_and_of_the_register(
    settings, mailoutbox
):
    settings.ALERT_EMAILS = ["ced@comune.example"]
    records(5)
    subscribe_crowd(5)
    assert night() == []
    assert verification.check(NOW).is_clean
    cut_trail(3)
    as_owner("DELETE FROM subscribers_subscriber")
    cut_register(3)
    (sentence,) = night(NOW + DAY)
    assert "3" in sentence
    assert "5" in sentence
    assert "prima erano 5" in verification.check(NOW + DAY).findings[0]
    assert len(mailoutbox) == 2


def test_what_has_had_its_term_is_no_alarm():
    records(4, at=datetime(2022, 3, 1, 9, tzinfo=UTC))
    sealing.seal(NOW)
    records(1, at=timezone.now())
    assert night(timezone.now()) == []
    later = timezone.now() + DAY
    assert retention.cut(timezone.now() - timedelta(days=400), later) == 4
    assert night(later) == []
    assert command(*line_of(Seal.objects.get()))[0] == 0


def test_the_page_of_a_seal_tells_of_the_trail_and_one_of_before_still_verifies():
    subscribe_crowd(2)
    records(2)
    made = sealing.seal(NOW)
    page = f"/admin/sigilli/{made.pk}/modifica/"
    told = "".join(f"<li>{made.trail_hash[start : start + 4]}</li>" for start in range(0, 64, 4))
    assert told in at_desk(ROSA).get(page).text
    assert command("--seal", f"{made.sequence}:{made.hash}")[0] == 0
    as_owner("UPDATE subscribers_seal SET trail_sequence = NULL, trail_hash = NULL")
    old = Seal.objects.get()
    assert command(*line_of(old))[0] == 0
    assert "Tracce" not in sealing.in_words(old)
    assert night() == []
    assert at_desk(ROSA).get(page).status_code == 200
