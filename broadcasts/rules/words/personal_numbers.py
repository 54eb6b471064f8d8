"""The codes and numbers of people in a text that everybody reads: advice alone, some are the office's own. Pure.

A fiscal code is known by its check character (decree of the Ministry of Finance, 23 December 1976), an IBAN by its
remainder of 97 (ISO 13616), a mobile telephone by its first digit: those of offices begin with 0 or 8.
"""

import re
from collections.abc import Callable

from .written_dates import Doubt

DIGIT = "[0-9LMNPQRSTUV]"
"""A digit of a fiscal code: letters stand in for it where two people would have the same."""
FISCAL_CODE = re.compile(
    rf"\b[A-Z]{{3}} ?[A-Z]{{3}} ?{DIGIT}{{2}}[A-EHLMPR-T]{DIGIT}{{2}} ?[A-Z]{DIGIT}{{3}} ?[A-Z]\b",
    re.IGNORECASE,
)
ODD_PLACES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
"""The value of A to Z, and of 0 to 9, in the first place and in every second one from there."""
IBAN = re.compile(
    r"\b(?:IT|SM) ?\d\d ?[A-Z](?: ?\d){10}(?: ?[A-Z0-9]){12}\b|"
    r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
    re.IGNORECASE,
)
MOBILE = re.compile(
    r"\b(?:prot\w*|pratica|fattura|codice|cig|cup|nr?)\b[.:°]*\s*(?:n[.°]\s*)?\d[\d./ -]*|€\s?[\d.,]+|"
    r"(?<![\d.,/-])(?:(?:\+|00)39[ .-]?)?3\d\d(?:[ ./-]?\d){6,7}(?![\d€])",
    re.IGNORECASE,
)
"""A mobile telephone; what looks like one and is the number of an act or a sum is found first, with its word."""


def doubts(text: str, *, is_ours: Callable[[str], bool], office: str) -> list[Doubt]:
    """List the kinds of personal numbers in a text. `is_ours`: of a telephone's digits; `office`: whom to call."""

    def found(pattern: re.Pattern[str], is_one: Callable[[str], bool]) -> str:
        matches = (match[0] for match in pattern.finditer(text))
        return next((one for one in matches if is_one(re.sub(r"[\s./+-]", "", one).upper())), "")

    told = (
        Doubt("C'è un codice fiscale: toglilo, lo leggono tutti.", found(FISCAL_CODE, _is_fiscal_code)),
        Doubt(
            "C'è un IBAN: se è di una persona toglilo, se è del Comune rimanda alla pagina.",
            found(IBAN, _is_iban),
        ),
        Doubt(
            "C'è un telefono cellulare: se è di una persona toglilo, lo leggono tutti.",
            found(MOBILE, lambda digits: digits.isdigit() and not is_ours(digits)),
            office,
        ),
    )
    return [doubt for doubt in told if doubt.found]


def _is_fiscal_code(code: str) -> bool:
    values = [int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in code]
    total = sum(value if place % 2 else ODD_PLACES[value] for place, value in enumerate(values[:-1]))
    return total % 26 == values[-1]


def _is_iban(code: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1
