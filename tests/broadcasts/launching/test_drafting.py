"""Writing on a broadcast: nobody overwrites what they have not seen, and a copy is a new broadcast."""

import pytest
from django.db import IntegrityError, transaction

from broadcasts import launching
from broadcasts.content import validation
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign, OpenDraft
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending.account.samples import sample
from tests.broadcasts.moments import MINUTE
from tests.builders import NOW, campaign, hire, topic
from tests.people import GIULIA, PAOLO, Clerk

PAOLA = Clerk("paola", "Redattore")
IMAGE, PDF = sample("image")[0], sample("document")[0]


def read(written: Campaign) -> Campaign:
    """What somebody has on their screen."""
    return Campaign.objects.get(pk=written.pk)


def change(on_screen: Campaign, by: Clerk, at=NOW, **content) -> None:
    for name, value in content.items():
        setattr(on_screen, name, value)
    drafting.save(on_screen, changed=content, by=hire(by), now=at)


def test_a_draft_may_begin_with_nothing_and_without_its_reason_stays_one():
    draft = Campaign()
    drafting.save(draft, changed=(), by=hire(GIULIA), now=NOW)
    stored = read(draft)
    assert (stored.author, stored.status, stored.version) == (hire(GIULIA), C.DRAFT, 1)
    assert str(stored) == "Bozza senza titolo"
    missing = {problem.field for problem in validation.content_problems(stored)}
    assert missing == {"title", "body", "topics", "link"}
    with pytest.raises(launching.CannotLaunch):
        launching.ask_review(campaign=stored, by=hire(GIULIA), now=NOW)

    draft = campaign(to_everybody=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=draft.pk).update(status=C.IN_REVIEW)
    launching.cancel(campaign=draft, by=hire(PAOLO), now=NOW)
    assert read(draft).status == C.CANCELLED


def test_a_change_says_who_and_when_and_touches_nothing_else():
    draft = campaign()
    other = read(draft)
    Campaign.objects.filter(pk=draft.pk).update(body="Scritto senza versione")
    change(other, PAOLA, NOW + MINUTE, title="Via Roma riaperta")
    stored = read(draft)
    assert (stored.title, stored.body) == ("Via Roma riaperta", "Scritto senza versione")
    assert (stored.changed_by, stored.changed_at) == (hire(PAOLA), NOW + MINUTE)
    assert (stored.author, stored.version) == (hire(GIULIA), 2)


def test_who_read_an_older_version_does_not_overwrite():
    draft = campaign()
    giulia, paola = read(draft), read(draft)
    change(paola, PAOLA, title="Di Paola")
    with pytest.raises(drafting.Outdated) as refused:
        change(giulia, GIULIA, title="Di Giulia")
    assert refused.value.campaign.changed_by == hire(PAOLA)
    assert read(draft).title == "Di Paola"
    change(read(draft), GIULIA, title="Di Giulia")
    assert (read(draft).title, read(draft).version) == ("Di Giulia", 3)


@pytest.mark.parametrize("status", [C.SENDING, C.PAUSED, C.SENT, C.CANCELLED])
def test_what_has_left_is_not_written_on(status):
    draft = campaign(status=status)
    with pytest.raises(drafting.NotEditable):
        change(read(draft), GIULIA, title="Altro")
    assert read(draft).title == draft.title


def test_a_new_attachment_makes_meta_s_copy_useless(django_capture_on_commit_callbacks):
    draft = campaign(kind="image", attachment=IMAGE, media_id="media-1")
    before = draft.attachment.path
    with django_capture_on_commit_callbacks(execute=True):
        change(read(draft), GIULIA, attachment="", kind="text")
    assert (read(draft).media_id, bool(read(draft).attachment)) == ("", False)
    assert not draft.attachment.storage.exists(before)


def test_a_copy_has_the_words_and_a_file_of_its_own():
    old = campaign(
        kind="document",
        attachment=PDF,
        attachment_facts={"pages": 1},
        status=C.SENT,
        is_urgent=True,
        urgent_reason="Neve",
        scheduled_for=NOW,
        approved_at=NOW,
    )
    copy = read(drafting.duplicate(old, by=hire(PAOLA), now=NOW))
    for name in ("title", "kind", "chosen_topics", "body", "link", "attachment_facts"):
        assert getattr(copy, name) == getattr(old, name)
    assert (copy.author, copy.status, copy.scheduled_for) == (hire(PAOLA), C.DRAFT, None)
    assert (copy.is_urgent, copy.urgent_reason, copy.approved_at) == (False, "", None)
    assert copy.attachment.name != old.attachment.name
    with copy.attachment.open("rb") as file:
        assert file.read() == PDF
    (event,) = copy.events.all()
    assert (event.what, event.by) == ("copied", hire(PAOLA))
    assert event.note == f"Da «{old.title}», n. {old.pk}"


def test_a_copy_leaves_out_what_is_not_there_any_more():
    retired = topic()
    retired.is_active = False
    retired.save(update_fields=["is_active"])
    old = campaign(kind="image", attachment=IMAGE, topic=retired, status=C.SENT)
    old.attachment.storage.delete(old.attachment.name)
    copy = drafting.duplicate(old, by=hire(GIULIA), now=NOW)
    assert (copy.chosen_topics, bool(copy.attachment)) == ([], False)


def test_two_at_the_same_draft_know_of_each_other():
    draft, giulia, paola = campaign(), hire(GIULIA), hire(PAOLA)
    drafting.mark_open(draft, giulia, NOW)
    drafting.mark_open(draft, paola, NOW)
    drafting.mark_open(draft, giulia, NOW + MINUTE)
    assert [row.user for row in drafting.others_writing(draft, paola, NOW + MINUTE)] == [giulia]
    assert [row.user for row in drafting.others_writing(draft, giulia, NOW + MINUTE)] == [paola]
    assert not drafting.others_writing(draft, giulia, NOW + 2 * MINUTE).exists()
    assert OpenDraft.objects.count() == 2
    assert drafting.stale_marks(NOW + MINUTE).count() == 1  # it goes at night
