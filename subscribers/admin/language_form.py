"""The form of a language: its name, the words announced in it, the titles of its buttons."""

from typing import Any

from django import forms

from cascina_whatsapp.whatsapp.cloud_api.limits import BUTTON_TITLE_LIMIT
from subscribers.rules.buttons import BUTTONS
from subscribers.rules.languages import GROUPS, SEPARATOR, Language, listed

HELP = {
    "joins": "Separate da una virgola. Chi ne scrive una, da sola o con parole gentili, si iscrive.",
    "leaves": "Basta che una frase lo dica. Chi le ha lette in un messaggio potrà usarle per sempre.",
    "chooses": "Chi è iscritto e ne scrive una riceve le risposte in questa lingua.",
    "courtesies": "Grazie, per favore, buongiorno: possono stare accanto alle altre senza dire nulla.",
    "others": "Parole da cui si riconosce la lingua, e che nessuno scrive in italiano.",
}
LABELS = {
    "joins": "Parole per iscriversi",
    "leaves": "Parole per smettere",
    "chooses": "Parole per scegliere la lingua",
    "courtesies": "Parole gentili",
    "others": "Altre parole",
}
TITLES = tuple(dict.fromkeys(button.title for button in BUTTONS))
"""Italian titles of the buttons, each once."""


class LanguageForm(forms.Form):
    """A language as staff write it. What is wrong with its words, `texts.problems` says."""

    name = forms.CharField(
        label="Nome",
        max_length=30,
        required=False,
        help_text="Come la chiama chi la parla: «Shqip», «Română».",
    )
    in_use = forms.BooleanField(
        label="Si risponde in questa lingua",
        required=False,
        help_text="Solo con tutti i testi necessari in vigore.",
    )
    note = forms.CharField(
        label="Che cosa cambia", max_length=200, help_text="In breve, per chi leggerà la storia della lingua."
    )

    def __init__(self, data: Any = None, *, language: Language) -> None:
        super().__init__(data, initial=_shown(language))
        self.code = language.code
        for group in GROUPS:
            words = forms.CharField(
                label=LABELS[group],
                required=False,
                max_length=400,
                help_text=HELP[group],
                widget=forms.Textarea({"rows": 2, "class": "short"}),
            )
            self.fields[group] = words
        for number, title in enumerate(TITLES):
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"«{title}»", required=False, max_length=BUTTON_TITLE_LIMIT
            )
        self.order_fields(["name", "in_use", *GROUPS, *_title_fields(), "note"])

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields of a language's form that are no titles of buttons."""
        return [self[name] for name in ("name", "in_use", *GROUPS)]

    @property
    def titles(self) -> list[forms.BoundField]:
        """The titles of the buttons."""
        return [self[name] for name in _title_fields()]

    @property
    def last(self) -> list[forms.BoundField]:
        """The fields that the form asks for at the end."""
        return [self["note"]]

    @property
    def language(self) -> Language:
        """The language as it was written in the form."""
        told = self.cleaned_data
        titles = {title: told[name] for name, title in zip(_title_fields(), TITLES, strict=True)}
        return Language(
            code=self.code,
            name=told["name"],
            in_use=told["in_use"],
            joins=listed(told["joins"]),
            leaves=listed(told["leaves"]),
            chooses=listed(told["chooses"]),
            courtesies=listed(told["courtesies"]),
            others=listed(told["others"]),
            titles={italian: title for italian, title in titles.items() if title},
        )


def _title_fields() -> list[str]:
    return [f"title_{number}" for number in range(len(TITLES))]


def in_words(language: Language) -> list[tuple[str, str]]:
    """List the label and the words of each part of a language, to be read."""
    groups = [(LABELS[group], SEPARATOR.join(getattr(language, group))) for group in GROUPS]
    return [("Nome", language.name), *groups, *((f"«{title}»", language.title(title)) for title in TITLES)]


def _shown(language: Language) -> dict[str, Any]:
    groups = {group: SEPARATOR.join(getattr(language, group)) for group in GROUPS}
    titles = {
        name: language.titles.get(title, "") for name, title in zip(_title_fields(), TITLES, strict=True)
    }
    return {"name": language.name, "in_use": language.in_use, **groups, **titles}
