"""The price list of our market, as the office keeps it. In dollars, as Meta bills."""

from broadcasts.models import Price
from broadcasts.rules.pricing import PriceList, Rate

MARKET = "IT"


def price_list() -> PriceList:
    """The rows of our market that count. One query: keep it for as long as a page."""
    rows = Price.objects.filter(market=MARKET, waits=False).order_by("pk")
    fields = ("category", "amount", "valid_from", "free_each_month")
    return PriceList(Rate(**row) for row in rows.values(*fields))
