"""The forms about accounts: they ask for no password and no power, nor for a group that is given at once."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator

from cascina_whatsapp.accounts import changes, group_rules, people
from cascina_whatsapp.presentation.components import field_of
from cascina_whatsapp.security import free_words


def refused_by(why_not: Callable[[str], str]) -> Callable[[str], None]:
    """Make a field's rule of a function that says in Italian why it can't have a value; "" where it can."""

    def rule(value: str) -> None:
        if problem := why_not(value):
            raise forms.ValidationError(problem)

    return rule


NO_CONTACT = refused_by(free_words.problem_in)
"""Refuses a name with an address or a number: it stands in e-mails to whatever address."""
FREE_EMAIL = refused_by(changes.why_not_email)


class Reason(forms.CharField):
    """The field of a reason: who decides reads it, and it stays."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Perché",
            max_length=200,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Lo legge chi decide. Senza numeri di telefono.",
            **options,
        )


class DecisionForm(forms.Form):
    """The form of a button that asks for nothing."""

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account


class ReasonForm(DecisionForm):
    """The form of a reason."""

    reason = Reason()


class EmailForm(DecisionForm):
    """A form that asks for another e-mail, at which the person reads, and for the reason."""

    email = forms.EmailField(
        label="Nuova e-mail", validators=[FREE_EMAIL], widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    reason = Reason()


class LostForm(DecisionForm):
    """A form that asks whose telephone is lost, by the user name, and how one knows: an empty one does nothing."""

    username = forms.CharField(
        label="Nome utente della persona",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text="Scrivilo per conferma: si legge nella pagina dell'account.",
    )
    reason = Reason()

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if username != self.account.username:
            raise forms.ValidationError(
                "Non è il nome utente di questo account: controlla di chi è il telefono."
            )
        return username


class GroupForm(DecisionForm):
    """The form of a change of group, given or taken."""

    change = forms.ChoiceField(label="Che cosa", widget=forms.RadioSelect)
    reason = Reason()

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        held = set(account.groups.values_list("name", flat=True))
        field_of(self, "change", forms.ChoiceField).choices = list(_choices(held))

    def clean_change(self) -> tuple[str, Group]:
        """Return "give" or "take", and the group."""
        act, _, pk = str(self.cleaned_data["change"]).partition("-")
        return act, Group.objects.get(pk=pk)


def _choices(held: set[str]) -> Iterator[tuple[str, str]]:
    for group in Group.objects.order_by("name"):
        if group.name in held:
            yield f"take-{group.pk}", f"Togliere {group.name}"
        elif not group_rules.refusal(held, group.name):
            sees = group_rules.SEES.get(group.name, "")
            yield f"give-{group.pk}", f"Assegnare {group.name}{f': {sees}' if sees else ''}"


class NameForm(forms.Form):
    """The form of a colleague's first and last name."""

    first_name = forms.CharField(label="Nome", max_length=150, validators=[NO_CONTACT])
    last_name = forms.CharField(label="Cognome", max_length=150, validators=[NO_CONTACT])


class NewAccountForm(NameForm):
    """A person who is to have an account."""

    username = forms.CharField(
        label="Nome utente",
        max_length=150,
        validators=[UnicodeUsernameValidator(), refused_by(people.why_not_username)],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text="Con questo entra, e così la chiamano le tracce. Non si cambia più.",
    )
    email = forms.EmailField(
        label="E-mail",
        validators=[FREE_EMAIL],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Quella personale dell'ufficio: ci arriva l'invito, e nessun altro lo vede.",
    )
    groups = forms.ModelMultipleChoiceField(
        label="Gruppi da chiedere",
        queryset=Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Li approva una seconda persona. Fino ad allora l'account non vede nulla.",
    )
    reason = Reason(required=False)
    field_order = ["first_name", "last_name", "username", "email", "groups", "reason"]

    def clean(self) -> None:
        groups = self.cleaned_data.get("groups") or []
        if group_rules.are_in_conflict([group.name for group in groups]):
            self.add_error("groups", group_rules.EXCLUDED)
        if groups and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Scrivi perché servono questi gruppi: lo legge chi decide.")
