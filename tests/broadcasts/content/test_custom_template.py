"""A text of several paragraphs: a template of its own is reviewed by Meta, and the broadcast follows its word."""

import json
import re
from datetime import timedelta

import pytest
import requests

from broadcasts import launching
from broadcasts.content import custom_template, message, validation
from broadcasts.models import AccountNotice, Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.account import account_warnings
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import scheduling
from broadcasts.sending.account import clearing, sync
from broadcasts.sending.account.samples import sample
from broadcasts.slices.costs import review, submitting
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.whatsapp.cloud_api.events import TemplateUpdate
from tests.broadcasts.moments import DAY, MINUTE
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO

PARAGRAPHS = "Lunedì 15 giugno via Roma è chiusa per lavori.\n\nSegui le deviazioni, dalle 8 alle 18."
TEMPLATES = "http://127.0.0.1:9/v26.0/102290129340398/message_templates"
Step = CampaignEvent.Step


def takes(meta, **fields) -> None:
    meta.post(TEMPLATES, json={"id": "77", "status": "PENDING", "category": "UTILITY"} | fields)


def refuses(meta, code: int, status: int = 400) -> None:
    meta.post(TEMPLATES, json={"error": {"code": code, "message": "no"}}, status=status)


def lists(meta, *names: str) -> None:
    about = {"id": "77", "language": "it", "status": "APPROVED", "category": "UTILITY"}
    meta.get(TEMPLATES, json={"data": [about | {"name": name} for name in names]})


def asked(**overrides) -> Campaign:
    """A broadcast whose custom template Giulia wants reviewed; Meta doesn't know yet."""
    approve_templates()
    subscribe(ANNA)
    written = campaign(body=PARAGRAPHS, **overrides)
    review.ask(campaign=written, by=hire(GIULIA), now=NOW)
    return written


def submitted(meta, api, **overrides) -> Campaign:
    """Meta is reviewing it."""
    takes(meta)
    written = asked(**overrides)
    assert submitting.submit_waiting(api=api, now=NOW) == 1
    return again(written)


def again(written: Campaign) -> Campaign:
    return Campaign.objects.select_related("custom_template").get(pk=written.pk)


def meta_says(written: Campaign, event: str, *, reason: str = "", now=NOW) -> Campaign:
    """By webhook."""
    name = again(written).custom_template.name
    update = TemplateUpdate(kind="status", name=name, language="it", event=event, reason=reason, envelope={})
    sync.template_changed(update, now=now)
    return again(written)


def approve(written: Campaign, now=NOW) -> Campaign:
    launching.launch(campaign=again(written), by=hire(PAOLO), now=now)
    return again(written)


def timeline(written: Campaign) -> list[str]:
    return list(written.events.values_list("what", flat=True))


def sent_bodies(meta) -> list[dict]:
    return [json.loads(call.request.body) for call in meta.calls if call.request.method == "POST"]


# ── What is submitted ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "needed"),
    [
        ("Una riga.", False),
        ("Una riga.\n", False),
        ("\n Una riga.", False),
        ("Due\nrighe", True),
        ("Due\r\nrighe", True),
        ("Due\u2028righe", True),
        ("Due\n\nparagrafi", True),
    ],
)
def test_a_line_break_inside_the_text_asks_for_a_template_of_its_own(body: str, needed: bool):
    assert custom_template.is_needed(campaign(body=body)) == needed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a  \nb", "a\nb"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\n \n \nb", "a\n\nb"),
        ("\n\na\u2028b\n", "a\nb"),
        ("a\xa0\nb", "a\nb"),
        ("una riga", "una riga"),
    ],
)
def test_new_lines_are_tidied(typed: str, kept: str):
    assert custom_template.tidy(typed) == kept
    assert custom_template.tidy(kept) == kept


def test_the_whole_text_is_submitted_once_as_the_citizen_will_read_it(meta, api):
    written = submitted(meta, api)
    (body,) = sent_bodies(meta)
    parts = {part["type"]: part for part in body["components"]}

    assert (body["name"], body["language"], body["category"]) == (
        written.custom_template.name,
        "it",
        "UTILITY",
    )
    assert re.fullmatch(rf"avviso_{written.pk}_[0-9a-f]{{8}}", body["name"])
    assert parts["BODY"]["text"] == standard_templates.filled_template(
        title=written.title, text=PARAGRAPHS, link=written.link
    )
    assert parts["FOOTER"]["text"] == standard_templates.FOOTER
    assert parts["BUTTONS"]["buttons"] == [{"type": "QUICK_REPLY", "text": "Cancellazione"}]
    assert "HEADER" not in parts
    assert (written.custom_template.status, written.custom_template.meta_id) == ("PENDING", "77")

    review.ask(campaign=written, by=hire(GIULIA), now=NOW)  # the same once more
    assert submitting.submit_waiting(api=api, now=NOW + DAY) == 0
    assert len(meta.calls) == 1


@pytest.mark.parametrize(("kind", "header"), [("image", "IMAGE"), ("document", "DOCUMENT")])
def test_the_attachment_itself_is_the_example_for_meta_s_reviewers(kind: str, header: str, meta, api):
    content_of_file = sample(kind)[0]
    meta.post("http://127.0.0.1:9/v26.0/304050607080901/uploads", json={"id": "upload:session"})
    meta.post("http://127.0.0.1:9/v26.0/upload:session", json={"h": "4::handle"})
    takes(meta)
    written = asked(kind=kind, attachment=content_of_file)
    submitting.submit_waiting(api=api, now=NOW)
    definition = json.loads(meta.calls[-1].request.body)

    assert meta.calls[1].request.body == content_of_file
    assert definition["components"][0] == {
        "type": "HEADER",
        "format": header,
        "example": {"header_handle": ["4::handle"]},
    }
    assert again(written).custom_template.status == "PENDING"


def test_a_file_that_was_lost_is_said_so(meta, api):
    written = asked(kind="image", attachment=sample("image")[0])
    written.attachment.storage.delete(written.attachment.name)
    submitting.submit_waiting(api=api, now=NOW)

    assert again(written).custom_template.status == "REJECTED"
    assert "non si trova più" in again(written).custom_template.reason


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({}, launching.WrongState),
        ({"body": "Un solo paragrafo."}, launching.WrongState),
        ({"status": CampaignStatus.APPROVED}, launching.WrongState),
        ({"status": CampaignStatus.SENT}, launching.WrongState),
        ({"body": "Vai da {{1}}\ndomani"}, launching.CannotLaunch),
        ({"body": "a\n" + "x" * 1100}, launching.CannotLaunch),
        ({"link": ""}, launching.CannotLaunch),
    ],
)
def test_only_a_text_that_was_refused_is_submitted_again(change: dict, error):
    with pytest.raises(error):
        review.ask_again(campaign=campaign(**{"body": PARAGRAPHS} | change), by=hire(GIULIA), now=NOW)
    assert not WhatsAppTemplate.objects.exclude(fingerprint="").exists()


# ── When Meta doesn't answer as it should ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("has_it", "calls", "status"),
    [(True, ["POST", "GET"], "APPROVED"), (False, ["POST", "GET", "POST"], "PENDING")],
)
def test_after_a_lost_answer_meta_is_asked_whether_it_has_it(has_it, calls, status, meta, api):
    meta.post(TEMPLATES, body=requests.ReadTimeout())
    written = asked()
    assert submitting.submit_waiting(api=api, now=NOW) == 0
    assert again(written).custom_template.status == "SUBMITTING"
    assert submitting.submit_waiting(api=api, now=NOW + MINUTE / 2) == 0  # not at once

    lists(meta, *[again(written).custom_template.name] * has_it)
    takes(meta)
    assert submitting.submit_waiting(api=api, now=NOW + MINUTE) == 1
    assert again(written).custom_template.status == status
    assert [call.request.method for call in meta.calls] == calls


@pytest.mark.parametrize(
    ("code", "http", "notices", "status", "reason"),
    [
        (190, 401, [], "SUBMITTING", "WhatsApp non accetta più la chiave di accesso"),
        (100, 400, [], "REJECTED", "codice 100"),
        (100, 400, ["ACCOUNT_RESTRICTION"], "REJECTED", account_warnings.NO_NEW_NOTICE),
    ],
    ids=["the token", "the text", "while a warning holds"],
)
def test_what_meta_does_not_even_review_is_said_in_a_sentence(code, http, notices, status, reason, meta, api):
    for event in notices:
        AccountNotice.objects.create(at=NOW, field="account_update", event=event, warns=True)
    refuses(meta, code, http)
    written = asked()
    submitting.submit_waiting(api=api, now=NOW)
    own = again(written).custom_template
    assert own.status == status
    assert reason in own.reason
    told = Step.TEMPLATE_REFUSED if status == "REJECTED" else Step.TEMPLATE_SILENT
    assert timeline(written) == [Step.TEMPLATE_SUBMITTED, told]


def test_the_webhook_may_be_quicker_than_the_answer(meta, api):
    written = asked()

    def answer(request):
        meta_says(written, "APPROVED")
        return 200, {}, json.dumps({"id": "77", "status": "PENDING", "category": "UTILITY"})

    meta.add_callback("POST", TEMPLATES, answer)
    submitting.submit_waiting(api=api, now=NOW)
    assert again(written).custom_template.status == "APPROVED"


# ── Approved ──────────────────────────────────────────────────────────────────────────────────────────────


LATER, NIGHT = NOW + timedelta(hours=2), NOW + timedelta(hours=12)


@pytest.mark.parametrize(
    ("planned", "allowed", "leaves"),
    [
        (None, LATER, LATER),  # it is not late: it waited
        (None, NIGHT, NOW + timedelta(hours=23)),  # when the office opens
        (NOW + DAY, LATER, NOW + DAY),
    ],
    ids=["at once", "at night", "planned for later"],
)
def test_approved_by_us_it_waits_for_meta_and_leaves_by_itself(planned, allowed, leaves, meta, api):
    written = approve(submitted(meta, api, scheduled_for=planned))
    assert scheduling.start_due(api=api, now=NOW + MINUTE) == 0
    written = meta_says(written, "APPROVED", now=allowed)
    assert written.scheduled_for == (planned or allowed)
    assert scheduling.start_due(api=api, now=leaves - MINUTE) == 0
    assert scheduling.start_due(api=api, now=leaves) == 1

    written = again(written)
    assert written.status == CampaignStatus.SENDING
    assert timeline(written)[1:] == [Step.APPROVED, Step.TEMPLATE_APPROVED, Step.STARTED]


def test_the_regular_reading_does_as_well_as_the_webhook(meta, api):
    written = approve(submitted(meta, api))
    lists(meta, written.custom_template.name)
    sync.synchronise_templates(api=api, now=NOW + MINUTE)

    assert again(written).custom_template.is_usable
    assert scheduling.start_due(api=api, now=NOW + MINUTE) == 1


def test_approved_by_meta_first_it_leaves_at_our_approval_and_says_the_same_in_both_forms(meta, api):
    written = meta_says(submitted(meta, api), "APPROVED")
    outside = message.message_for(written, in_window=False).payload()["template"]
    inside = message.message_for(written, in_window=True).payload()["interactive"]
    assert outside["name"] == written.custom_template.name
    assert [part["type"] for part in outside["components"]] == ["button"]
    assert inside["body"]["text"] == custom_template.words(written)
    assert PARAGRAPHS in inside["body"]["text"]

    approve(written)
    assert scheduling.start_due(api=api, now=NOW) == 1
    stopped = meta_says(written, "PAUSED")
    assert stopped.status == CampaignStatus.SENDING
    assert timeline(stopped)[-1] == Step.TEMPLATE_STOPPED


def test_a_text_of_one_paragraph_goes_out_as_ever_though_it_once_had_more(meta, api):
    written = submitted(meta, api)
    written.body = "Un solo paragrafo."
    written.save()
    written = approve(written)

    assert written.custom_template is None
    outside = message.message_for(written, in_window=False).payload()["template"]
    assert outside["name"] == standard_templates.NAMES["text"]


# ── Refused ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (CampaignStatus.IN_REVIEW, "È tornato in bozza"),
        (CampaignStatus.APPROVED, "È tornato in bozza"),
        (CampaignStatus.PAUSED, "È tornato in bozza"),
        (CampaignStatus.DRAFT, "È ancora in bozza"),
    ],
)
def test_refused_it_goes_back_to_its_author_who_is_told_the_reason(status, told, meta, api):
    written = submitted(meta, api)
    Campaign.objects.filter(pk=written.pk).update(status=status, approved_at=NOW, scheduled_for=NOW)
    StaffNotice.objects.all().delete()
    written = meta_says(written, "REJECTED", reason="PROMOTIONAL")

    assert written.status == CampaignStatus.DRAFT
    refused = written.events.get(what=Step.TEMPLATE_REFUSED)
    assert refused.note.startswith("Il testo invita o promuove, ma è presentato come avviso")
    assert (refused.by, refused.at) == (None, NOW)
    assert written.events.filter(what=Step.SENT_BACK).exists() == (status != CampaignStatus.DRAFT)
    notice = StaffNotice.objects.get(person=hire(GIULIA))
    assert notice.subject == f"WhatsApp non vuole il testo di «{written.title}»"
    assert notice.sentence.startswith(told)
    for problems in (validation.launch_problems, validation.review_problems):
        (problem,) = problems(written, NOW)
        assert "rifiutato da WhatsApp. Il testo invita" in problem.sentence
        assert "o rimandalo com'è con «Invialo di nuovo a WhatsApp»" in problem.sentence
    assert scheduling.start_due(api=api, now=NOW + MINUTE) == 0


@pytest.mark.parametrize("event", ["REJECTED", "PAUSED"])
def test_who_wrote_what_waits_is_told_when_the_frame_that_it_shares_is_stopped(event):
    approve_templates()
    subscribe(ANNA)
    waiting, gone = (
        campaign(title=title, status=CampaignStatus.APPROVED, author=hire(GIULIA), started_at=begun)
        for title, begun in (("Aspetta", None), ("Già partito", NOW))
    )
    name = standard_templates.NAMES["text"]
    update = TemplateUpdate(kind="status", name=name, language="it", event=event, envelope={})
    sync.template_changed(update, now=NOW)
    sync.template_changed(update, now=NOW)  # Meta may say it twice
    (told,) = StaffNotice.objects.filter(person=hire(GIULIA))
    assert told.subject == f"«{waiting.title}» rischia di non partire"
    assert gone.title not in told.subject


@pytest.mark.parametrize("planned", [None, NOW + DAY])
def test_refused_after_its_approval_it_is_planned_as_its_writer_had_planned_it(planned, meta, api):
    """Not for the minute in which somebody approved it: that one is past."""
    written = approve(submitted(meta, api, scheduled_for=planned))
    assert written.scheduled_for is not None
    assert meta_says(written, "REJECTED", reason="SCAM").scheduled_for == planned


def test_approved_as_an_invitation_it_goes_back_to_who_approves(meta, api):
    """It was submitted and approved by us as a notice: it does not leave at another price by itself."""
    written = approve(submitted(meta, api))
    assert written.approved_category == "utility"
    update = TemplateUpdate(
        kind="status",
        name=written.custom_template.name,
        language="it",
        event="APPROVED",
        category="MARKETING",
        envelope={},
    )
    sync.template_changed(update, now=NOW)
    written = again(written)
    assert written.status == CampaignStatus.IN_REVIEW
    assert timeline(written)[-2:] == [Step.TEMPLATE_APPROVED, Step.DEARER]
    assert scheduling.start_due(api=api, now=NOW + MINUTE) == 0

    written = approve(written)
    assert written.approved_category == "marketing"


def test_refused_it_can_be_submitted_again_with_another_name(meta, api):
    written = meta_says(submitted(meta, api), "REJECTED", reason="INCORRECT_CATEGORY")
    first = written.custom_template.name
    Campaign.objects.filter(pk=written.pk).update(as_invitation=True)
    written = again(written)
    review.ask(campaign=written, by=hire(GIULIA), now=NOW)
    submitting.submit_waiting(api=api, now=NOW)

    bodies = sent_bodies(meta)
    assert [body["category"] for body in bodies] == ["UTILITY", "MARKETING"]
    assert bodies[1]["name"] == again(written).custom_template.name != first


def test_one_that_was_approved_in_the_very_moment_of_the_refusal_is_found(meta, api):
    written = submitted(meta, api)
    WhatsAppTemplate.objects.filter(pk=written.custom_template.pk).update(status="REJECTED")
    Campaign.objects.filter(pk=written.pk).update(status=CampaignStatus.APPROVED, scheduled_for=NOW)

    assert review.settle(NOW) == 1
    assert again(written).status == CampaignStatus.DRAFT
    assert review.settle(NOW) == 0


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("REINSTATED", "APPROVED"),
        ("UNARCHIVED", "APPROVED"),
        ("FLAGGED", "PENDING"),  # a warning changes nothing
        ("PENDING_DELETION", "DELETED"),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ],
)
def test_events_of_meta_that_are_no_states(event: str, status: str, meta, api):
    assert meta_says(submitted(meta, api), event).custom_template.status == status


def test_one_that_meta_has_no_more_is_missing(meta, api):
    written = meta_says(submitted(meta, api), "APPROVED")
    lists(meta)
    sync.synchronise_templates(api=api, now=NOW + MINUTE)
    assert again(written).custom_template.status == "APPROVED"  # Meta's list may lag behind
    sync.synchronise_templates(api=api, now=NOW + DAY)
    assert again(written).custom_template.status == "MISSING"


# ── Another text, another template ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "value", "is_new"),
    [
        ("title", "Via Roma: chiusa ancora", True),
        ("body", PARAGRAPHS + "\n\nGrazie.", True),
        ("link", "https://www.comune.cascina.pi.it/altro", True),
        ("kind", "image", True),
        ("body", PARAGRAPHS.replace("\n", "\r\n"), False),
        ("is_urgent", True, False),
    ],
)
def test_a_change_of_the_text_needs_a_new_template(field: str, value, is_new: bool, meta, api):
    written = meta_says(submitted(meta, api), "APPROVED")
    setattr(written, field, value)
    written.save()

    assert (custom_template.current(written) is None) == is_new


def test_one_that_changed_before_meta_was_told_is_not_submitted(meta, api):
    written = asked()
    Campaign.objects.filter(pk=written.pk).update(body=PARAGRAPHS + " Grazie.")

    assert submitting.submit_waiting(api=api, now=NOW) == 0
    assert len(meta.calls) == 0


# ── Tidying at Meta ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "days", "goes"),
    [
        (CampaignStatus.SENT, 31, True),
        (CampaignStatus.CANCELLED, 31, True),
        (CampaignStatus.SENT, 29, False),
        (CampaignStatus.SENDING, 31, False),
        (CampaignStatus.APPROVED, 31, False),
    ],
)
def test_a_month_after_its_broadcast_a_template_goes(status, days: int, goes: bool, meta, api):
    written = meta_says(submitted(meta, api), "APPROVED")
    Campaign.objects.filter(pk=written.pk).update(status=status, finished_at=NOW)
    meta.delete(TEMPLATES, json={"success": True})

    assert clearing.clear_away(api=api, now=NOW + days * DAY) == int(goes)
    assert again(written).custom_template.status == ("DELETED" if goes else "APPROVED")
    assert clearing.clear_away(api=api, now=NOW + days * DAY) == 0


def test_a_template_of_no_broadcast_goes_at_once_and_is_tried_until_meta_deletes_it(meta, api):
    written = submitted(meta, api)
    name = written.custom_template.name
    written.delete()
    meta.delete(TEMPLATES, status=500, json={})
    meta.delete(TEMPLATES, json={"success": True})

    assert clearing.clear_away(api=api, now=NOW) == 0
    assert WhatsAppTemplate.objects.filter(name=name).exists()
    assert clearing.clear_away(api=api, now=NOW) == 1
    assert f"name={name}" in meta.calls[-1].request.url
    assert not WhatsAppTemplate.objects.exclude(fingerprint="").exists()
    assert WhatsAppTemplate.objects.filter(fingerprint="").count() >= len(standard_templates.NAMES)
