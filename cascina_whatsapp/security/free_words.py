"""The rule for words that everybody reads where no address or number belongs: names, and why something is taken back.

An address or an account number in the town hall's name is what a fraud needs.
"""

import re
import unicodedata

LINK = re.compile(r"(?<!\S)\S*(?:://|@|[wW]{3}\.|\w\.[^\W\d_A-Z]{2}|\w{2}\.[^\W\d_]{2}|\w\.[A-Za-z]+/)\S*")
"""An address with or without protocol, which a telephone makes a link of; neither "S.Anna" nor "15.30"."""
NUMBER = re.compile(r"\d(?:[\W_]*\d){4,}")
"""Five digits, whatever signs stand between them, as in telephone numbers and IBANs."""
ADVICE = (
    "qui non ci vanno né collegamenti né numeri. Scrivi solo parole, con uno spazio dopo ogni punto, al massimo "
    "quattro cifre di seguito, e il mese di una data in lettere."
)
FOUND_MOST = 40
"""Characters."""


def problem_in(text: str) -> str:
    """Say in Italian which address or number to remove; "" where there is none.

    Whatever is shown as a letter, a digit or a dot counts as one, and hidden signs as none.
    """
    plain = unicodedata.normalize("NFKC", text).replace("。", ".")
    shown = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    if not (found := LINK.search(shown) or NUMBER.search(shown)):
        return ""
    return f"Togli «{found[0][:FOUND_MOST]}»: {ADVICE}"
