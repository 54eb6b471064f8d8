"""The forms of a broadcast that clerks fill in, at once or as it is typed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.validators import RegexValidator
from django.db.models import Model, Q, QuerySet
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from broadcasts.content import custom_template, validation
from broadcasts.content.attachments import attachment
from broadcasts.content.fingerprint import TO_WHOM
from broadcasts.content.validation import news
from broadcasts.launching.drafts.occasion_fields import OccasionFields
from broadcasts.models import Campaign
from broadcasts.models.campaign_columns import OCCASION
from broadcasts.pages import hooks
from broadcasts.rules import start_window
from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.rules.words import page_buttons
from cascina_whatsapp.presentation.components import EitherField, field_of
from cascina_whatsapp.presentation.formatting.dates import at_clock
from subscribers.models import Topic, Zone
from subscribers.models.people import CHOICES

from . import gap_fields
from .alert_input import AlertField
from .mended_forms import NEXT_STEP as NEXT_STEP
from .mended_forms import MendedForm
from .moment import MomentField, MomentInput

CHOSEN: dict[str, type[Model]] = {"topics": Topic, "zones": Zone}
"""Of the choices that are rows of their own: the field's name → the model."""
WHOLE_FOR = ("ask-review", "launch")
EXPLAINED = (
    "body",
    "everybody_reason",
    "link",
    "button_label",
    "button_link",
    "picture_text",
    "occasion_place",
    "is_urgent",
)
"""Fields with a hint of their own."""
TOO_LONG = {"max_length": "Non si salva: qui ci stanno %(limit_value)d caratteri, e sono %(show_value)d."}
NOT_A_PAGE = "Non si salva: l'indirizzo di una pagina comincia con https://"
CHOOSE_AGAIN = "Scegli di nuovo il file: il browser non lo conserva mentre correggi il resto."
MOMENT_PAST = "Questo momento è già passato: scegline uno futuro, oppure «Appena approvato»."
SAVE_AGAIN = (
    " Quello che hai scritto è ancora qui, non salvato. Apri il messaggio in un'altra finestra per vedere che cosa è "
    "cambiato: se salvi di nuovo, questo testo prende il posto di quello."
)


def changed_meanwhile(campaign: Campaign, reader: object) -> str:
    """Tell the reader in Italian who last saved a broadcast, and when (Rome's time)."""
    by = campaign.changed_by or campaign.author
    who = (by.get_full_name() or by.get_username()) if by else "Il programma"
    saved = "Tu, in un'altra finestra, hai salvato" if by == reader else f"{who} ha salvato"
    when = f" {at_clock(campaign.changed_at)}" if campaign.changed_at else ""
    return f"{saved} questo messaggio{when}, mentre lo scrivevi."


class AttachmentInput(AdminFileWidget):
    """The field of an attachment, and above it what is attached now: that part is replaced after each upload."""

    template_name = "admin/broadcasts/campaign/attachment_input.html"
    attached = ""
    """HTML about the file there is, given by the page."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Render the upload field with the project's own templates: Django looks for those of widgets elsewhere."""
        context = self.get_context(name, value, attrs) | {"attached": self.attached}
        return render_to_string(self.template_name, context)


class HttpsField(forms.URLField):
    """An address; one typed without its beginning is meant as https://. Of a page, it is kept whatever it lacks."""

    default_validators: list[Callable[[Any], None]] = [RegexValidator(r"\Ahttps?://", NOT_A_PAGE, "scheme")]

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"assume_scheme": "https", "error_messages": TOO_LONG, **options})


class BodyField(forms.CharField):
    """The field of a text with one kind of new line, whatever the browser sent: that is what Meta reviews."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"max_length": Campaign.BODY_MOST, "error_messages": TOO_LONG})

    def to_python(self, value: object) -> str:
        return custom_template.tidy(super().to_python(value) or "")


class VersionField(forms.IntegerField):
    """The form field of the version that the page shows: it is no content, so never counts as a change."""

    def has_changed(self, initial: object, data: object) -> bool:
        return False


def usable(name: str, campaign: Campaign) -> QuerySet[Model]:
    """Select the topics, or zones, that `campaign` may be about: the active ones, and those it already has."""
    own = [chosen.pk for chosen in getattr(campaign, f"chosen_{name}")]
    rows = CHOSEN[name]._default_manager
    return rows.filter(Q(is_active=True) | Q(pk__in=own))


def boxes(name: str) -> forms.ModelMultipleChoiceField:
    """The field of topics, or zones, to tick: `usable` ones, for the broadcast of its form."""
    nothing, label = CHOSEN[name]._default_manager.none(), str(CHOSEN[name]._meta.verbose_name_plural)
    return forms.ModelMultipleChoiceField(
        nothing, label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class CampaignForm(MendedForm, OccasionFields, forms.ModelForm):
    """A draft, finished or not; only for the step to its approval it must be whole: `must_be_whole`.

    Once valid, `notes` says in Italian what happened to the file, and what is odd about it.
    """

    notes: tuple[str, ...] = ()
    reader: object = None
    changed_gaps = False
    seen_version = VersionField(required=False, widget=forms.HiddenInput)
    topics, zones = boxes("topics"), boxes("zones")
    as_invitation = EitherField(label="Che cosa è", choices=CHOICES)
    alert = AlertField(label="dati dell'allerta", required=False)

    class Meta:
        model = Campaign
        fields = [
            "title",
            *TO_WHOM,
            "as_invitation",
            "alert",
            "body",
            "link",
            "button_label",
            "button_link",
            "attachment",
            "picture_text",
            *OCCASION,
            "is_urgent",
            "urgent_reason",
            "scheduled_for",
        ]
        labels = {"scheduled_for": "giorno e ora"}
        field_classes = {
            "body": BodyField,
            "link": HttpsField,
            "button_link": HttpsField,
            "scheduled_for": MomentField,
        }
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "body": forms.Textarea(attrs={"rows": 7}),
            "attachment": AttachmentInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf"}),
            "picture_text": forms.Textarea(attrs={"rows": 2}),
            "button_label": forms.TextInput(attrs={"autocomplete": "off", "placeholder": page_buttons.LABEL}),
            "urgent_reason": forms.TextInput(attrs={"autocomplete": "off"}),
            "scheduled_for": MomentInput,
            "to_everybody": forms.CheckboxInput(attrs={"class": "everyone"}),  # shows the reason
        }

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        begun = (kwargs.get("initial") or {}).get("gaps")
        self.gaps = gap_fields.asked(kwargs.get("instance"), data, begun)
        super().__init__(gap_fields.with_words(data, self.gaps), *args, **kwargs)
        gap_fields.add_to(self, self.gaps)
        self.of_slices = dict(named for ask in hooks.FIELDS for named in ask(self).items())
        self.fields.update(self.of_slices)
        for name, field in self.fields.items():
            field.required = False
            field.error_messages |= TOO_LONG
            field.widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted, without a word
            about = f"id_{name}_about " if name in EXPLAINED else ""
            field.widget.attrs["aria-describedby"] = f"{about}id_{name}_problem"
        for name in CHOSEN.keys() & self.fields.keys():  # not on the page of somebody who may only look
            field_of(self, name, forms.ModelMultipleChoiceField).queryset = usable(name, self.instance)

    @property
    def brought(self) -> list[forms.BoundField]:
        """The fields that slices bring, each with a template of its own."""
        return [self[name] for name in self.of_slices]

    @property
    def must_be_whole(self) -> bool:
        """Tell whether the broadcast is on its way to somebody else, and not only kept."""
        return self.data.get(NEXT_STEP) in WHOLE_FOR

    def clean_scheduled_for(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["scheduled_for"]
        if "scheduled_for" in self.changed_data and start_window.is_past(moment, timezone.now()):
            raise forms.ValidationError(MOMENT_PAST)
        return moment

    def clean_alert(self) -> dict[str, Any] | None:
        """Return the alert that was chosen; on a page that did not ask, the alert as it was."""
        chosen: dict[str, Any] | None = self.cleaned_data["alert"]
        return chosen if "alert" in self.changed_data else self.instance.alert

    def clean(self) -> None:
        super().clean()
        for name in CHOSEN:
            setattr(self.instance, f"chosen_{name}", list(self.cleaned_data.get(name, ())))
        for name, field in self.of_slices.items():
            field.put(self.instance, self.cleaned_data.get(name))
        self._refuse_old_version()
        self.changed_gaps = gap_fields.keep(self.instance, self.gaps, self.data)
        self._refuse_wrong_gaps()
        self._check_attachment()
        if self.must_be_whole:
            self._refuse_unfinished()
        if self.errors and self.files and not self.has_error("attachment"):
            self.add_error("attachment", CHOOSE_AGAIN)

    def changed_content(self) -> list[str]:
        """The names of the fields to write: the file makes the kind."""
        found = [
            column
            for name in self.changed_data
            if not name.startswith("gap_")
            for column in (self.of_slices[name].columns if name in self.of_slices else [name])
        ]
        found += ["gaps"] if self.changed_gaps else []
        with_file = ["kind"] if "attachment" in found else []
        return [*found, *with_file]

    def _get_validation_exclusions(self) -> set[str]:
        """Leave links out of the model's own check: half an address is kept, the check is the approval's."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # in no stub
        return excluded | {"link", "button_link"}

    def _refuse_unfinished(self) -> None:
        for problem in validation.content_problems(self._draft()):
            if self.gaps and problem.sentence.startswith(news.FILL):
                continue  # told beside each gap
            if not self.has_error(problem.field):
                self.add_error(problem.field or None, problem.sentence)

    def _refuse_wrong_gaps(self) -> None:
        """Say beside each gap what is wrong with it; an empty one is, on the way to the approval."""
        for gap in self.gaps.fields if self.gaps else []:
            if gap.error:
                self.add_error(gap.field, gap.error)
            elif self.must_be_whole and not gap.value:
                self.add_error(gap.field, gap.missing)

    def _refuse_old_version(self) -> None:
        """Refuse to save over somebody else's newer words until the person knows of them: the second time they do."""
        seen = self.cleaned_data.get("seen_version")
        if seen is not None and seen != self.instance.version:
            self.add_error(None, changed_meanwhile(self.instance, self.reader) + SAVE_AGAIN)

    def _check_attachment(self) -> None:
        """Check the attachment by its content, which makes the broadcast's kind; only what may be sent is stored."""
        file = self.cleaned_data.get("attachment")
        if "attachment" not in self.changed_data:
            return
        if not file:
            self.instance.kind, self.instance.attachment_facts = Campaign.Kind.TEXT, {}
            return
        try:
            kind, taken, facts = attachment.check_upload(file)
        except AttachmentRefused as refusal:
            self.add_error("attachment", str(refusal))
        else:
            self.cleaned_data["attachment"] = taken
            self.instance.kind, self.instance.attachment_facts = kind, facts
            self.notes = (*facts["changed"], *facts["warnings"])

    def _draft(self) -> Campaign:
        """The broadcast as the form has it so far; a field with an error counts as empty."""
        columns = (name for name in self.Meta.fields if name not in CHOSEN)
        written = {name: self.cleaned_data[name] for name in columns if name in self.cleaned_data}
        kept = {name: value for name, value in written.items() if value is not False}
        draft = Campaign(kind=self.instance.kind, **kept)
        draft.chosen_topics, draft.chosen_zones = self.instance.chosen_topics, self.instance.chosen_zones
        draft.by_whatsapp, draft.outlets = self.instance.by_whatsapp, self.instance.outlets
        return draft


class DraftForm(CampaignForm):
    """The form of a broadcast while it is being typed: what can be kept is, and what can't says why.

    File and version come by other answers.
    """

    seen_version = None  # type: ignore[assignment]  # Django's way to leave out a field

    class Meta(CampaignForm.Meta):
        fields = [name for name in CampaignForm.Meta.fields if name != "attachment"]

    def changed(self) -> set[str]:
        """Put what was typed into the broadcast, which is not saved; return the names of what changed."""
        unsaved = set(self.errors)
        return set(self.changed_content()) - unsaved

    def unsaved(self) -> list[str]:
        """The names of the fields that could not be kept."""
        labels = [str(self.fields[name].label) for name in self.errors]
        return [label[:1].lower() + label[1:] for label in labels]

    def problems(self) -> dict[str, str]:
        """Return the errors of a draft, field by field, each as one text."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}
