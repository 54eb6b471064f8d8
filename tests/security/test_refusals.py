"""A request that is refused: who asked reads why, the log has one line, nothing is read to its end without need."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from cascina_whatsapp.security.http.large_bodies import MOST_UPLOADED
from tests.builders import hire
from tests.people import GIULIA
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
NEW = "/admin/messaggi/aggiungi/"
END = b"\r\n--x--\r\n"


@pytest.mark.parametrize("address", [NEW, "/admin/suggerimenti/"])
def test_what_is_not_permitted_is_one_line_in_the_log(address: str, caplog):
    assert at_desk(SARA).get(address).status_code == 403
    (told,) = [record for record in caplog.records if record.name == "django.request"]
    assert logging.Formatter().format(told).endswith(f"{address}, user {hire(SARA).pk}")


@pytest.mark.parametrize(
    ("address", "length", "status"),
    [
        (NEW, MOST_UPLOADED + 1, 413),
        ("/admin/entra/", MOST_UPLOADED + 1, 413),
        (NEW, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1, 302),
        ("/webhooks/whatsapp/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1, 413),
        ("/api/v1/bozze", settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1, 413),
    ],
)
def test_a_file_is_taken_where_files_are_up_to_their_limit(address: str, length: int, status: int):
    """Nobody is signed in: the size that is announced decides first, then the page to sign in."""
    file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    form = file.ljust(length - len(END), b"-") + END
    answer = Client().generic("POST", address, form, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (status, "nosniff")


def test_the_pages_of_the_staff_know_three_methods():
    for client in (Client(), at_desk(GIULIA)):
        for method in ("TRACE", "DELETE", "PUT", "OPTIONS", "FOO"):
            for address in ("/admin/", "/admin/entra/", NEW):
                assert client.generic(method, address).status_code == 405, (method, address)


def test_an_address_that_no_filter_offers_is_answered_in_words():
    answer = at_desk(GIULIA).get("/admin/messaggi/?status=%00")
    assert (answer.status_code, "non è valida" in answer.text) == (400, True)
