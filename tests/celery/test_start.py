"""What a process that shows no page loads when it starts: no page, and no large library before it is used."""

import json
import os
import subprocess
import sys

import pytest

WORKER = "app.loader.import_default_modules(); app.finalize()"
STARTS = {
    "worker": f"from cascina_whatsapp.celery import app; {WORKER}",
    "webhook": "import cascina_whatsapp.webhook_wsgi",
}
"""The processes that show no page → what each imports before it is ready."""
PAGES = ("broadcasts.pages", "subscribers.admin", "cascina_whatsapp.staff_site", "cascina_whatsapp.urls")
LARGE = (
    "authlib",  # signing in by the Comune's identity provider
    "feedparser",  # files of sources, read in the child process
    "icalendar",
    "markdown_it",  # the guide
    "openpyxl",  # sheets that somebody asks for
    "PIL",  # attachments, read in the child process
    "pypdfium2",
    "segno",  # codes on pages and posters
)


@pytest.mark.parametrize("process", STARTS)
def test_what_shows_no_page_loads_none_and_no_large_library(process):
    loaded = loaded_by(STARTS[process])
    assert "broadcasts.models.campaigns" in loaded  # it did start
    assert [name for name in loaded if name.startswith((*PAGES, *LARGE))] == []
    assert [
        name for name in loaded if name.endswith((".pages", ".admin")) and name.startswith("cascina")
    ] == []


def test_beat_loads_nothing_of_what_its_ticks_do():
    loaded = loaded_by(
        "from cascina_whatsapp.celery.clock import app; assert len(app.conf.beat_schedule) > 30"
    )
    assert [name for name in loaded if name.startswith(("broadcasts", "subscribers", "django.contrib"))] == []


def loaded_by(start: str) -> list[str]:
    """The modules of a process that starts so."""
    program = f"import json, sys; {start}; json.dump(sorted(sys.modules), sys.stdout)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"DATABASE_URL": "sqlite://:memory:"},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)
