"""`{% load lists %}`: a list of the admin as a calm table, its filters in one line above it.

Django makes columns, cells and choices; here they get what a telephone and a screen reader need, without a script.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time
from typing import Any
from urllib.parse import parse_qs

from django import template
from django.contrib.admin import ListFilter, ModelAdmin
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.db.models import DateField, ForeignKey, Model, TimeField
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from cascina_whatsapp.presentation.guide.empty import EMPTY
from cascina_whatsapp.presentation.guide.help import HEADINGS, LISTS_ADD

register = template.Library()
DJANGO_S = "admin/filter.html"
YES_OR_NO = re.compile(r'<img src="[^"]*icon-(yes|no|unknown)[^"]*" alt="[^"]*">')
"""The image by which Django draws a truth value: in red and green, and named in English."""
STYLED = {"field-number"}
"""The columns that newsroom.css knows by name; the others' cells don't repeat it row after row."""


@register.inclusion_tag("admin/add_button.html", takes_context=True)
def add_button(context: Context, icon: str = "") -> dict[str, str]:
    """The list's next step, for who may take it: "Nuova chiusura"; on an empty list it stands below its words."""
    changes: ChangeList = context["cl"]
    label = "" if _is_empty_list(changes) else _adding(changes)
    return {"address": _add_address(context) if label else "", "label": label, "icon": icon}


@register.inclusion_tag("admin/empty.html", takes_context=True)
def empty_list(context: Context) -> dict[str, str]:
    """Say what will be in an empty list, and the first step, for who may take it."""
    changes: ChangeList = context["cl"]
    empty = EMPTY[changes.opts.label_lower]
    if empty.page:
        address = reverse(f"admin:{empty.page}") if context["user"].has_perm(empty.permission) else ""
    else:
        address = _add_address(context) if empty.step else ""
    return {
        "words": empty.words,
        "address": address,
        "label": empty.step,
        "rest": "" if address else empty.rest,
    }


def _adding(changes: ChangeList) -> str:
    """The words of a list's button; "" where it has none."""
    name = f"{changes.opts.app_label}_{changes.opts.model_name}_add"
    return LISTS_ADD.get(name) or HEADINGS.get(name, "")


def _add_address(context: Context) -> str:
    """The address of the form to add, for who may; "" for others, or where there is none."""
    opts = context["cl"].opts
    if not context.get("has_add_permission"):
        return ""
    try:
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
    except NoReverseMatch:
        return ""


def _is_narrowed(changes: ChangeList) -> bool:
    """Tell whether a search, a filter or a link has left rows out."""
    return bool(changes.query) or any(value and name != ORDER_VAR for name, value in changes.params.items())


def _is_empty_list(changes: ChangeList) -> bool:
    """Tell whether a list has no row at all."""
    return not changes.result_count and not _is_narrowed(changes)


@register.inclusion_tag("admin/filters.html")
def filters(changes: ChangeList) -> dict[str, Any]:
    """The form above a list: a field to search, a choice for each filter, what else the address holds; none above
    an empty list.
    """
    fields = [_field(spec, changes) for spec in changes.filter_specs]
    own = {name for field in fields for name in field["own"] if not field.get("links")}
    kept = {name: value for name, value in changes.params.items() if name not in own | {SEARCH_VAR}}
    return {
        "cl": changes,
        "fields": fields,
        "kept": kept,
        "is_narrowed": _is_narrowed(changes),
        "is_shown": bool(fields or changes.search_fields) and not _is_empty_list(changes),
        "chosen": chosen(changes),
    }


@register.filter
def chosen(changes: ChangeList) -> int:
    """Count what narrows a list down: each filter in which something was chosen, and the words looked for."""
    asked = [spec.expected_parameters() for spec in changes.filter_specs]
    return sum(any(changes.params.get(name) for name in names if name) for names in asked) + bool(
        changes.query
    )


def _field(spec: ListFilter, changes: ChangeList) -> dict[str, Any]:
    """A choice where the filter has one parameter; links where it has several; its own template where it has one."""
    own = [name for name in spec.expected_parameters() if name]
    title = capfirst(str(spec.title))
    every = _every(spec, own, changes)
    if spec.template != DJANGO_S:
        return {"template": spec.template, "spec": spec, "own": own, "choices": list(spec.choices(changes))}
    choices = list(spec.choices(changes))
    options = [
        (_asked(str(choice["query_string"]), own), choice["display"], choice["selected"])
        for choice in choices
    ]
    # Rows without a value, which nobody looks for.
    options = [one for one in options if one[2] or not any(name.endswith("__isnull") for name in one[0])]
    names = {name for asked, _, _ in options for name in asked}
    if len(names) > 1:
        chosen = next((choice["display"] for choice in choices[1:] if choice["selected"]), every)
        return {"title": title, "own": own, "links": choices, "chosen": chosen}
    name = next(iter(names), own[0] if own else "")
    shown = [
        ("".join(asked.values()), every if not asked else display, selected)
        for asked, display, selected in options
    ]
    return {"title": title, "own": own, "name": name, "options": shown}


def _every(spec: ListFilter, own: list[str], changes: ChangeList) -> str:
    """Say what a filter shows while it leaves nothing out: the list's words (`unfiltered`), or "Ogni stato"."""
    words: dict[str, str] = getattr(changes.model_admin, "unfiltered", {})
    return words.get(own[0].partition("__")[0] if own else "", f"Ogni {spec.title}")


def _asked(query: str, own: list[str]) -> dict[str, str]:
    """Return those parameters in the address of a choice that its own filter reads, with their values."""
    asked = parse_qs(query.removeprefix("?"), keep_blank_values=True)
    return {name: values[-1] for name, values in asked.items() if name in own}


@register.inclusion_tag("admin/result_rows.html", takes_context=True)
def result_rows(context: Context, changes: ChangeList) -> dict[str, Any]:
    """The table. A cell knows the name of its column: on a telephone, where each row is a block, it says it."""
    headers = list(result_headers(changes))
    columns = list(zip(changes.list_display, headers, strict=True))
    rows = [
        [_cell(row, column, header, changes) for column, header in columns] for row in changes.result_list
    ]
    of_reader = {name: context.get(name) for name in ("user", "has_add_permission")}
    return {
        "cl": changes,
        "headers": headers,
        "rows": rows,
        "is_narrowed": _is_narrowed(changes),
        **of_reader,
    }


@register.filter
def plainly(shown: str) -> SafeString:
    """Show a value as Django does, with "sì" for yes and nothing for no, which is how most things are."""
    words = YES_OR_NO.sub(lambda drawn: "sì" if drawn[1] == "yes" else "", conditional_escape(shown))
    return mark_safe(words)  # noqa: S308  (escaped above)


@register.filter
def page_numbers(changes: ChangeList) -> Iterator[int | str]:
    """The pages of a list that lead on from here: the first, the last, those beside this one, and dots between."""
    numbers: Iterator[int | str] = changes.paginator.get_elided_page_range(changes.page_num)
    return numbers


def _cell(row: Model, column: Any, header: dict[str, Any], changes: ChangeList) -> SafeString:
    """One cell: the heading of its row, which leads to the row's page, or a value with the name of its column."""
    shown, is_short = _shown(row, column, changes.model_admin)
    name = f"field-{getattr(column, '__name__', column)}"
    if column in (changes.list_display_links or ()):
        with suppress(NoReverseMatch):
            shown = format_html('<a href="{}">{}</a>', _address(row, changes), shown)
        classes = f"{name} nowrap" if is_short else name
        return format_html('<th class="{}" role="rowheader" scope="row">{}</th>', classes, shown)
    styled = "nowrap" if is_short else name if name in STYLED else ""
    own = format_html(' class="{}"', styled) if styled else SafeString()
    if column == "action_checkbox":
        shown = format_html("<label>{}</label>", shown)
    elif shown:
        own += format_html(' data-heading="{}"', capfirst(str(header["text"])))
    return format_html('<td role="cell"{}>{}</td>', own, shown)


def _address(row: Model, changes: ChangeList) -> str:
    """The row's page, from which one comes back to the list as it is now."""
    kept: dict[str, Any] = {"preserved_filters": changes.preserved_filters, "opts": changes.opts}
    return str(add_preserved_filters(kept, changes.url_for_result(row)))


def _shown(row: Model, column: Any, model_admin: "ModelAdmin[Any]") -> tuple[SafeString, bool]:
    """Return what a list shows of a row in one column, and whether that stays on one line."""
    field, method, value = lookup_field(column, row, model_admin)
    if field is None or field.auto_created:
        drawn = display_for_value(value, "", getattr(method, "boolean", False))
        return plainly(drawn), isinstance(value, (date, time))
    if isinstance(field, ForeignKey):
        related = getattr(row, field.name)
        return conditional_escape("" if related is None else related), True
    drawn = display_for_field(value, field, "")
    return plainly(drawn), isinstance(field, (DateField, TimeField))
