"""A bulletin of the civil protection begins one draft, and rings a telephone after two people. Real processes."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.models import Campaign, ReadyText
from broadcasts.slices.bulletins.models import BulletinWatch
from tests.broadcasts.bulletins.office import ORANGE, Office, at
from tests.web.sources.site import serving

from .test_broadcast import ROME, recipients
from .test_outlets import letters

CITIZEN = "+393200061001"
TITLE = "Allerta arancione per rischio temporali"
NEXT_TICK = "from broadcasts.slices.bulletins import tasks; tasks.look_for_bulletin.delay()"
"""Without waiting for it: the worker does the rest."""


@pytest.fixture
def office(stack, desk):
    """The worker reads its folder; the approver wants thunderstorms, and the editor has a mailbox."""
    usual, editor = dict(stack.environment), User.objects.using("journeys").filter(username="rita")
    watch = BulletinWatch.objects.using("journeys")
    choices = {"hydraulic": "", "hydrogeological": "", "thunderstorms": "2"}
    ready = ReadyText.objects.using("journeys").get(name="Allerta meteo")
    path = reverse("admin:broadcasts_bulletinwatch_change", args=[watch.get().pk])
    desk.approver.send(path, desk.approver.open(path), ready_text=ready.pk, **choices)
    editor.update(email="rita@comune.example")
    with serving(Office) as office:
        stack.environment |= {"BULLETINS_URL": office.list}
        stack.stop("worker")
        stack.start_worker()
        yield office
    stack.environment = usual
    editor.update(email="")
    watch.update(thunderstorms=None)  # so that the worker asks nobody any more


def test_from_the_bulletin_to_the_telephone_by_two_people(stack, phones, desk, answered, office):
    """The bulletin that says the same again begins nothing new; nothing leaves by itself."""
    phones.say(CITIZEN, "Iscrizione")
    answered(CITIZEN, 1)
    today = (stack.now() + stack.worker_is_ahead).astimezone(ROME).date()
    for issued_at in (at("07:12", today), at("07:33", today)):
        office.issues(f"{issued_at:%Y%m%d_%H%M}", ORANGE)
        stack.manage("shell", "--verbosity=0", "--command", NEXT_TICK)
        stack.until(BulletinWatch.objects.using("journeys").filter(issued_at=issued_at).exists)
        stack.until(lambda: letters(stack, TITLE))
    draft = Campaign.objects.using("journeys").get(title=TITLE)
    assert (draft.status, draft.author, letters(stack, TITLE)) == ("draft", None, 1)

    desk.press(draft.pk, "ask-review", by=desk.editor)
    assert (desk.status(draft.pk), phones.broadcasts(TITLE)) == ("in_review", [])
    desk.press(draft.pk, "launch")
    desk.until(draft.pk, "sent")
    assert recipients(phones, TITLE)[CITIZEN] == 1
