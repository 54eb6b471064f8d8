"""What became of a broadcast, in the words of a list and of a report; nobody is counted twice."""

import pytest

from broadcasts.reporting import recipient_breakdown, sentences
from broadcasts.reporting.recipient_breakdown import Progress
from broadcasts.reporting.sentences import people, result
from broadcasts.rules.failure_reasons import sentence as reason_of
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from cascina_whatsapp.presentation.formatting.numbers import share

MARKET = {D.READ: 271, D.DELIVERED: 167, D.FAILED: 3}
STOPPED = {D.READ: 238, D.DELIVERED: 139, D.SKIPPED: 134}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, ""),
        ({"queued": 441}, ""),
        ({"sending": 1, "queued": 440}, ""),
        ({"accepted": 1, "queued": 440}, "in arrivo a 1 persona"),
        ({"sent": 440, "delivered": 0, "failed": 1}, "in arrivo a 440 persone"),
        ({"delivered": 440, "failed": 1}, "440 su 441"),
        ({"held": 212, "queued": 1}, "trattenuto da WhatsApp: 212"),
        ({"held": 212, "delivered": 100, "read": 188}, "288 su 500 · trattenuti 212"),
        ({"delivered": 185, "read": 255, "failed": 1}, "440 su 441 · letti 58 %"),
        ({"read": 1}, "1 su 1 · letti 100 %"),
        ({"delivered": 100, "read": 277, "skipped": 134}, "377 su 511 · letti 54 %"),
        ({"read": 426, "delivered": 3, "sent": 12}, "429 su 441 · ancora in arrivo: 12"),
        ({"skipped": 511}, "non è arrivato a nessuno"),
        ({"failed": 3}, "non è arrivato a nessuno"),
        ({"delivered": 900_000, "read": 99_999, "uncertain": 1}, "999.999 su 1.000.000 · letti 10 %"),
    ],
)
def test_a_result_counts_the_people_whom_it_reached(counts, words):
    assert result(Progress(counts)) == words


@pytest.mark.parametrize(
    ("status", "counts", "words"),
    [
        (C.APPROVED, {}, ""),
        (C.SENDING, {D.QUEUED: 153, D.READ: 310, D.FAILED: 2}, "312 di 465"),
        (C.PAUSED, {D.QUEUED: 1, D.UNCERTAIN: 1}, "0 di 2"),
        (C.SENT, MARKET, "438 su 441 · letti 61 %"),
        (C.CANCELLED, STOPPED, "377 l'hanno ricevuto"),
    ],
)
def test_a_list_tells_how_far_it_is_or_whom_it_reached(status, counts, words):
    assert sentences.so_far_or_result(status, Progress(counts)) == words


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, 0), (0, 5, 0), (5, 5, 100), (1, 1000, 1), (999, 1000, 99), (1, 8, 13), (271, 438, 62)],
)
def test_a_share_is_rounded_and_says_nobody_and_everybody_only_of_them(part, whole, percent):
    assert share(part, whole) == percent


def test_people_in_the_singular_and_in_the_plural_and_nobody_only_where_a_report_must():
    assert (people(1), people(0), people(1660)) == ("1 persona", "0 persone", "1.660 persone")

    assert [part["tone"] for part in recipient_breakdown.parts(Progress({D.READ: 2}))] == ["f3", "f2", "f0"]


@pytest.mark.parametrize(
    ("status", "counts", "said"),
    [
        (C.APPROVED, {}, "Non è ancora partito."),
        (C.PAUSED, {}, "Non è ancora partito."),
        (C.CANCELLED, {}, "Annullato, non l'ha ricevuto nessuno."),
        (C.SENT, {}, "Non c'era nessuno a cui mandarlo."),
        (
            C.SENT,
            MARKET,
            "Arrivato a 438 persone su 441, letto da 271: il 61 %. "
            "3 persone non l'hanno ricevuto.",
        ),
        (C.SENT, {D.READ: 1}, "Arrivato alla sola persona a cui era diretto, che l'ha letto."),
        (C.SENT, {D.READ: 2}, "Arrivato a tutte le 2 persone, letto da tutte."),
        (C.SENT, {D.DELIVERED: 1, D.FAILED: 1}, "Arrivato a 1 persona su 2, non ancora letto. "
         "Una persona non l'ha ricevuto."),
        (C.SENT, {D.FAILED: 14}, "Non è arrivato a nessuno: era per 14 persone."),
        (
            C.SENT,
            {D.READ: 1, D.DELIVERED: 199, D.SENT: 2},
            "Arrivato a 200 persone su 202, letto da 1: meno dell'1 %. "
            "Ancora in arrivo: 2.",
        ),
        (
            C.SENDING,
            {D.READ: 8, D.DELIVERED: 92, D.QUEUED: 1},
            "Partito per 100 persone su 101. Ne resta una.",
        ),
        (
            C.SENDING,
            {D.DELIVERED: 300, D.HELD: 212},
            "300 arrivati, 212 trattenuti. WhatsApp guarda come vengono accolti i primi: di solito lascia andare gli "
            "altri entro un'ora.",
        ),
        (
            C.SENT,
            {D.READ: 2, D.FAILED: 1, D.EXPIRED: 14},
            "Arrivato a 2 persone su 17, letto da 2: il 12 %. "
            "Una persona non l'ha ricevuto. Scaduto senza conferma: 14.",
        ),
        (
            C.PAUSED,
            {D.DELIVERED: 377, D.QUEUED: 123},
            "377 l'hanno ricevuto, 123 aspettano.",
        ),
        (C.PAUSED, {D.QUEUED: 2}, "Fermato prima che arrivasse a qualcuno, 2 aspettano."),
        (C.SUSPENDED, {D.ACCEPTED: 1, D.QUEUED: 1}, "Sta arrivando a 1 persona, 1 aspetta."),
        (
            C.CANCELLED,
            STOPPED,
            "Annullato: 377 l'hanno ricevuto. Letto da 238: il 47 %. "
            "134 persone non l'hanno ricevuto.",
        ),
    ],
)  # fmt: skip
def test_a_result_is_a_sentence(status, counts, said):
    assert sentences.sentence(status, Progress(counts)) == said


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (
            [(reason_of(131026), 3)],
            "Non risulta consegnato a 3 numeri (di solito: niente WhatsApp, o una versione vecchia).",
        ),
        ([(reason_of(131026), 2), (reason_of(131056), 1)], "3 persone non l'hanno ricevuto."),
        ([], "3 persone non l'hanno ricevuto."),
    ],
)
def test_why_is_in_the_sentence_where_it_is_the_same_for_all(reasons, said):
    assert sentences.sentence(C.SENT, Progress(MARKET), reasons).endswith(said)


def test_the_bar_counts_each_person_once():
    """441 people are 441 people, not as many as were sent, delivered and read together."""
    so_far = Progress(MARKET | {D.ACCEPTED: 1, D.SENT: 2, D.UNCERTAIN: 3, D.QUEUED: 4, D.SKIPPED: 5})
    drawn = recipient_breakdown.parts(so_far)
    assert sum(part["people"] for part in drawn) == so_far.total
    assert [part["start"] for part in drawn] == [0, 271, 438, 441, 444, 448, 451]
    assert [(part["label"], part["people"]) for part in drawn][:3] == [
        ("Letti", 271),
        ("Arrivati, non ancora letti", 167),
        ("Presi da WhatsApp, non ancora arrivati", 3),
    ]


def test_every_state_of_a_delivery_is_in_one_part():
    states = [status for _, _, own in recipient_breakdown.PARTS for status in own]
    assert sorted(states) == sorted(D)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([272, 166, 3], ["62 %", "38 %", "meno dell'1 %"]),
        ([1, 1, 1], ["33 %", "34 %", "33 %"]),
        ([0, 5], ["0 %", "100 %"]),
        ([], []),
        ([0, 0], ["0 %", "0 %"]),
    ],
)
def test_the_shares_of_all_parts_add_up_to_the_whole(counts, told):
    assert recipient_breakdown.shares(counts) == told


SHARES = [(1, 1, 1), (271, 167, 3), (995, 4, 1), (1, 998, 1), (2, 4, 0)]


@pytest.mark.parametrize(("read", "arrived", "failed"), SHARES)
def test_a_share_in_a_sentence_is_that_of_the_bar(read, arrived, failed):
    so_far = Progress({"read": read, "delivered": arrived, "failed": failed})
    share = recipient_breakdown.parts(so_far)[0]["share"]
    assert share in sentences.result(so_far)
