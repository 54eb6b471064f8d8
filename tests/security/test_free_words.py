"""Words in which no address and no number has a place, however they are written."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.security.free_words import problem_in
from tests.builders import campaign
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, at_desk

TOPIC = {"name": "Scuole", "description": "Mense", "position": 7, "is_active": "on", "is_invitation": "False"}
ACCOUNT = {"first_name": "Nora", "last_name": "Neri", "username": "nora", "email": "nora@altrove.example"}
AMENDED = {"what": "propose", "reason": "Sbagliato.", "title": "Via Roma", "body": "Chiusa."}
PLACES = {
    "a topic": (PAOLO, "/admin/argomenti/aggiungi/", TOPIC, ("name", "description")),
    "a correction": (GIULIA, "/admin/messaggi/{message}/pagina-pubblica/", AMENDED, ("reason",)),
    "a withdrawal": (
        GIULIA,
        "/admin/messaggi/{message}/pagina-pubblica/",
        {"what": "own-words"},
        ("own-words-reason",),
    ),
    "an account": (SARA, "/admin/account/aggiungi/", ACCOUNT, ("first_name", "last_name")),
}
"""What has such words → who writes them, where, what else they write, and the fields."""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("La ditta ha finito prima: dalle 14 si passa.", ""),
        ("Piazza S.Anna, ore 15.30", ""),
        ("Estate 2026, dal 3 al 12 novembre 2026", ""),
        ("Zone 1, 2 e 3. Bandi/avvisi dell'A.S.L.", ""),
        ("Vinci su bit.ly/cascina", "bit.ly/cascina"),
        ("www.premi", "www.premi"),
        ("https://x", "https://x"),
        ("t.me/x", "t.me/x"),
        ("premi.example", "premi.example"),
        ("premi.EXAMPLE", "premi.EXAMPLE"),
        ("premi．example", "premi.example"),
        ("premi。example", "premi.example"),
        ("pre\u200bmi.\u200bexample", "premi.example"),
        ("премии.рф", "премии.рф"),
        ("scrivi a premi@example", "premi@example"),
        ("Chiama 8991234567", "8991234567"),
        ("Tel 899 12 34 56", "899 12 34 56"),
        ("Tel 899/12-34.56", "899/12-34.56"),
        ("8 9 9 - 1 2 3", "8 9 9 - 1 2 3"),
        ("８９９１２３", "899123"),
        ("8\u200b99\u200b123", "899123"),
        ("IBAN IT60 X054 2811 1010 0000 0123 456", "054 2811 1010 0000 0123 456"),
    ],
)
def test_an_address_or_five_digits_are_found(text: str, told: str):
    found = problem_in(text)
    assert (f"«{told}»" if told else "") in found
    assert bool(found) == bool(told)


@pytest.mark.django_db
@pytest.mark.parametrize(("clerk", "page", "written", "fields"), PLACES.values(), ids=PLACES)
def test_words_that_reach_others_have_neither(clerk, page, written, fields):
    then = timezone.now()
    message = campaign(status=CampaignStatus.SENT, started_at=then, approved_at=then, finished_at=then)
    for field in fields:
        typed = written | {field: "Vinci su bit.ly/cascina"}
        told = at_desk(clerk).post(page.format(message=message.pk), typed).text
        assert "né collegamenti né numeri" in told, field
    made = (Proposal.objects.count(), len(mail.outbox))
    assert made == (0, 0)
    assert not User.objects.filter(username="nora").exists()
