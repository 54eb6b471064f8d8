"""The correction of one and the withdrawal of another of the invented messages, as the public pages show them."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from broadcasts.models import Campaign
from cascina_whatsapp.web.public_site import amending
from cascina_whatsapp.web.public_site.amending import Words

WITHDRAWN = (
    "text",
    "Servizi e scadenze",
    "Anagrafe chiusa giovedì",
    "Giovedì 26 novembre l'ufficio Anagrafe resta chiuso per l'aggiornamento dei computer.",
)
"""Kind, topics, title, text."""


def correct(sent: Campaign, *, author: User, approver: User, now: datetime) -> None:
    """Correct an hour that was wrong: proposed by one, approved by another."""
    words = Words(
        reason="L'orario della chiusura finisce alle 17, non alle 18.",
        title=sent.title,
        body=sent.body.replace("alle 18", "alle 17"),
    )
    proposal = amending.propose(sent, words, by=author, now=now - timedelta(hours=3))
    read = amending.CORRECTION.read(proposal)
    amending.CORRECTION.approve(proposal, read=read, by=approver, now=now - timedelta(hours=2))


def withdraw(sent: Campaign, *, approver: User, now: datetime) -> None:
    """Withdraw a message of the demo that should not have left."""
    amending.withdraw(sent, amending.REASONS[0], by=approver, now=now - timedelta(hours=1))
