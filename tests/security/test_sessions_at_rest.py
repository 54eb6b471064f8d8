"""Whoever reads the database reads in no session who has it, nor the secret of their new app."""

import re
import zlib
from base64 import urlsafe_b64decode

import pytest
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection

from cascina_whatsapp.accounts.signing_in.session_store import SessionStore
from tests.accounts.people import HOME, browser, is_inside
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.django_db


def readable() -> str:
    """All that the rows of sessions say, by themselves and with base64 and zlib undone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        rows = [row for (row,) in cursor.fetchall()]
    parts = [part for row in rows for part in re.split(r"[.:]", row)]
    decoded = [urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts]
    return " ".join([*rows, *(unpacked(content).decode("latin-1") for content in decoded)])


def unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return content


def test_the_secret_of_a_new_app_is_not_readable():
    giulia = at_desk(GIULIA)
    page = giulia.get("/admin/come-entro/app/").text
    secret = giulia.session["new_app_secret"]
    assert secret[:4] in page
    assert not [kept for kept in ("auth_user", secret) if kept in readable()]


def test_a_session_in_another_row_is_none():
    """Whoever may write to the database makes no session of their own out of somebody else's."""
    giulia, paolo = at_desk(GIULIA), at_desk(PAOLO)
    content = Session.objects.get(pk=giulia.session.session_key).session_data
    Session.objects.filter(pk=paolo.session.session_key).update(session_data=content)
    assert is_inside(giulia)
    assert not is_inside(paolo)


def test_a_session_of_the_version_before_is_none():
    content = dict(at_desk(GIULIA).session.items())
    before = db.SessionStore()
    before.update(content)
    before.create()
    desk = browser()
    desk.cookies[settings.SESSION_COOKIE_NAME] = before.session_key
    assert desk.get(HOME).status_code == 302


def test_without_the_key_that_encrypted_it_one_signs_in_again(settings):
    desk, new = at_desk(GIULIA), "the key of this year, thirty-two characters"
    settings.DATA_KEYS = [new, *settings.DATA_KEYS]
    assert is_inside(desk)
    settings.DATA_KEYS = ["another key altogether, thirty-two characters"]
    assert SessionStore(desk.session.session_key).load() == {}
    assert not is_inside(desk)
