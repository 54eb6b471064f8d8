"""A citizen and the service, over WhatsApp: join, choose, ask, leave."""

from datetime import timedelta

from subscribers.models import ConsentRecord, Subscriber
from tests.naming import with_number

ANNA, BRUNO, CARLA = (f"+3932000200{number:02}" for number in range(1, 4))


def test_join_and_leave_with_one_word_each(phones, answered):
    """Anna joins, is confirmed, leaves, is confirmed; her number is nowhere in the rows."""
    phones.say(ANNA, "  ISCRIZIONE!! 🙏")
    assert answered(ANNA, 1).startswith("La tua iscrizione è attiva.")

    phones.say(ANNA, "Cancellazione")
    assert answered(ANNA, 2).startswith("Fatto: non riceverai più messaggi")
    assert not Subscriber.objects.using("journeys").filter(with_number(ANNA)).exists()
    kinds = ConsentRecord.objects.using("journeys").order_by("-pk").values_list("kind", flat=True)[:2]
    assert list(kinds) == ["opt_out", "opt_in"]


def test_a_delayed_iscrizione_does_not_undo_a_newer_cancellazione(stack, phones, answered):
    """Bruno's "Iscrizione" was stuck for ten minutes and arrives after his "Cancellazione"."""
    then = int((stack.now() - timedelta(minutes=10)).timestamp())
    phones.say(BRUNO, "Cancellazione")
    answered(BRUNO, 1)
    phones.say(BRUNO, "Iscrizione", timestamp=then, wait=True)
    stack.until(
        lambda: ConsentRecord.objects.using("journeys").filter(kind="opt_in", took_effect=False).exists()
    )
    assert not Subscriber.objects.using("journeys").filter(with_number(BRUNO)).exists()
    assert len(phones.answers_to(BRUNO)) == 1


def test_the_same_webhook_three_times_is_one_message(stack, phones, answered):
    """Meta delivers Carla's "Iscrizione" three times: one record, one answer."""
    before = ConsentRecord.objects.using("journeys").count()
    phones.say(CARLA, "Iscrizione", repeat=3, wait=True)
    answered(CARLA, 1)
    phones.say(CARLA, "aiuto")
    answered(CARLA, 2)
    assert ConsentRecord.objects.using("journeys").count() == before + 1
    assert len(phones.answers_to(CARLA)) == 2


def test_forged_and_broken_webhooks(stack, phones):
    """Of three broken ones, the two forged are refused and leave no trace; the genuine is kept for a person."""
    from cascina_whatsapp.whatsapp.webhook.models import DeadLetter

    kept = DeadLetter.objects.using("journeys").filter(kind="body")
    for signature in ("bad", "none"):
        assert phones.post("webhook", body='{"entry": [', signature=signature)["status"] == 403
    assert phones.post("webhook", body='{"entry": [', signature="good")["status"] == 200
    stack.until(kept.exists)  # posts are dealt with in order: a forged one would have been kept before
    assert kept.count() == 1
    assert phones.post("webhook", body="x" * (3 * 1024 * 1024 + 1), signature="good")["status"] == 413


def test_no_number_and_no_word_reaches_the_logs(stack, phones, answered):
    """What a citizen writes is in no log, nor is the number it came from."""
    writer, words = "+393200020099", "segreto di famiglia 8842"
    phones.say(writer, words)
    answered(writer, 1)
    for name in ("site", "worker"):
        assert words not in stack.log(name)
        assert writer[1:] not in stack.log(name)
