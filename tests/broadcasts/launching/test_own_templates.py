"""Whoever asks for an approval, or gives it unasked, asks WhatsApp in the same step where the text needs it."""

import pytest

from broadcasts import launching
from broadcasts.launching import decisions, own_templates
from broadcasts.models import Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.rules.states import CampaignStatus
from tests.broadcasts.elections.declarations import statement
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.elections.periods import active
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = pytest.mark.django_db
PARAGRAPHS = "Lunedì 15 giugno via Roma è chiusa per lavori.\n\nSegui le deviazioni, dalle 8 alle 18."
Step = CampaignEvent.Step
ASKED = [Step.REVIEW_ASKED, Step.TEMPLATE_SUBMITTED]


@pytest.fixture(autouse=True)
def somebody_to_write_to():
    approve_templates()
    subscribe(ANNA)


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


def test_one_paragraph_asks_nobody_else():
    draft = ask(campaign())
    assert timeline(draft) == [Step.REVIEW_ASKED]
    assert own() == []


def test_what_is_not_ready_asks_neither():
    draft = written(link="")
    with pytest.raises(launching.CannotLaunch):
        ask(draft)
    assert (timeline(draft), own()) == ([], [])


def test_asked_again_with_the_same_text_it_is_submitted_once():
    draft = ask(take_back(ask(written())))
    assert timeline(draft) == [*ASKED, Step.WITHDRAWN, Step.REVIEW_ASKED]
    assert own() == ["SUBMITTING"]


def test_asked_again_with_another_text_it_is_submitted_anew():
    draft = take_back(ask(written()))
    first = draft.custom_template
    Campaign.objects.filter(pk=draft.pk).update(body=f"{PARAGRAPHS}\n\nGrazie.")
    draft.refresh_from_db()
    ask(draft)
    assert timeline(draft) == [*ASKED, Step.WITHDRAWN, *ASKED]
    assert draft.custom_template != first
    assert not Campaign.objects.filter(
        custom_template=first
    ).exists()  # the next tidying takes it away at Meta


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

    own_templates.ask_again(campaign=draft, by=hire(PAOLO), now=NOW)
    ask(draft)
    assert draft.status == CampaignStatus.IN_REVIEW
    assert own() == ["REJECTED", "SUBMITTING"]


def test_a_refused_text_that_is_corrected_needs_no_button():
    draft = take_back(ask(written()))
    refuse(draft)
    Campaign.objects.filter(pk=draft.pk).update(body=f"{PARAGRAPHS}\n\nGrazie.")
    draft.refresh_from_db()
    ask(draft)
    assert own() == ["REJECTED", "SUBMITTING"]


@pytest.mark.parametrize("status", ["DELETED", "MISSING", "DISABLED", "ARCHIVED"])
def test_one_that_whatsapp_has_no_more_says_which_button_it_is(status):
    draft = take_back(ask(written()))
    refuse(draft, status)
    with pytest.raises(launching.CannotLaunch, match="Il pulsante è «Invialo di nuovo a WhatsApp»"):
        ask(draft)


def test_a_notice_that_becomes_an_invitation_is_submitted_as_one():
    draft = take_back(ask(written()))
    refuse(draft)
    Campaign.objects.filter(pk=draft.pk).update(as_invitation=True)
    draft.refresh_from_db()
    ask(draft)
    assert draft.custom_template.category == "MARKETING"


def test_who_approves_alone_asks_whatsapp_by_approving(settings):
    settings.APPROVE_OWN_BROADCASTS = True
    draft = written()
    launching.launch(campaign=draft, by=hire(PAOLO), now=NOW)
    assert own() == ["SUBMITTING"]
    assert draft.status == CampaignStatus.APPROVED
    assert draft.custom_template.is_custom
    assert not Campaign.objects.due(NOW).exists()


def test_who_approves_what_was_asked_before_is_told_of_nothing_to_press():
    """A request from before the service asked by itself."""
    draft = written(status=CampaignStatus.IN_REVIEW)
    launching.launch(campaign=draft, by=hire(PAOLO), now=NOW)
    assert own() == ["SUBMITTING"]


def test_what_is_declared_for_an_electoral_period_asks_whatsapp_in_the_same_step():
    active(name="Elezioni di giugno")
    draft = written()
    decisions.declare_and_ask(campaign=draft, by=hire(GIULIA), now=NOW, statement=statement())
    assert timeline(draft) == [*ASKED, Step.DECLARED]
    assert own() == ["SUBMITTING"]
