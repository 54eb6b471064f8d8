"""Words that are too long, or no address, are refused when they are saved; a request has its seconds."""

import contextlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from django.urls import reverse

from broadcasts.models import Campaign
from cascina_whatsapp.security.http.large_bodies import MOST_WRITTEN
from tests.builders import campaign, topic
from tests.journeys.stack import children_of
from tests.patience import run, until, visit
from tests.people import GIULIA
from tests.staff import at_desk

from .serving import is_running, serving

pytestmark = pytest.mark.django_db
PAGES = ("change", "autosave", "preview")
WORDS = {"title": "Neve", "body": "Via Roma è chiusa.", "link": "https://www.comune.cascina.pi.it/neve"}
SPACES_AND_A_LETTER = " " * 300_000 + "a"


def sent(page: str, **overrides: str):
    """The answer to a draft's form, and the draft as it is then."""
    draft = campaign(**WORDS)
    form = WORDS | {"topics": topic().pk, "where_0": "whatsapp"} | overrides
    answer = at_desk(GIULIA).post(reverse(f"admin:broadcasts_campaign_{page}", args=[draft.pk]), form)
    return answer, {name: getattr(Campaign.objects.get(pk=draft.pk), name) for name in WORDS}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("field", [*WORDS, "button_link", "of no form"])
def test_a_field_that_nobody_can_have_written_is_refused_unread(page: str, field: str):
    answer, kept = sent(page, **{field: SPACES_AND_A_LETTER})
    assert (answer.status_code, "È troppo lungo" in answer.text) == (413, True)
    assert kept == WORDS


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("field", "written", "told"),
    [
        ("title", "a" * 201, "ci stanno 200 caratteri"),
        ("body", "a" * (Campaign.BODY_MOST + 1), "ci stanno 4000 caratteri"),
        ("body", "a" * MOST_WRITTEN, "ci stanno 4000 caratteri"),
        ("link", f"https://{'a' * 200}.it", "ci stanno 200 caratteri"),
        ("link", "javascript:alert(1)", "comincia con https://"),
        ("link", "JavaScript://comune.cascina.pi.it/%0aalert(1)", "comincia con https://"),
        ("link", "data:text/html,<script>", "comincia con https://"),
        ("button_link", "javascript:alert(1)", "comincia con https://"),
        ("button_link", "file:///etc/passwd", "comincia con https://"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_not_kept(
    page: str, field: str, written: str, told: str
):
    answer, kept = sent(page, **{field: written})
    assert (answer.status_code, kept) == (200, WORDS)
    if page == "autosave":
        assert str(Campaign._meta.get_field(field).verbose_name) in answer.json()["unsaved"]
    else:
        assert told in answer.text.replace("&#x27;", "'")


def test_the_page_that_reads_its_form_by_itself_refuses_it_too():
    answer = at_desk(GIULIA).post(reverse("admin:subscribers_importbatch_add"), {"desk": SPACES_AND_A_LETTER})
    assert (answer.status_code, "È troppo lungo" in answer.text) == (413, True)


def asked(url: str) -> None:
    with contextlib.suppress(requests.RequestException):  # the process is ended meanwhile
        visit(url)


@pytest.mark.parametrize("page", ["held", "busy"])
def test_a_process_that_a_request_occupies_gives_way_to_another(page: str, tmp_path: Path):
    with (
        serving("tests.security.stuck_site:front", tmp_path) as server,
        ThreadPoolExecutor(1) as stranger,
    ):
        before = children_of(server.process.pid)
        stranger.submit(asked, f"{server.url}/{page}")
        until(lambda: not all(map(is_running, before)), server.log.read_text)
        until(lambda: len(children_of(server.process.pid)) == len(before), server.log.read_text)
        server.wait_until_it_answers()  # it was the only one
        assert visit(server.url).text == "ok"
        assert "in answer" in server.log.read_text()  # the line that took so long


@pytest.mark.parametrize("process", ["wsgi", "webhook_wsgi"])
def test_each_web_process_has_the_clock(process: str, tmp_path: Path):
    command = f"from cascina_whatsapp.{process} import application; print(type(application).__name__)"
    told = run([sys.executable, "-c", command], capture_output=True, text=True)
    assert told.stdout.strip().endswith("RequestClock"), told.stderr
