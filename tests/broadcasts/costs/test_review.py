"""Whoever asks for an approval, or gives it unasked, asks WhatsApp in the same step where the text needs it."""

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs import review
from broadcasts.slices.elections.pages.buttons import declare_and_ask
from tests.broadcasts.elections.declarations import statement
from tests.broadcasts.elections.periods import active
from tests.broadcasts.pages.pages import page
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

PARAGRAPHS = "Lunedì 15 giugno via Roma è chiusa per lavori.\n\nSegui le deviazioni, dalle 8 alle 18."
Step = CampaignEvent.Step
ASKED = [Step.REVIEW_ASKED, Step.TEMPLATE_SUBMITTED]


pytestmark = pytest.mark.usefixtures("ready")


def written(**more) -> Campaign:
    return campaign(**{"body": PARAGRAPHS} | more)


def ask(draft: Campaign) -> Campaign:
    """Giulia asks for the approval."""
    launching.ask_review(campaign=draft, by=hire(GIULIA), now=NOW)
    return draft


def take_back(draft: Campaign) -> Campaign:
    launching.withdraw_request(campaign=draft, by=hire(GIULIA), now=NOW)
    return draft


def refuse(draft: Campaign, status: str = "REJECTED") -> None:
    """WhatsApp won't have it; the reason is written in its row."""
    WhatsAppTemplate.objects.filter(campaign=draft).update(status=status, reason="PROMOTIONAL")
    draft.refresh_from_db()


def own() -> list[str]:
    """The states of the templates made for one broadcast, the oldest first."""
    made = WhatsAppTemplate.objects.exclude(fingerprint="").order_by("pk")
    return list(made.values_list("status", flat=True))


def timeline(draft: Campaign) -> list[str]:
    return list(draft.events.values_list("what", flat=True))


def test_whoever_asks_for_the_approval_asks_whatsapp_too():
    draft = ask(written())
    assert timeline(draft) == ASKED
    assert {event.by for event in draft.events.all()} == {hire(GIULIA)}
    assert (draft.status, own()) == (CampaignStatus.IN_REVIEW, ["SUBMITTING"])

    ask(take_back(draft))  # with the same text
    assert timeline(draft) == [*ASKED, Step.WITHDRAWN, Step.REVIEW_ASKED]
    assert own() == ["SUBMITTING"]


def test_neither_one_paragraph_nor_what_is_not_ready_asks_whatsapp():
    assert timeline(ask(campaign())) == [Step.REVIEW_ASKED]
    draft = written(link="")
    with pytest.raises(launching.CannotLaunch):
        ask(draft)
    assert (timeline(draft), own()) == ([], [])


@pytest.mark.parametrize("answer", ["SUBMITTING", "REJECTED"])
@pytest.mark.parametrize(
    ("change", "category"),
    [({"body": f"{PARAGRAPHS}\n\nGrazie."}, "UTILITY"), ({"as_invitation": True}, "MARKETING")],
    ids=["other words", "an invitation now"],
)
def test_asked_again_with_another_text_it_is_submitted_anew(change: dict, category: str, answer: str):
    draft = take_back(ask(written()))
    refuse(draft, answer)
    first = draft.custom_template
    Campaign.objects.filter(pk=draft.pk).update(**change)
    draft.refresh_from_db()
    ask(draft)
    assert timeline(draft) == [*ASKED, Step.WITHDRAWN, *ASKED]
    assert own() == [answer, "SUBMITTING"]
    assert draft.custom_template.category == category
    # the next tidying takes it away at Meta
    assert not Campaign.objects.filter(custom_template=first).exists()


def test_a_refused_text_is_not_submitted_for_ever():
    """It says why, and what there is to press; pressed, the approval can be asked again."""
    draft = take_back(ask(written()))
    refuse(draft)
    with pytest.raises(launching.CannotLaunch) as refusal:
        ask(draft)
    (problem,) = refusal.value.problems
    assert "Il testo invita o promuove" in problem.sentence
    assert "o rimandalo com'è con «Invialo di nuovo a WhatsApp»" in problem.sentence
    assert own() == ["REJECTED"]

    review.ask_again(campaign=draft, by=hire(PAOLO), now=NOW)
    ask(draft)
    assert draft.status == CampaignStatus.IN_REVIEW
    assert own() == ["REJECTED", "SUBMITTING"]


def test_who_writes_a_refused_text_submits_it_again_from_its_notice_or_from_the_menu():
    draft = take_back(ask(written()))
    refuse(draft)
    assert at_desk(GIULIA).get(page(draft)).text.count(page(draft, "submit-template")) == 2


@pytest.mark.parametrize("status", ["DELETED", "MISSING", "DISABLED", "ARCHIVED"])
def test_one_that_whatsapp_has_no_more_says_which_button_it_is(status):
    draft = take_back(ask(written()))
    refuse(draft, status)
    with pytest.raises(launching.CannotLaunch, match="Il pulsante è «Invialo di nuovo a WhatsApp»"):
        ask(draft)


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW])
def test_who_approves_what_nobody_submitted_asks_whatsapp_by_approving(status, settings):
    """Alone in the office, or a request from before the service asked by itself."""
    settings.APPROVE_OWN_BROADCASTS = status == CampaignStatus.DRAFT
    draft = written(status=status)
    launching.launch(campaign=draft, by=hire(PAOLO), now=NOW)
    assert own() == ["SUBMITTING"]
    assert draft.status == CampaignStatus.APPROVED
    assert draft.custom_template.is_custom
    assert not Campaign.objects.due(NOW).exists()


def test_what_is_declared_for_an_electoral_period_asks_whatsapp_in_the_same_step():
    active(name="Elezioni di giugno")
    draft = written()
    declare_and_ask(campaign=draft, by=hire(GIULIA), now=NOW, statement=statement())
    assert timeline(draft) == [*ASKED, Step.DECLARED]
    assert own() == ["SUBMITTING"]
