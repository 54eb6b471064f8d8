"""The form that is filled in before a number is shown in clear, on any page."""

from django import forms

from subscribers.rules.phone import TELEPHONE


class UnmaskForm(forms.Form):
    """The form of the reason for showing a number."""

    reason = forms.CharField(
        label="Motivo",
        min_length=5,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="Resta scritto insieme al tuo nome: non scrivere nomi né numeri di telefono.",
        error_messages={
            "required": "Scrivi il motivo: senza, il numero non si mostra.",
            "min_length": "Scrivi il motivo con qualche parola in più.",
        },
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if TELEPHONE.search(reason):
            raise forms.ValidationError("Togli il numero di telefono dal motivo.")
        return reason
