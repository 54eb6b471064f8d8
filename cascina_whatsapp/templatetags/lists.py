# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`{% load lists %}`: a list of the admin as a calm table, its filters in one line above it.

Django makes columns, cells and choices; here they get what a telephone and a screen reader need, without a script.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from django import template
from django.contrib.admin import ListFilter
from django.contrib.admin.templatetags.admin_list import result_headers, results
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from cascina_whatsapp.guide.headings import HEADINGS, LISTS_ADD

register = template.Library()
DJANGO_S = "admin/filter.html"
YES_OR_NO = re.compile(r'<img src="[^"]*icon-(yes|no|unknown)[^"]*" alt="[^"]*">')
"""The image by which Django draws a truth value: in red and green, and named in English."""
CELL = re.compile(r'<(?P<tag>t[dh])(?: class="(?P<classes>[^"]*)")?>(?P<shown>.*)</t[dh]>', re.DOTALL)
FOR_DJANGO_S_SCRIPT = ' class="action-select"'
STYLED = {"nowrap", "field-number"}
"""The classes of a cell that newsroom.css knows; Django's class for each column is left out, row after row."""
STATE, EMPTY = 'class="state', "&nbsp;"
"""The beginning of a state, see components.badge; and what Django puts where there is nothing."""


@register.simple_tag(takes_context=True)
def add_button(context: Context) -> SafeString:
    """The list's next step, for who may take it: "Nuova chiusura"; nothing for others."""
    opts = context["cl"].opts
    name = f"{opts.app_label}_{opts.model_name}_add"
    label = LISTS_ADD.get(name) or HEADINGS.get(name)
    if not context.get("has_add_permission") or not label:
        return SafeString()
    try:
        address = reverse(f"admin:{name}")
    except NoReverseMatch:
        return SafeString()
    return format_html('<li><a class="button main addlink" href="{}">{}</a></li>', address, label)


@register.inclusion_tag("admin/filters.html")
def filters(changes: ChangeList) -> dict[str, Any]:
    """The form above a list: a field to search, a choice for each filter, and what else the address holds."""
    fields = [_field(spec, changes) for spec in changes.filter_specs]
    own = {name for field in fields for name in field["own"] if not field.get("links")}
    kept = {name: value for name, value in changes.params.items() if name not in own | {SEARCH_VAR}}
    is_narrowed = bool(changes.query) or any(name != ORDER_VAR for name in changes.params)
    return {"cl": changes, "fields": fields, "kept": kept, "is_narrowed": is_narrowed}


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
    options = [option for option in options if option[2] or not any(map(_is_empty, option[0]))]
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


def _is_empty(name: str) -> bool:
    """Tell whether a parameter asks for rows without a value, which nobody looks for."""
    return name.endswith("__isnull")


def _asked(query: str, own: list[str]) -> dict[str, str]:
    """Return those parameters in the address of a choice that its own filter reads, with their values."""
    asked = parse_qs(query.removeprefix("?"), keep_blank_values=True)
    return {name: values[-1] for name, values in asked.items() if name in own}


@register.inclusion_tag("admin/result_rows.html")
def result_rows(changes: ChangeList) -> dict[str, Any]:
    """The table. A cell knows the name of its column: on a telephone, where each row is a block, it says it."""
    headers = list(result_headers(changes))
    rows = [list(_cells(row, headers)) for row in results(changes)]
    return {"cl": changes, "headers": headers, "rows": rows}


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


def _cells(row: list[SafeString], headers: list[dict[str, Any]]) -> Iterator[SafeString]:
    for cell, header in zip(row, headers, strict=True):
        heading = "" if header["text"].startswith("<") else capfirst(str(header["text"]))
        yield _cell(cell, heading)


def _cell(cell: SafeString, heading: str) -> SafeString:
    """Draw Django's cell, with its column's name, and without what no style or script asks for.

    On a telephone nothing stands before an empty cell or a state, so they need not know their column.
    """
    drawn = CELL.fullmatch(cell)
    if drawn is None:
        raise ValueError("Django draws a cell of a list otherwise than as td or th")
    shown = plainly(mark_safe(drawn["shown"].replace(FOR_DJANGO_S_SCRIPT, "")))  # noqa: S308  (escaped above)
    classes = (drawn["classes"] or "").split()
    if drawn["tag"] == "th":
        return format_html('<th class="{}" role="rowheader" scope="row">{}</th>', " ".join(classes), shown)
    styled = " ".join(name for name in classes if name in STYLED)
    own = format_html(' class="{}"', styled) if styled else SafeString()
    if heading and shown not in ("", EMPTY) and STATE not in shown:
        own += format_html(' data-heading="{}"', heading)
    return format_html('<td role="cell"{}>{}</td>', own, shown)
