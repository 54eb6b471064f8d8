"""The price list of our market, as the office keeps it, and the category in which Meta bills a broadcast."""

from django.db.models import QuerySet

from broadcasts.content import custom_template
from broadcasts.models import Campaign, Price, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.pricing import CATEGORY_LABELS, PriceList, Rate
from cascina_whatsapp.presentation.once import once_a_page

MARKET = "IT"
"""Everybody is billed at the price of Italy: numbers of other countries are so few that nobody counts them apart."""


def in_force() -> QuerySet[Price]:
    """Select the rows of our market that count."""
    return Price.objects.filter(market=MARKET, waits=False)


@once_a_page
def price_list() -> PriceList:
    """The prices that count. One query a page."""
    fields = ("category", "amount", "valid_from", "free_each_month", "dollars_per_euro")
    return PriceList(Rate(**row) for row in in_force().order_by("pk").values(*fields))


@once_a_page
def categories() -> dict[str, str]:
    """Template → what Meta bills it as. One query a page."""
    rows = WhatsAppTemplate.objects.filter(language=standard_templates.LANGUAGE)
    return {name: category.lower() for name, category in rows.values_list("name", "category")}


def template_name(campaign: Campaign) -> str:
    """Name the template at Meta by which everybody outside their window gets the broadcast."""
    return custom_template.name_for(campaign)


def category_of(campaign: Campaign, decided: dict[str, str] | None = None) -> str:
    """Return the category in which Meta bills a broadcast's template: as Meta `decided`, or as we asked."""
    known = categories() if decided is None else decided
    category = known.get(template_name(campaign))
    return category if category in CATEGORY_LABELS else campaign.template_set.category.lower()
