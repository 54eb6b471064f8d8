# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words in which no address and no number has a place, however they are written."""

import pytest

from cascina_whatsapp.security.free_words import problem_in


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
