"""The auditor exports the register of consent: asks, says why, and takes the file home."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from subscribers.models import RegisterExport
from tests.builders import subscribe
from tests.people import ANNA, BRUNO
from tests.staff import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.sweep, pytest.mark.main]


def test_rosa_exports_the_register_and_downloads_it(sit_at, tmp_path):
    subscribe(ANNA)
    subscribe(BRUNO)
    page = sit_at(ROSA, "/admin/esportazioni-del-registro/")
    page.get_by_role("link", name="Esporta il registro").click()
    page.get_by_role("button", name="Esporta").click()
    expect(page.get_by_label("Perché")).to_have_attribute(
        "aria-invalid", "true"
    )  # nothing is taken without a reason
    page.get_by_label("Perché").fill("Verifica annuale del consenso")
    page.get_by_role("button", name="Esporta").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Scarica").click()
    download.value.save_as(tmp_path / "register.zip")
    with ZipFile(tmp_path / "register.zip") as archive:
        (events,) = [name for name in archive.namelist() if name.endswith(".csv")]
        lines = archive.read(events).decode().splitlines()
    assert len(lines) == 1 + 2  # what the columns are, and two who joined
    assert not any(phone in line for line in lines for phone in (ANNA.phone, BRUNO.phone))
    asked = RegisterExport.objects.get()
    assert (asked.requested_by.username, asked.reason) == ("rosa", "Verifica annuale del consenso")
