"""The few fields of the sign-in pages, with the names by which browsers and password managers know them."""

from django import forms


class AgainForm(forms.Form):
    """The form of the password once more."""

    password = forms.CharField(
        label="Password",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Scrivi la password."},
    )


class PasswordForm(AgainForm):
    """The form of a name and a password."""

    username = forms.CharField(
        label="Nome utente",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Scrivi il tuo nome utente."},
    )
    field_order = ("username", "password")


class CodeForm(forms.Form):
    """A code of an app, or one from the sheet of paper."""

    code = forms.CharField(
        label="Codice",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Scrivi il codice."},
    )
