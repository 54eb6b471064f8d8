"""Meta's news of a warning are lost: asking for account and templates finds it, once, and finds that it is over."""

from datetime import datetime, timedelta

import pytest
import responses

from broadcasts.models import AccountNotice, Campaign, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.account import account_warnings
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending.account import sync, warnings
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.whatsapp.cloud_api.events import AccountUpdate, TemplateUpdate
from tests.box.simulator import categories
from tests.box.tests.in_process import InProcess
from tests.broadcasts.rows import fresh
from tests.builders import NOW, approve_templates, campaign, hire, topic
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

TICK = timedelta(minutes=10)
NOTICES = [name for key, name in standard_templates.NAMES.items() if not key.startswith("invitation")]
UNTIL = NOW + timedelta(days=7)
RESTRICTED = {
    "violation_info.violation_type": "UTILITY_TEMPLATE_ABUSE",
    "restriction_info.0.restriction_type": "RESTRICTED_UTILITY_TEMPLATES",
    "restriction_info.0.expiration": int(UNTIL.timestamp()),
}


class Meta:
    """The simulated WhatsApp, which posts nothing of what happens to the account; we ask it every ten minutes."""

    def __init__(self, mock: responses.RequestsMock, api) -> None:
        self.simulated, self.api, self.now = InProcess(mock, "http://127.0.0.1:1/"), api, NOW
        self.simulated.behaves(account_news=False)
        for key in standard_templates.NAMES:
            definition = standard_templates.definition(key, sample_handle="4:: ")
            self.simulated.has_template(definition, category=definition["category"])

    def template(self, name: str = NOTICES[0]):
        return self.simulated.whatsapp.shelf.templates[name, "it"]

    def restricts(self) -> None:
        categories.punish(self.simulated.whatsapp, 7)

    def announces(self, category: str) -> None:
        categories.announce(self.simulated.whatsapp, self.template(), category)

    def reviews(self) -> None:
        """Somebody had a template reviewed, and it is one of notices again."""
        categories.change(self.simulated.whatsapp, self.template(), "UTILITY")

    def is_asked(self) -> datetime:
        self.now += TICK
        sync.synchronise_standing(api=self.api, now=self.now)
        sync.synchronise_templates(api=self.api, now=self.now)
        return self.now


@pytest.fixture
def meta(api):
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        found = Meta(mock, api)
        for clerk in (GIULIA, PAOLO):
            hire(clerk)
        approve_templates()
        for name in NOTICES:
            WhatsAppTemplate.objects.filter(name=name).update(category="UTILITY")
        found.is_asked()
        assert not AccountNotice.objects.exists()
        yield found


def invitation() -> Campaign:
    return campaign(topic=topic("Eventi e cultura"), title="Concerto in piazza", status=C.APPROVED)


def bar(now: datetime) -> list[str]:
    """What the bar would say of each warning that holds."""
    holding = AccountNotice.objects.warning(now)
    return [str(account_warnings.told(one.field, one.details, one.until)) for one in holding]


def warned(clerk=GIULIA) -> int:
    """How often who writes was told of a warning."""
    return StaffNotice.objects.filter(person=hire(clerk), subject="Richiamo di WhatsApp").count()


LOST = [
    (Meta.restricts, Meta.reviews, "WhatsApp fa pagare ogni avviso come un invito. Gli inviti sono fermi"),
    (
        lambda meta: meta.simulated.behaves(account_standing="LIMITED"),
        lambda meta: meta.simulated.behaves(account_standing="AVAILABLE"),
        "WhatsApp ha messo dei limiti al Comune. Gli inviti sono fermi",
    ),
    (
        lambda meta: meta.simulated.behaves(account_standing="BLOCKED"),
        lambda meta: meta.simulated.behaves(account_standing="AVAILABLE"),
        "WhatsApp blocca l'account del Comune: i messaggi possono non partire.",
    ),
    (
        lambda meta: meta.announces("MARKETING"),
        lambda meta: meta.announces("UTILITY"),
        "Fra poco WhatsApp fa pagare degli avvisi come inviti.",
    ),
]


@pytest.mark.parametrize(("begins", "ends", "words"), LOST)
def test_what_was_not_told_is_found_once_and_so_is_its_end(meta, begins, ends, words):
    row = invitation()
    begins(meta)
    (sentence,) = bar(meta.is_asked())
    assert sentence.startswith(words)
    assert len(bar(meta.is_asked())) == warned() == 1
    row.refresh_from_db()
    assert (row.status, row.pause_reason) == (C.PAUSED, account_warnings.PAUSED)

    ends(meta)
    assert bar(meta.is_asked()) == []
    assert fresh(row).status == C.PAUSED  # resumed by hand, as ever
    begins(meta)
    assert len(bar(meta.is_asked())) == 1


def test_what_a_person_has_settled_does_not_come_back_and_its_page_says_how_it_was_found(meta):
    meta.restricts()
    meta.is_asked()
    notice = AccountNotice.objects.get()
    html = at_desk(PAOLO).get(warnings.page_of(notice)).text
    assert "Trovato chiedendo a WhatsApp" in html
    assert "Ogni avviso costa come un invito" in html
    warnings.end(notice, by=hire(PAOLO), note="Contestato", now=meta.now)
    assert bar(meta.is_asked()) == []
    assert warned() == 1


def test_an_announced_change_that_comes_is_announced_no_more(meta):
    meta.announces("MARKETING")
    meta.is_asked()
    categories.change(meta.simulated.whatsapp, meta.template(), "MARKETING")
    assert bar(meta.is_asked()) == []
    assert WhatsAppTemplate.objects.get(name=NOTICES[0]).announced_category == ""


def test_an_announcement_is_the_same_by_webhook_and_by_asking_whichever_comes_first(meta):
    moment = NOW + timedelta(days=1)
    told = TemplateUpdate(
        kind="category",
        name=NOTICES[0],
        language="it",
        event="IMPENDING",
        category="MARKETING",
        takes_effect=moment,
        envelope={},
    )
    meta.announces("MARKETING")
    meta.is_asked()
    sync.template_changed(told, now=meta.now)  # late
    sync.template_changed(told, now=meta.now)
    (notice,) = AccountNotice.objects.warning(meta.is_asked())
    assert (notice.until, warned()) == (moment, 1)
    assert StaffNotice.objects.filter(subject__contains="cambia il costo", person=hire(PAOLO)).count() == 1

    meta.announces("UTILITY")  # until Meta's moment, though the list tells nothing any more
    assert len(bar(meta.is_asked())) == 1
    assert not AccountNotice.objects.warning(moment).exists()


@pytest.mark.parametrize("by_webhook_first", [True, False])
def test_a_restriction_is_the_same_by_webhook_and_by_asking(meta, by_webhook_first):
    news = AccountUpdate(field="account_update", event="ACCOUNT_RESTRICTION", details=RESTRICTED, envelope={})
    meta.restricts()
    if not by_webhook_first:
        meta.is_asked()
    sync.note_update(news, now=meta.now)
    (sentence,) = bar(meta.is_asked())
    assert "fino a lunedì 15 giugno" in sentence
    assert not AccountNotice.objects.warning(UNTIL).exists()
    meta.now = UNTIL
    assert bar(meta.is_asked()) == []  # over by Meta's word, though the templates are as they were left


def test_neither_other_limits_nor_a_single_template_that_is_an_invitation_warn_of_anything(meta):
    meta.simulated.behaves(payment=False)
    assert bar(meta.is_asked()) == [], "a payment that lacks is told apart"
    meta.simulated.behaves(payment=True, business_verified=False)
    assert bar(meta.is_asked()) == [], "so is a verification"
    categories.change(meta.simulated.whatsapp, meta.template(), "MARKETING")
    assert bar(meta.is_asked()) == []
