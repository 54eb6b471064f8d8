"""The page of a language, as who proposes its texts and who reads them before approving find it."""

import pytest

from subscribers.models import ServiceText
from tests.looks import faults_in_every_look
from tests.people import PAOLO, Clerk
from tests.staff import hire

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
PAGE = "/admin/testi-del-servizio/lingue/ro/"
PIA = Clerk("pia", "Approvatore")


def test_one_proposes_all_drafts_and_another_reads_and_approves_them(sit_at, screenshots):
    hire(PIA)
    page = sit_at(PAOLO, PAGE)
    faults = faults_in_every_look(page, screenshots, reader="paolo")
    page.get_by_role("button", name="Proponi i testi già tradotti").click()
    page.get_by_text("testi proposti").wait_for()

    page = sit_at(PIA, PAGE)
    page.locator("summary", has_text="Conferma di iscrizione").click()
    page.get_by_text("Abonarea ta este activă.").wait_for()
    faults += faults_in_every_look(page, screenshots, reader="pia")
    page.get_by_role("button", name="Li ho letti").click()
    page.get_by_text("sono in vigore da ora").wait_for()
    assert ServiceText.objects.filter(key="optin_confirm.ro").count() == 1
    assert not faults, "\n".join(faults)
