# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of processing says what the settings say, and the documents say what the record says."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cascina_whatsapp.privacy import processing, retention

PRIVACY = Path(__file__).resolve().parents[2] / "docs" / "privacy"
DEFAULTS = {
    "PROOF_YEARS": 5,
    "DELIVERIES_DAYS": 90,
    "REPLIES_DAYS": 8,
    "STAFF_LOG_MONTHS": 24,
    "STAFF_NOTICES_DAYS": 90,
    "RIGHTS_YEARS": 5,
    "EXPORT_FILE_DAYS": 7,
    "IMPORT_WAIT_DAYS": 14,
    "SET_ASIDE_DAYS": 7,
    "LEGAL_BASIS": "consent",
    "OPT_IN_MODE": "single",
    "ON_NUMBER_CHANGE": "carry",
    "APPROVE_OWN_BROADCASTS": False,
    "HTTPS": True,
    "SECOND_FACTOR_REQUIRED": True,
    "SESSION_IDLE_MINUTES": 30,
    "TRAIL_SYSLOG": "",
    "TEXT_VARIABLES": {
        "numero_verde": "800 01 77 28",
        "sito": "www.comune.cascina.pi.it",
        "urp_contatti": "Corso Matteotti 90, Cascina",
        "contatto_privacy": "Ufficio relazioni con il pubblico, Corso Matteotti 90, 56021 Cascina (PI)",
    },
}
"""What `.env.example` proposes, on a server with HTTPS."""


@pytest.fixture(autouse=True)
def as_proposed(settings):
    """Whatever the machine of these tests has in its `.env`."""
    for name, value in DEFAULTS.items():
        setattr(settings, name, value)


def test_the_document_is_what_the_command_prints():
    """After a change: manage.py record_of_processing > docs/privacy/record-of-processing.md, with the defaults."""
    output = StringIO()
    call_command("record_of_processing", stdout=output)
    assert output.getvalue() == (PRIVACY / "record-of-processing.md").read_text(encoding="utf-8")


def test_the_table_of_terms_is_the_one_of_the_rules():
    document = (PRIVACY / "retention.md").read_text(encoding="utf-8")
    assert processing.markdown_terms(processing.terms()) in document


def test_it_has_all_that_article_30_asks_for():
    titles = [section.title for section in processing.sections()]
    assert [title[-2] for title in titles] == list("abcdefg")


def test_every_rule_has_its_line():
    labels = [row[0] for row in processing.terms()]
    assert [rule.label for rule in retention.RULES] == labels[: len(retention.RULES)]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PROOF_YEARS", 10, "| 10 anni | dall'ultima cancellazione |"),
        ("DELIVERIES_DAYS", 180, "| 180 giorni | dalla fine dell'invio |"),
        ("LEGAL_BASIS", "public_task", "Compito di interesse pubblico"),
        ("LEGAL_BASIS", "consent", "Consenso della persona"),
        ("OPT_IN_MODE", "double", "una conferma entro 24 ore"),
        ("ON_NUMBER_CHANGE", "ask", "si chiede conferma"),
        ("APPROVE_OWN_BROADCASTS", True, "chi scrive può approvare"),
        ("HTTPS", False, "HTTPS non attivo"),
        ("SESSION_COOKIE_AGE", 3600 * 4, "comunque dopo 4 ore"),
        ("SESSION_IDLE_MINUTES", 15, "dopo 15 minuti senza nessuno"),
        ("SECOND_FACTOR_REQUIRED", False, "secondo fattore facoltativo"),
        ("TRAIL_SYSLOG", "udp://log.example.it:514", "inoltrate a un altro sistema"),
        ("TEXT_VARIABLES", DEFAULTS["TEXT_VARIABLES"] | {"contatto_rpd": "rpd@example.it"}, "rpd@example.it"),
        ("AUTH_PASSWORD_VALIDATORS", [], "password di almeno 0 caratteri"),
    ],
)
def test_it_follows_the_settings(settings, setting, value, sentence):
    if (setting, value) != ("LEGAL_BASIS", "consent"):
        assert sentence not in processing.record()
    setattr(settings, setting, value)
    assert sentence in processing.record()


def test_what_the_software_cannot_know_is_left_to_be_filled_in():
    assert processing.record().count(f"{processing.TO_FILL}.") == 1
    assert processing.record().count(f": {processing.TO_FILL}\n") == 3
