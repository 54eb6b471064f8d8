"""Why a message did not arrive, or why everything stopped, and what can be done: sentences that the staff read."""

import pytest

from broadcasts.rules import failure_reasons
from cascina_whatsapp.whatsapp.cloud_api import error_codes
from cascina_whatsapp.whatsapp.cloud_api.errors import (
    OurMistake,
    OutcomeUnknown,
    RecipientUnreachable,
    TryLater,
    Unexplained,
)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (131026, "Il numero non ha WhatsApp, o ha una versione troppo vecchia"),
        (999999, "WhatsApp non ha accettato il messaggio (codice 999999)"),
        (0, "WhatsApp non accetta più la chiave di accesso: va rinnovata"),
        (None, "WhatsApp non ha accettato il messaggio"),
    ],
)
def test_the_staff_read_a_sentence(code: int | None, sentence: str):
    assert failure_reasons.sentence(code) == sentence


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (OutcomeUnknown, None, "WhatsApp non ha risposto: non si sa se il messaggio è partito"),
        (TryLater, None, "WhatsApp non ha risposto: il messaggio non è partito"),
        (
            Unexplained,
            999999,
            "WhatsApp ha risposto con un errore sconosciuto: non si sa se il messaggio è partito (codice 999999)",
        ),
        (OurMistake, 999999, "WhatsApp non ha accettato il messaggio (codice 999999)"),
        (OurMistake, None, "WhatsApp non ha accettato il messaggio"),
        (RecipientUnreachable, 131026, "Il numero non ha WhatsApp, o ha una versione troppo vecchia"),
    ],
)
def test_only_what_whatsapp_answered_is_called_a_refusal(error, code, sentence):
    """A call that timed out (HTTP 408) or a line that dropped may have left the message with Meta."""
    assert failure_reasons.of_failure(error, code) == sentence


def test_a_halt_says_why_and_what_to_do_in_no_more_words_than_fit():
    assert failure_reasons.halt(190) == (
        "WhatsApp non accetta più la chiave di accesso: va rinnovata. Chi amministra il sistema deve "
        "rinnovare la chiave di accesso; poi riprendi."
    )
    assert failure_reasons.halt(222) == (
        "WhatsApp non ha accettato il messaggio (codice 222). "
        "Avvisa chi amministra il sistema; riprendi quando la causa è risolta."
    )

    codes = [*error_codes.BY_CODE, 999999, None]
    told = [failure_reasons.halt(code) for code in codes] + [
        failure_reasons.no_response(code) for code in codes
    ]
    told += [
        failure_reasons.breaker(what, code)
        for what in (failure_reasons.FAILING_OFTEN, failure_reasons.FAILING_IN_A_ROW)
        for code in codes
    ]

    assert max(map(len, told)) <= 300


@pytest.mark.parametrize("code", sorted({*error_codes.BY_CODE, 99, None}, key=str))
def test_every_reason_comes_with_advice(code):
    words = failure_reasons.about(failure_reasons.sentence(code))
    assert words.endswith(".")
    assert "!" not in words


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (failure_reasons.ANSWERED, "niente da fare"),
        (failure_reasons.LEFT_MEANWHILE, "scelta della persona"),
        (failure_reasons.NEVER_KNOWN, "Forse è arrivato"),
        (failure_reasons.sentence(131026), "tre volte di seguito"),
        (failure_reasons.sentence(190), "rinnovare la chiave di accesso"),
        ("", "chi amministra il sistema"),
    ],
)
def test_remedy_says_what_to_do(reason, said):
    assert said in failure_reasons.about(reason)
