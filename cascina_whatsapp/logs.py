# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may not reach a log is removed here, whoever wrote it: phone numbers, BSUIDs and Meta's message ids."""

import logging
import re

# Eight digits or more, alone or in groups, with or without "+": an E.164 number, never one of our ids' size.
# A wamid holds the citizen's number in base64; a BSUID is what WhatsApp calls who hides the number.
PERSONAL = re.compile(
    r"wamid\.[\w+/=-]+"
    r"|\b[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]*\d[A-Za-z0-9]{5,}"
    r"|\+\d[\d .-]{6,}\d|(?<![\w.:-])\d{9,15}(?![\w.:-])"
)


def scrub(text: str) -> str:
    """`text` with phone numbers, BSUIDs and message ids replaced by a bullet."""
    return PERSONAL.sub("•", text)


class ScrubPersonalData(logging.Filter):
    """Rewrites the record's message, and its traceback, without personal data. Never drops a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = scrub(record.exc_text)
        return True


class OneLineForStrangers(logging.Filter):
    """What a stranger's request provokes: one line, without a traceback and without the stranger's own words.

    A host name that is not ours is sent by scanners all day, and may be any text.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "a request was refused: %s", (record.name.rpartition(".")[2],)
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
