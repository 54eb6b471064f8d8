"""What goes out with a message and comes back in its receipts. Messages that are under way carry these very words."""

import pytest

from cascina_whatsapp.whatsapp.cloud_api import references


def test_a_reference_names_a_row_and_nobody():
    assert references.of_delivery(12, 3) == "cascina:delivery:12:3"
    assert references.of_trial(4) == "cascina:trial:4"
    assert references.of_reply(5) == "cascina:reply:5"


def test_what_was_written_is_read():
    assert references.delivery_in(references.of_delivery(10**17, 99_999)) == (10**17, 99_999)
    assert references.trial_in(references.of_trial(4)) == 4
    assert references.reply_in(references.of_reply(5)) == 5


@pytest.mark.parametrize("read", [references.delivery_in, references.trial_in, references.reply_in])
@pytest.mark.parametrize(
    "reference",
    [
        "",
        "other-app:1",
        "cascina:delivery:1",
        "cascina:delivery:x:1",
        "cascina:delivery:1:1:1",
        "cascina:delivery:" + "9" * 19 + ":1",
        "cascina:delivery:1:123456",
        "cascina:trial:",
        "cascina:trial:1:1",
        "cascina:trial:1 ",
        "cascina:reply:",
        "cascina:reply:x",
        "cascina:reply:-1",
        "cascina:reply:\u0661",  # a digit, but not one of ours
    ],
)
def test_anything_else_is_not_ours(read, reference: str):
    assert read(reference) is None


@pytest.mark.parametrize(
    ("read", "others"),
    [
        (references.delivery_in, [references.of_trial(1), references.of_reply(1)]),
        (references.trial_in, [references.of_delivery(1, 1), references.of_reply(1)]),
        (references.reply_in, [references.of_delivery(1, 1), references.of_trial(1)]),
    ],
)
def test_nobody_reads_what_another_has_written(read, others: list[str]):
    assert [read(reference) for reference in others] == [None, None]
