# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`{% load charts %}`: a chart on a page, and numbers as Italians write them."""

from typing import Any

from django import template
from django.template.defaultfilters import stringfilter

from cascina_whatsapp.presentation.charts import Chart
from cascina_whatsapp.presentation.formatting.numbers import grouped, unbroken, with_figures

register = template.Library()
register.filter("grouped", grouped)
register.filter("unbroken", stringfilter(unbroken), is_safe=True)
register.filter("with_figures", stringfilter(with_figures))


@register.inclusion_tag("charts/chart.html")
def chart(it: Chart, empty: str = "Ancora nessun dato.") -> dict[str, Any]:
    """Draw a chart, its legend and its numbers as a table; `empty` is said where there is nothing to draw."""
    return {"chart": it, "empty": empty}
