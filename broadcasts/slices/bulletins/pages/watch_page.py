"""The page on which the office says from which level of the bulletin on a draft is made."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from broadcasts.models import ReadyText
from broadcasts.parts.confirmed import Confirmed
from broadcasts.slices.bulletins.models import BulletinWatch
from broadcasts.slices.bulletins.reading import RISKS
from broadcasts.steps import notifications
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.security.trail import Event


class WatchForm(forms.ModelForm):
    """The office's choices."""

    ready_text = forms.ModelChoiceField(
        ReadyText.objects.all(),
        label="Testo pronto",
        required=False,
        empty_label="Solo ciò che dice il bollettino",
        help_text="Si riempiono da soli [colore], [fenomeno], [giorno], [dal], [al].",
    )

    class Meta:
        model = BulletinWatch
        fields = [*RISKS, "ready_text"]


@admin.register(BulletinWatch)
class BulletinWatchAdmin(Confirmed):
    """The one row, on a page of its own without a list."""

    form = WatchForm
    change_form_template = "admin/broadcasts/bulletins/watch.html"
    traced_as = Event.WATCH_CHANGED

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:broadcasts_bulletinwatch_change", get_object_or_404(BulletinWatch).pk)

    def save_model(self, request: HttpRequest, obj: BulletinWatch, form: Any, change: bool) -> None:
        """Save the choices alone, since it may be being read; what is out is read again by them."""
        before, obj.etag = BulletinWatch.objects.get(pk=obj.pk).levels, ""
        obj.save(update_fields=[*form.Meta.fields, "etag"])
        if fewer := obj.no_longer_heard(before):
            notifications.alert_of_change(
                by=colleague(request),
                subject="Da meno allerte nasce una bozza",
                what=f"ha scelto da quale allerta nasce una bozza: {'; '.join(fewer)}",
                page="admin:broadcasts_bulletinwatch_changelist",
            )
