"""Following broadcasts: the numbers that the page asks for, the attachment, the deliveries."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from broadcasts.models import Campaign
from broadcasts.sending.account.samples import sample
from tests.broadcasts.pages.pages import page
from tests.builders import campaign, delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO, DARIO, ELENA, GIULIA
from tests.staff import ROSA, SARA, at_desk

LIST, HOME = "/admin/messaggi/", "/admin/"


def under_way_with(**statuses) -> Campaign:
    """A broadcast on its way; each citizen's message in the state given."""
    citizens = {citizen.name.upper(): subscribe(citizen) for citizen in (ANNA, BRUNO, DARIO, ELENA)}
    made = under_way()
    for name, status in statuses.items():
        delivery_to(citizens[name], of=made, status=status)
    return made


@pytest.mark.parametrize(
    ("kind", "mime_type", "disposition"),
    [
        ("image", "image/png", 'inline; filename="via-roma-chiusa-al-traffico.png"'),
        ("document", "application/pdf", 'attachment; filename="via-roma-chiusa-al-traffico.pdf"'),
    ],
)
def test_a_picture_opens_in_the_browser_and_a_pdf_is_downloaded(kind, mime_type, disposition):
    content = sample(kind)[0]
    made = campaign(kind=kind, attachment=content)
    assert at_desk(SARA).get(page(made, "attachment")).status_code == 403
    response = at_desk(ROSA).get(page(made, "attachment"))
    assert b"".join(response.streaming_content) == content
    response.close()
    assert response.headers["Content-Type"] == mime_type
    assert response.headers["Content-Disposition"] == disposition


def test_what_is_neither_image_nor_pdf_is_only_downloaded():
    made = campaign()
    made.attachment.save("pagina.html", ContentFile(b"<script>"))
    response = at_desk(GIULIA).get(page(made, "attachment"))
    response.close()
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("name", ["", "attachments/perduto.png"])
def test_a_file_that_is_not_there_is_not_found(name):
    made = campaign(attachment=None)
    Campaign.objects.filter(pk=made.pk).update(attachment=name)
    assert at_desk(GIULIA).get(page(made, "attachment")).status_code == 404


def test_the_deliveries_of_one_broadcast_and_of_none_and_one_shows_a_masked_number():
    made = under_way_with(ANNA="read")
    desk = at_desk(GIULIA)
    assert "4 consegne" in desk.get(f"/admin/consegne/?campaign={made.pk}").text
    assert "1 consegna" in desk.get("/admin/consegne/?status__exact=read").text
    assert "Nulla corrisponde" in desk.get("/admin/consegne/?campaign=999").text
    assert desk.get("/admin/consegne/?campaign=tutte").status_code == 302
    read = made.deliveries.get(status="read")
    text = desk.get(reverse("admin:broadcasts_delivery_change", args=[read.pk])).text
    assert "•••• 01" in text
    assert ANNA.phone not in text
