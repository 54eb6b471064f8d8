"""`{% load charts %}`: a chart on a page, and numbers as Italians write them."""

import re
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cascina_whatsapp.presentation.charts import Chart
from cascina_whatsapp.presentation.formatting.numbers import grouped, unbroken

register = template.Library()
register.filter("grouped", grouped)
register.filter("unbroken", stringfilter(unbroken), is_safe=True)

FIGURES = re.compile(
    r"^[\d.]+ arrivat[oi], [\d.]+ \w+\."
    r"|(?<![\d.])[\d.]+ (?:persona l&#x27;ha|l&#x27;hanno) ricevuto"
    r"|(?<![\d.])[\d.]+ person[ae] su [\d.]*\d"
    r"|(?<=letto da )[\d.]+: (?:il |l&#x27;|lo )\d+\s%"
    r"|(?<![\d.,])[\d.,]+\s€"
)
"""The figures of a result that one looks for: how many of how many, how many have read it, what it cost."""


@register.filter
@stringfilter
def with_figures(text: str) -> SafeString:
    """Write a result as HTML, its figures in bold: "Arrivato a 438 persone su 441"."""
    return mark_safe(FIGURES.sub(r"<strong>\g<0></strong>", escape(unbroken(text))))  # noqa: S308 - escaped


@register.inclusion_tag("charts/chart.html")
def chart(it: Chart, empty: str = "Ancora nessun dato.") -> dict[str, Any]:
    """Draw a chart, its legend and its numbers as a table; `empty` is said where there is nothing to draw."""
    return {"chart": it, "empty": empty}
