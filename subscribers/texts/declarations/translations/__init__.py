"""The languages that are spoken in Cascina: drafts, none of them in force before two people say so.

A module per language. Whoever proposes them lets somebody read them who grew up with the language.
"""

from subscribers.rules.languages import DEFINITION, key_in, written

from . import albanian, english, french, romanian

DRAFTED = (english, albanian, romanian, french)
DRAFTS: dict[str, str] = {
    key_in(key, module.LANGUAGE.code): body
    for module in DRAFTED
    for key, body in {DEFINITION: written(module.LANGUAGE), **module.WORDINGS}.items()
}
"""Key of a text → its words in that language."""
IN_FORCE = {key_in(DEFINITION, "en"): written(english.SO_FAR)}
"""Key → version 1, which `migrate` writes like that of the Italian texts."""
