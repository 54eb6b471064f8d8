"""Whoever asks for help can say which version it is, and of which commit; a stranger is not told."""

import shutil
import subprocess
import sys

import pytest

from cascina_whatsapp.presentation.version import BASE, NUMBER, VERSION, commit_of, in_words
from tests.staff import ROSA, at_desk


def test_the_command_line_tells_the_service_s_version_not_django_s():
    command = [sys.executable, "manage.py", "--version"]
    told = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=True).stdout
    assert told == f"{VERSION}\n"
    assert told.startswith(f"Cascina WhatsApp {NUMBER}")


@pytest.mark.django_db
def test_staff_read_it_below_every_page_and_strangers_don_t(client):
    assert f'<footer class="footer">{VERSION}</footer>' in at_desk(ROSA).get("/admin/").text
    assert NUMBER not in client.get("/admin/entra/").text


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_the_commit_is_the_one_that_is_checked_out(tmp_path):
    def git(*arguments):
        as_somebody = ["-c", "user.name=Rita", "-c", "user.email=rita@example.org"]
        command = ["git", *as_somebody, *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "--message", "one")
    assert commit_of(tmp_path, "$") == git("log", "--format=%h").strip() != ""


def test_sources_without_git_tell_what_their_archive_wrote_or_the_number_alone(tmp_path):
    assert commit_of(tmp_path, "581d1af") == "581d1af"
    assert commit_of(tmp_path, "$") == ""
    assert in_words("0.2.0", "581d1af") == "Cascina WhatsApp 0.2.0 (581d1af)"
    assert in_words("0.2.0", "") == "Cascina WhatsApp 0.2.0"
