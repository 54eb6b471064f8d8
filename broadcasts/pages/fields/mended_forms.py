"""Forms that put right what a clerk pasted, and can say what they changed."""

from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from broadcasts.rules.words import page_buttons, paste_cleanup
from broadcasts.rules.words.plain_text import in_one_paragraph

AS_WRITTEN = "as_written"
"""The names of the fields whose writer pressed «Rimetti com'era»: they are left alone."""
NEXT_STEP = "step"
"""The field that names the button that was pressed, and so what happens once the form is saved."""
ONE_PARAGRAPH = "one-paragraph"
"""The button that takes the new lines of the text away."""

CORRECT, BY = "correct:", " → "
"""The button that puts the right words in the place of what is pointed at: "correct:wrong → right"."""


def mended_fields(data: QueryDict | dict[str, Any]) -> dict[str, paste_cleanup.CleanedText]:
    """Mend the fields of a form where the text needs it; fields that need nothing are left out."""
    left_alone = data.getlist(AS_WRITTEN) if isinstance(data, QueryDict) else data.get(AS_WRITTEN, ())
    found = {
        field: paste_cleanup.mend(field, str(data[field]))
        for field in paste_cleanup.REPAIRS
        if data.get(field) and field not in left_alone
    }
    step = str(data.get(NEXT_STEP, ""))
    if step == ONE_PARAGRAPH and data.get("body"):
        found["body"] = paste_cleanup.CleanedText(
            in_one_paragraph(str(data["body"])), "Testo: tolti gli a capo."
        )
    if step.startswith(CORRECT):
        wrong, _, right = step.removeprefix(CORRECT).partition(BY)
        told = f"Adesso c'è scritto «{right}»."
        where = [field for field in ("title", "body") if wrong and wrong in str(data.get(field, ""))]
        found |= {
            field: paste_cleanup.CleanedText(str(data[field]).replace(wrong, right), told) for field in where
        }
    return {field: mended for field, mended in found.items() if mended.text != data[field]}


class MendedForm(BaseForm):
    """A form that reads the mended text in place of the pasted one: a mixin before Django's forms.

    `mended`: field → what was done to it.
    """

    mended: dict[str, paste_cleanup.CleanedText]

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        self.mended = mended_fields(data) if data else {}
        if self.mended:
            data = data.copy()
            for field, mended in self.mended.items():
                data[field] = mended.text
        super().__init__(data, *args, **options)

    def clean(self) -> Any:
        """Give an alert without a link the Comune's own first page: who warns has no time to look for one."""
        cleaned = super().clean()
        warns = any(topic.is_alert for topic in self.cleaned_data.get("topics") or ())
        if warns and not (self.cleaned_data.get("link") or self.has_error("link")):
            self.cleaned_data["link"] = page_buttons.SITE
            self.changed_data.append("link")
        return cleaned

    @property
    def mended_sentences(self) -> list[str]:
        """List in Italian what was mended, field by field; changes that nobody can see are not told."""
        return [mended.sentence for mended in self.mended.values() if mended.sentence]

    def mended_answer(self) -> dict[str, dict[str, str]]:
        """Return what was mended for the page's script: field → its text as it is kept now, and the sentence."""
        return {
            field: {"text": mended.text, "sentence": mended.sentence}
            for field, mended in self.mended.items()
            if mended.sentence
        }
