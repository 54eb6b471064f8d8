"""The lists of the office's weekly hours and closures, which say when broadcasts may leave.

By them one hand could stop what leaves: whoever writes there first proves again who they are.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from broadcasts.launching import office
from broadcasts.models import Closure, OfficeHours
from broadcasts.parts.confirmed import Confirmed
from broadcasts.rules.office_hours import holidays_of
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import moment_in_words, since, until
from cascina_whatsapp.security.trail import Event

CLOSED_TODAY = "Oggi l'ufficio è chiuso per questa chiusura: può finire oggi, non prima."


class OfficeHoursForm(forms.ModelForm):
    """The form of one interval of a weekday, that overlaps no other."""

    class Meta:
        model = OfficeHours
        fields = ["weekday", "opens", "closes"]

    def clean(self) -> None:
        super().clean()
        weekday, opens, closes = (self.cleaned_data.get(name) for name in self.Meta.fields)
        if weekday is None or opens is None or closes is None:
            return
        lasting = OfficeHours.objects.filter(in_force_until=None)
        overlapping = lasting.filter(weekday=weekday, opens__lt=closes, closes__gt=opens)
        if other := overlapping.exclude(pk=self.instance.pk).first():
            raise forms.ValidationError(
                f"Si sovrappone a un altro orario ({other}): correggi questo, oppure modifica l'altro."
            )


@admin.register(OfficeHours)
class OfficeHoursAdmin(Confirmed):
    """The list of office hours, a row per interval of a weekday, with the closures and holidays of the year."""

    form = OfficeHoursForm
    change_list_template = "admin/broadcasts/officehours/change_list.html"
    list_display = ["weekday", "opens", "closes", "counts"]
    actions = None
    traced_as = Event.HOURS_CHANGED

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        today = timezone.localdate()
        closures = Closure.objects.filter(last__gte=date(today.year, 1, 1)).order_by("first")
        feasts = holidays_of(today.year)
        own = {"title": "Orari", "closures": closures, "feasts": feasts}
        return super().changelist_view(request, own)

    @admin.display(description="vale")
    def counts(self, row: OfficeHours) -> str:
        now = timezone.now()
        if row.in_force_until:
            return until(row.in_force_until, now) if row.in_force_until > now else "non più"
        starts = row.in_force_from
        return since(starts, now) if starts and starts > now else "sempre"

    def has_change_permission(self, request: HttpRequest, obj: OfficeHours | None = None) -> bool:
        """Hours that others take the place of are left alone: those are changed."""
        is_last = obj is None or obj.in_force_until is None
        return super().has_change_permission(request, obj) and is_last

    def save_model(self, request: HttpRequest, obj: OfficeHours, form: forms.ModelForm, change: bool) -> None:
        starts = office.save_hours(obj, by=colleague(request), now=timezone.now())
        messages.info(request, f"Vale da {moment_in_words(starts)}: fino ad allora resta come prima.")

    def delete_model(self, request: HttpRequest, obj: OfficeHours) -> None:
        office.remove_hours(obj, by=colleague(request))


class ClosureForm(forms.ModelForm):
    """Days on which the office is closed; those of today go on until tomorrow."""

    class Meta:
        model = Closure
        fields = ["first", "last", "reason"]

    def _post_clean(self) -> None:
        """Refuse to open the office on the same day, once the dates are known to be some."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook between fields and instance
        if not self.errors and office.uncovers(self.instance, timezone.now()):
            self.add_error(None, CLOSED_TODAY)


@admin.register(Closure)
class ClosureAdmin(Confirmed):
    """The closures, beside holidays, which the service knows by itself, and weekdays without hours."""

    form = ClosureForm
    listed_on = "admin:broadcasts_officehours_changelist"
    traced_as = Event.HOURS_CHANGED

    def save_model(self, request: HttpRequest, obj: Closure, form: Any, change: bool) -> None:
        office.save_closure(obj, by=colleague(request))

    def delete_model(self, request: HttpRequest, obj: Closure) -> None:
        if not office.remove_closure(obj, by=colleague(request), now=timezone.now()):
            messages.warning(request, "Oggi l'ufficio resta chiuso: la chiusura finisce oggi.")
