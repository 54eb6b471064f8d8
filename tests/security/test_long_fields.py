"""Words that are too long, or no address, are refused when they are saved; what was saved stays as it was."""

import pytest
from django.urls import reverse

from broadcasts.models import Campaign
from cascina_whatsapp.security.http.large_bodies import MOST_WRITTEN
from tests.builders import campaign, topic
from tests.people import GIULIA
from tests.staff import at_desk

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
