"""The forms of a request about data, and of each decision on it."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone

from cascina_whatsapp.accounts.daily_bounds import BeyondBound
from cascina_whatsapp.presentation.components import Day
from cascina_whatsapp.privacy import rights
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import Subscriber
from subscribers.register.history import look_up
from subscribers.rules.phone import InvalidPhone, to_e164


class DecisionForm(forms.Form):
    """The form of a decision that asks for nothing."""

    def __init__(self, data: Any = None, *, asked: RightsRequest) -> None:
        """`asked`: the request on which somebody decides."""
        super().__init__(data)
        if not rights.came_back(asked):
            self.fields.pop("meant", None)


class ErasureForm(DecisionForm):
    """The form of an erasure, which nobody takes back."""

    understood = forms.BooleanField(
        label="Ho controllato chi è. So che non si torna indietro",
        help_text="Spariscono subito da qui, e dalle copie di sicurezza quando si rinnovano.",
        error_messages={"required": "Prima di cancellare, spunta che hai controllato chi è."},
    )
    meant = forms.BooleanField(
        label="Le ho chiesto che cosa vuole: cancellare tutto, anche la nuova iscrizione",
        help_text="Se vuole restare iscritta, scegli «La persona ci ha ripensato».",
        error_messages={"required": "È tornata iscritta dopo averlo chiesto: chiedile prima che cosa vuole."},
    )


class NumberForm(DecisionForm):
    """The form of the number by which somebody unknown is found."""

    number = forms.CharField(
        label="Numero di telefono",
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


class ReasonForm(DecisionForm):
    """The form of the reason why an answer takes longer."""

    reason = forms.CharField(
        label="Motivo",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Va detto anche alla persona, entro il primo mese.",
    )


class OutcomeForm(DecisionForm):
    """The form of what the person is answered."""

    outcome = forms.CharField(
        label="Che cosa rispondi",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Che cosa hai fatto, e che cosa si risponde alla persona. Senza nomi, numeri o indirizzi.",
    )


class WithdrawalForm(DecisionForm):
    """The form of a request that the person took back."""

    day = forms.DateField(label="Quando l'ha detto", initial=timezone.localdate, widget=Day())
    note = forms.CharField(
        label="Come l'ha detto",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Per esempio: allo sportello, con un documento. Senza nomi, numeri o indirizzi: va sulla ricevuta.",
    )


class RefusalForm(DecisionForm):
    """The form of the reason for a refusal."""

    outcome = forms.CharField(
        label="Motivo",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Con l'articolo su cui si fonda. Che si può fare reclamo al Garante lo dice già la risposta.",
    )


class RequestForm(forms.ModelForm):
    """A request that came at the desk or in writing. The number finds the person, and is not kept."""

    number = forms.CharField(
        label="Numero di telefono",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text="Serve solo a trovare la persona: non lo conserviamo. Vuoto, se ancora non lo sai.",
    )

    class Meta:
        model = RightsRequest
        fields = ["kind", "channel", "contact", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, by: User, subscriber: Subscriber | None = None, **kwargs: Any) -> None:
        """`by`: who looks somebody up with it."""
        super().__init__(*args, **kwargs)
        self.by, self.subscriber, self.pseudonym = by, subscriber, ""
        if subscriber:
            del self.fields["number"]
        else:
            self.order_fields(["number"])
        chat = RightsRequest.Channel.CHAT  # those are opened by the chat itself
        channel = self.fields["channel"]
        if isinstance(channel, forms.ChoiceField):
            ways = [choice for choice in RightsRequest.Channel.choices if choice[0] != chat]
            channel.choices = [("", "Scegli come"), *ways]

    def clean_number(self) -> str:
        """The person's row, if there is one; else their pseudonym only."""
        if number := self.cleaned_data["number"]:
            try:
                self.pseudonym = identity.pseudonym_of(Person(phone=to_e164(number)))
            except InvalidPhone:
                raise forms.ValidationError(
                    "Questo non è un numero di telefono. Controllalo e scrivilo di nuovo."
                ) from None
            try:
                self.subscriber = look_up(number, by=self.by, now=timezone.now()).subscriber
            except BeyondBound as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return ""
