"""The check for what may stand in an XML document."""

import re

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Not even escaped (XML 1.0, fifth edition, 2.2): a pasted text may hold them, and no reader would open the file."""


def allowed_in_xml(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids. Signs such as `<` are for whoever writes the document."""
    return FORBIDDEN.sub("", text)
