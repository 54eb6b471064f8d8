"""The check for what a text must not hold, since telephones, pages and feeds show it as it is: signs of a web page's
source, and characters that no feed may hold (XML 1.0, 2.2).
"""

import re

TAG = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE
)
UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def problem_in(text: str) -> str:
    """Say in Italian what to remove from a text; "" where all is well."""
    if found := TAG.search(text):
        return f"Togli «{found[0][:30]}»: è il codice di una pagina, e si leggerebbe così com'è."
    if UNREADABLE.search(text):
        return "C'è un carattere che non si vede e che nessuno può leggere: riscrivi il testo a mano."
    return ""
