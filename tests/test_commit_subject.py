"""The hook that reads a commit's subject."""

import pytest

from tests.commit_subject import main, problem

GOOD = [
    "sending: hold a paused campaign's slots",
    "docs: say what each room may touch",
    "admin/messages: ask once before deleting",
    "Merge branch 'main'",
    'Revert "sending: hold a paused campaign\'s slots"',
]
BAD = [
    "Fix things",
    "sending:",
    "sending: x",
    "Sending: hold a paused campaign's slots",
    "",
    "docs: " + "a word too many " * 5,
]


@pytest.mark.parametrize("subject", GOOD)
def test_a_subject_that_reads_in_a_list(subject: str):
    assert problem(subject) == ""


@pytest.mark.parametrize("subject", BAD)
def test_a_subject_that_does_not(subject: str):
    assert problem(subject)


def test_git_is_told_by_the_exit_code(tmp_path, capsys):
    message = tmp_path / "COMMIT_EDITMSG"
    message.write_text("Fix things\n\nand more\n", encoding="utf-8")
    assert main(str(message)) == 1
    assert "area: what changes" in capsys.readouterr().err

    message.write_text("docs: say what each room may touch\n", encoding="utf-8")
    assert main(str(message)) == 0
