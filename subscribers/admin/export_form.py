"""The form of an export: which part of the register, in which format, and why."""

from typing import Any

from django import forms

from cascina_whatsapp.presentation.components import Day, field_of
from subscribers.exporting.filters import Channel, Filters, Kind
from subscribers.models import RegisterExport, Topic


class ExportForm(forms.Form):
    """The form of an export: which part of the register, in which format, and why."""

    since = forms.DateField(label="Registrati dal", required=False, widget=Day())
    until = forms.DateField(
        label="Fino al",
        required=False,
        widget=Day(),
        help_text="Compreso. Senza date: dal principio a oggi.",
    )
    kinds = forms.MultipleChoiceField(
        label="Che cosa è successo",
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nessuna scelta: tutto.",
    )
    channels = forms.MultipleChoiceField(
        label="Come",
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nessuna scelta: tutti i canali.",
    )
    topic = forms.ChoiceField(label="Argomento seguito", required=False)
    format = forms.ChoiceField(
        label="Formato",
        choices=[(one.value, one.label) for one in RegisterExport.OFFERED],
        initial=RegisterExport.Format.CSV,
        widget=forms.RadioSelect,
        help_text="Gli eventi dei dati si verificano uno per uno, anche fuori dal servizio. Di un file per Excel, "
        "che si apre con un doppio clic, si verifica solo che sia quello scaricato.",
    )
    with_numbers = forms.BooleanField(
        label="Con i numeri di telefono in chiaro",
        required=False,
        help_text="Solo se servono davvero: senza, al posto del numero c'è un codice.",
    )
    reason = forms.CharField(
        label="Perché",
        min_length=10,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Resta scritto con l'esportazione: lo legge il responsabile della protezione dei dati.",
    )

    def __init__(self, *args: Any, numbers: bool, **kwargs: Any) -> None:
        """`numbers`: whether this person may have them at all."""
        super().__init__(*args, **kwargs)
        names = Topic.objects.values_list("name", "name")
        field_of(self, "topic", forms.ChoiceField).choices = [("", "Tutti, anche nessuno"), *names]
        if not numbers:
            del self.fields["with_numbers"]

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "Viene prima dell'inizio.")

    def filters(self) -> Filters:
        """The part of the register that was chosen."""
        chosen = self.cleaned_data
        return Filters(
            since=chosen["since"],
            until=chosen["until"],
            kinds=tuple(chosen["kinds"]),
            channels=tuple(chosen["channels"]),
            topic=chosen["topic"],
        )
