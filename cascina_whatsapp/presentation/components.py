"""The parts that the admin pages of every app share: pages that change nothing, short lists, badges."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.paginator import Paginator
from django.db.models import DateField, DateTimeField, Model, QuerySet, TimeField
from django.forms import BaseForm, Field
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cascina_whatsapp.security.logs import scrub

from .audited_admin import Traced

COUNTED_AT_MOST = 10_000
"""Rows: nobody turns more pages, and counting millions takes seconds."""
DIGITS_AT_MOST = 18
"""The digits of a row's number: each of them fits into a column of 64 bits."""


def row_number(text: str | None) -> int | None:
    """The number of a row, as an address or a hidden field names it; None for what can't be one."""
    is_one = text and text.isdecimal() and len(text) <= DIGITS_AT_MOST
    return int(text) if text and is_one else None


def _is_odd(name: str, value: str) -> bool:
    """Tell whether no filter offers a value, and the database or Python would fail on it; a search may be long."""
    return "\x00" in value or (name != SEARCH_VAR and value.isdecimal() and row_number(value) is None)


class ShortPaginator(Paginator):
    """Pages through the first COUNTED_AT_MOST rows; filters find the others. The list says that there are more."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list[: COUNTED_AT_MOST + 1]
        return rows.count() if isinstance(rows, QuerySet) else len(rows)

    @property
    def count(self) -> int:
        return min(self._counted, COUNTED_AT_MOST)

    @property
    def has_more(self) -> bool:
        """Tell whether there are more rows than pages."""
        return self._counted > COUNTED_AT_MOST


class Day(forms.DateInput):
    """A day as the browser asks for it, with its own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class EitherField(forms.TypedChoiceField):
    """One of two, each explained: what a box to tick would hide. True or False; unless somebody chooses, False."""

    def __init__(self, **options: Any) -> None:
        fixed: dict[str, Any] = {
            "coerce": lambda value: str(value) == str(True),
            "empty_value": False,
            "initial": False,
            "required": False,
            "widget": forms.RadioSelect,
        }
        super().__init__(**fixed | options)


class Clock(forms.TimeInput):
    """An hour as the browser asks for it, without seconds."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class LabelledDateTime(forms.SplitDateTimeWidget):
    """Date and time, each with a name for screen readers: Django's own have none."""

    template_name = "admin/widgets/split_datetime.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets = [Day({"aria-label": "Data"}), Clock({"aria-label": "Ora"})]
        forms.MultiWidget.__init__(self, widgets, attrs)


Pages = Mapping[str, tuple[str, Callable[..., HttpResponseBase]]]
"""End of the address → the end of the page's name, and the page."""


class OwnFiltersOnly(Traced):
    """A list that answers only what its own filters and our own links ask.

    Django's lists take any field and any comparison in their address, shown or not: letter by letter that tells
    what a masked number or a body holds.
    """

    formfield_overrides: ClassVar[dict[Any, Any]] = {
        DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": LabelledDateTime},
        DateField: {"widget": Day},
        TimeField: {"widget": Clock},
    }
    list_per_page = 50
    unfiltered: ClassVar[dict[str, str]] = {}
    """The words of a filter that leaves nothing out, where "Ogni" and its title don't do: by its parameter."""
    listed_on: ClassVar[str] = ""
    """The name of the page that shows these rows, where they have no list of their own."""
    linked_lookups: tuple[str, ...] = ()
    """The lookups that other pages of ours link by, beside the filters."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.listed_on:
            return super().changelist_view(request, extra_context)
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect(self.listed_on)

    def pages(self) -> Pages:
        """Name the pages that these rows have beside Django's."""
        return {}

    def get_urls(self) -> list[URLPattern]:
        prefix, wrapped = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = [
            path(end, wrapped(page), name=f"{prefix}_{name}") for end, (name, page) in self.pages().items()
        ]
        return own + super().get_urls()

    def beside(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Collect what the page of a row shows beside its fields."""
        return {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any | None = None,
    ) -> HttpResponse:
        context |= self.beside(request, obj) if obj else {}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        if any(_is_odd(name, value) for name, values in request.GET.lists() for value in values):
            raise SuspiciousOperation("a value that no filter offers")
        return super().get_changelist_instance(request)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Act on the rows that are ticked, as Django does. SuspiciousOperation for what is no row's number."""
        is_all = request.POST.get("select_across") == "1"
        if not is_all and None in map(row_number, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise SuspiciousOperation("a row that no list shows")
        return super().response_action(request, queryset, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        if lookup in self.linked_lookups:
            return True
        if request is None:
            return False
        return any(lookup in self._asked_by(item, request) for item in self.get_list_filter(request))

    def get_action_choices(
        self, request: HttpRequest, default_choices: Sequence[tuple[str, str]] = (("", "Che cosa fare"),)
    ) -> list[tuple[str, str]]:
        """Offer the actions with words for no choice yet, where Django draws a line."""
        return super().get_action_choices(request, list(default_choices))

    def _asked_by(self, item: Any, request: HttpRequest) -> Sequence[str | None]:
        """The parameters of one entry of `list_filter`: a class of its own, a field, or a field and its class."""
        if isinstance(item, type):
            own: Any = item
            return list(getattr(own, "parameters", None) or [own.parameter_name])
        path, kind = item if isinstance(item, tuple) else (item, admin.FieldListFilter.create)
        field = self.opts.get_field(path)
        made: admin.FieldListFilter = kind(field, request, {}, self.model, self, field_path=path)
        return made.expected_parameters()


class ReadOnlyAdmin(OwnFiltersOnly):
    """The admin list of rows that only the service itself writes, however many they are."""

    actions: Sequence[str] | None = None
    paginator = ShortPaginator
    show_full_result_count = False
    preserve_filters = False
    """False: nothing is saved here, and addresses that lead back to the filters would serve nobody."""
    show_facets = admin.ShowFacets.NEVER
    may_add: ClassVar[str] = ""
    """The right to begin a row on a page of its own; "" where nobody does."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.may_add) and request.user.has_perm(self.may_add)

    # Rows of any model: a subclass says of which.
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


Columns = list[Any]
"""Names of fields, and functions such as `user_column` makes: Django takes both, its types know the names only."""
FieldKind = TypeVar("FieldKind", bound=Field)


def field_of(form: BaseForm, name: str, kind: type[FieldKind]) -> FieldKind:
    """The form's field of that name. Raises TypeError where it is of another kind."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is a {type(field).__name__}")
    return field


def colleague(request: HttpRequest) -> User:
    """Return who opened a page of the admin. Raises PermissionDenied for a stranger, whom the login keeps out."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def page_context(model_admin: admin.ModelAdmin, request: HttpRequest, title: str) -> dict[str, Any]:
    """Build the context of a page beside Django's: the site's frame, its title, and whose list it belongs to.

    Its breadcrumbs are admin/crumbs.html, which reads `opts`.
    """
    return {**model_admin.admin_site.each_context(request), "title": title, "opts": model_admin.opts}


def user_column(field: str, label: str) -> Callable[[Model], str]:
    """A colleague's name without the link to their account, which only who looks after accounts may open."""

    @admin.display(description=label, ordering=field)
    def name(row: Model) -> str:
        return str(getattr(row, field) or "")

    name.__name__ = field
    return name


ODD_NAME = "Scrivi un nome: lettere, cifre brevi e spazi."


def name_for_the_trail(written: str) -> str:
    """Check the name of another program: it stands in the trail, which takes no number of a person.

    Raises ValidationError.
    """
    name = " ".join(written.split())
    if scrub(name) != name or not any(sign.isalpha() for sign in name):
        raise forms.ValidationError(ODD_NAME)
    return name


TONES = {"ok": "state ok", "busy": "state go", "warn": "state wait", "err": "state bad", "quiet": "state"}


def badge(label: str, tone: str = "quiet") -> SafeString:
    """A state as a dot and a word; `tone` (ok, busy, warn, err, quiet) says nothing that `label` does not."""
    return format_html('<span class="{}">{}</span>', TONES[tone], label)
