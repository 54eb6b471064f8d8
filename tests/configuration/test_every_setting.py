"""Every setting of `.env.example` with what nobody can mean by it: each is named, all at once."""

import pytest

from cascina_whatsapp.settings.configuration import env_file

from .reading import BASE, problems

SAMPLE = {
    line[1]: line[2]
    for line in map(env_file.LINE.fullmatch, (BASE / ".env.example").read_text(encoding="utf-8").splitlines())
    if line and line[1] not in env_file.ELSEWHERE
}
NUMBERS = {name: value for name, value in SAMPLE.items() if value.isdecimal()} | {
    "TRUSTED_PROXIES": "1",
    "WHATSAPP_SENDER_THREADS": "64",
}
NONE_MEANS_SOMETHING = {
    "LAUNCH_GRACE_SECONDS",
    "REMINDER_MONTHS",
    "STANDSTILL_HOURS",
    "TRUSTED_PROXIES",
    "WEEKLY_MESSAGES",
    "WHATSAPP_MESSAGES_PER_SECOND",
}
"""Numbers that may be 0: the sample says what it does."""


def named(folder, **settings: str) -> set[str]:
    return {problem.name for problem in problems(folder, **settings)}


@pytest.mark.parametrize("value", ["-1", f"{10**9}", "9" * 5000, "sei", "1.5", "6 6", "\ufeff6", "0"])
def test_every_number_has_two_bounds(value: str, tmp_path):
    expected = NUMBERS.keys() - (NONE_MEANS_SOMETHING if value == "0" else set())
    assert named(tmp_path, **dict.fromkeys(NUMBERS, value)) == expected


def test_a_sign_that_nobody_sees_is_told_wherever_it_is_and_blanks_around_a_number_are_no_part_of_it(
    tmp_path,
):
    """Some editors begin a file with that sign, and it is copied along."""
    assert named(tmp_path, **dict.fromkeys(SAMPLE, "\ufeffsei")) == SAMPLE.keys()
    assert named(tmp_path, **{name: f" {value} " for name, value in NUMBERS.items()}) == set()
