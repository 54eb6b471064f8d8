"""Without a mail server nobody says that an e-mail left, although Django's backend for that case takes each one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadcasts.slices.outlets.email import Email
from cascina_whatsapp.accounts import invitations
from cascina_whatsapp.accounts.admin.buttons import NOT_MAILED, sent_in_words
from cascina_whatsapp.accounts.staff_notices import outbox
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.accounts.staff_notices.notifying import tell
from cascina_whatsapp.privacy import reminding
from cascina_whatsapp.security.mail import NOWHERE
from subscribers.register import sealing
from tests.accounts.colleagues import employ
from tests.builders import NOW, subscribe
from tests.people import ANNA
from tests.privacy.requests import ask
from tests.staff import SARA


def invitation() -> bool:
    return sent_in_words(*invitations.send(employ(SARA), by=None, now=NOW)) != NOT_MAILED


def seal() -> bool:
    made = sealing.seal(NOW)
    return bool(sealing.send(made, NOW) or made.letters.exists())


def request_about_data() -> bool:
    ask(of=subscribe(ANNA))
    return bool(reminding.remind(NOW))


def notice() -> bool:
    tell(
        [],
        subject="Prova",
        sentence="Prova.",
        page="/admin/",
        addresses=["operatori@comune.example"],
        at_once=False,
    )
    outbox.send_due(timezone.now() + timedelta(hours=1))
    return not StaffNotice.objects.get().wants_email


def to_the_press() -> bool:
    return Email().is_configured()


@pytest.mark.django_db
@pytest.mark.parametrize("says_so", [invitation, seal, request_about_data, notice, to_the_press])
@pytest.mark.parametrize(
    ("backend", "left"), [(NOWHERE, False), ("django.core.mail.backends.locmem.EmailBackend", True)]
)
def test_it_left_only_where_something_leaves(says_so, backend, left, settings):
    settings.EMAIL_BACKEND = backend
    settings.PRESS_REPLY_TO = "stampa@comune.example"
    settings.PROTOCOL_EMAILS = settings.PRIVACY_EMAILS = ["ufficio@comune.example"]
    assert says_so() is left
