"""Every way in which data leave the admin as a file: who may take them, group by group, and what trace is left."""

import pytest
from django.urls import reverse

from broadcasts.models import Campaign
from broadcasts.pages.following.report_files import FILES
from subscribers import exporting
from subscribers.exporting.filters import Filters
from subscribers.models import RegisterExport, Seal, Subscriber
from tests.builders import NOW, hire, subscribe, under_way
from tests.pages import NO_PAGES_ENDING, names
from tests.people import ANNA, GIULIA, PAOLO
from tests.privacy.requests import ask
from tests.reading import having_read
from tests.staff import ROSA, STAFF, VERA, at_desk, found_by

pytestmark = pytest.mark.django_db
NEWSROOM, REGISTER = {GIULIA, PAOLO, ROSA, VERA}, {ROSA, VERA}
OF_NOBODY = {
    "admin:broadcasts_campaign_attachment",
    "admin:broadcasts_campaign_download",
    "admin:elections_electoralperiod_attachment",
    "admin:elections_electoralperiod_case-file",
    "admin:privacy_rightsrequest_pdf",
    "admin:subscribers_importbatch_sample",
    "admin:trail_trailrecord_csv",
}
"""Files without a citizen in them."""
REPORT = "admin:broadcasts_campaign_report"
EXPORTS = {
    "register": ("admin:subscribers_registerexport_download", RegisterExport, {VERA}, None),
    "seal": ("admin:subscribers_seal_text", Seal, REGISTER, None),
    "person": ("admin:privacy_rightsrequest_person_data", Subscriber, {VERA}, {}),
    **{kind: (REPORT, Campaign, NEWSROOM, {"file": kind}) for kind in FILES},
}
"""What → address, whose row, who may, what is posted. The register's is with numbers: those are for one group."""


@pytest.fixture
def rows() -> dict:
    """Something to take away behind each address."""
    anna = subscribe(ANNA)
    under_way()
    ask(of=anna)
    Seal.objects.create(sequence=0, hash="0" * 64, count=0, sealed_at=NOW)
    made = exporting.request(Filters(), by=hire(VERA), reason="Controllo annuale", now=NOW, with_numbers=True)
    exporting.run(made, NOW)
    having_read(exporting.releasing.release, made, by=hire(ROSA), now=NOW)
    return {what: model.objects.first().pk for what, (_, model, _, _) in EXPORTS.items()}


def test_every_file_is_known_here():
    files = {name for name, _ in names() if NO_PAGES_ENDING.get(name.rpartition("_")[2]) == "a file"}
    assert files - OF_NOBODY == {name for name, *_ in EXPORTS.values()} - {REPORT}


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_each_file_is_for_whom_it_should_and_for_nobody_else(clerk, rows):
    desk = found_by(at_desk(clerk), Subscriber.objects.get())
    for what, (name, _, clerks, posted) in EXPORTS.items():
        address = reverse(name, args=[rows[what]])
        response = desk.get(address) if posted is None else desk.post(address, posted)
        taken = "attachment" in response.headers.get("Content-Disposition", "")
        if response.streaming:  # read to its end, or the file stays open
            b"".join(response.streaming_content)
        assert taken == (clerk in clerks), what
        assert taken or response.status_code == 403, what
