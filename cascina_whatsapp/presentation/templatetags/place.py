"""`{% load place %}`: where one is in the admin, and what one can do there."""

from typing import Any

from django import template
from django.db.models import Model
from django.db.models.options import Options
from django.template import Context
from django.utils.text import capfirst

from cascina_whatsapp.presentation.components import badge
from cascina_whatsapp.presentation.guide import chapters
from cascina_whatsapp.presentation.guide.help import HEADINGS, Help, help_for
from cascina_whatsapp.presentation.menu import Section, entries, is_rare, linked

register = template.Library()
SEPARATOR = " · "
register.simple_tag(badge)


@register.simple_tag(takes_context=True)
def heading(context: Context) -> str:
    """The page's own heading: ours where there is one, the thing's name on its own page, then what Django says."""
    if context.get("adminform") and context.get("original"):
        return capfirst(str(context["original"]))
    return HEADINGS.get(_page(context)) or str(_list_name(context) or capfirst(context.get("title")) or "")


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> str:
    """Write the title from the most special to the whole: "Via Roma chiusa · Modifica messaggio · Messaggi · …"."""
    thing = context.get("original") or context.get("object")
    opts = context.get("opts")
    parts = [
        heading(context) if not context.get("adminform") or not thing else "",
        context.get("subtitle"),
        thing,
        capfirst(context.get("title")) if context.get("adminform") and thing else "",
        opts and capfirst(opts.verbose_name_plural),
        "Cascina WhatsApp",
    ]
    return SEPARATOR.join(dict.fromkeys(str(part) for part in parts if part))


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[dict[str, Any]]:
    """The entries of the menu that the reader may use; which of them one is in."""
    return entries(context["request"].user, _page(context), context.get("slice_links") or ())


@register.simple_tag(takes_context=True)
def links(context: Context, place: str) -> list[Section]:
    """The ways to pages of slices that stand at this place, as far as the reader may go them."""
    return linked(context["request"].user, place, context.get("slice_links") or ())


@register.simple_tag(takes_context=True)
def lies_in_settings(context: Context, opts: "Options[Model]") -> bool:
    """Tell whether the page *Impostazioni* alone leads the reader to the pages of this model."""
    name, links = f"{opts.app_label}_{opts.model_name}_", context.get("slice_links") or ()
    return is_rare(context["request"].user, name, links)


@register.inclusion_tag("admin/guide/how.html", takes_context=True)
def how(context: Context) -> dict[str, Any]:
    """Show what one can do on this page, in a clerk's words, and where the guide says more.

    A page that shows things in several states says by `help_page` which help belongs to this one.
    """
    found: Help | None = (
        help_for(context.get("help_page") or _page(context)) if context.get("has_permission") else None
    )
    if found is None:
        return {}
    return {
        "help": found,
        "address": chapters.address(found.chapter, found.part),
        "chapter": chapters.CHAPTERS[found.chapter],
    }


def _page(context: Context) -> str:
    """The name of the page's address: "broadcasts_campaign_add"."""
    match = getattr(context.get("request"), "resolver_match", None)
    return (match and match.url_name) or ""


def _list_name(context: Context) -> str:
    changes = context.get("cl")
    if changes is None or context.get("title") != changes.title:  # no list, or one that has a name of its own
        return ""
    return str(capfirst(changes.opts.verbose_name_plural))
