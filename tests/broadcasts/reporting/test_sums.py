"""The parts that a page shows add up to the whole beside them, whatever became of a message."""

import re

from hypothesis import given
from hypothesis import strategies as st

from broadcasts.reporting import recipient_breakdown, sentences
from broadcasts.reporting.recipient_breakdown import Progress
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.slices.costs.amounts import amount, total
from broadcasts.slices.costs.pricing import NOTHING
from cascina_whatsapp.presentation.formatting.currencies import Exchange

PEOPLE = st.integers(11, 5000)
COUNTS = st.dictionaries(st.sampled_from(list(D)), PEOPLE, min_size=1).map(Progress)
DOLLARS = st.lists(st.decimals(0, 900, places=4), max_size=9)
RATES = st.none() | st.decimals("0.2", 5, places=4).map(Exchange)
COUNTED = re.compile(
    r"(?:Arrivato a |tutte le |Trattenuto da WhatsApp: |conferma: |in arrivo: |se è arrivato: )(\d[\d.]*\d)"
    r"|(\d[\d.]*\d) persone non l'hanno ricevuto"
)
"""Where a sentence counts people; who has read it is counted already."""


@given(COUNTS)
def test_each_person_is_in_one_part_of_the_bars_and_in_one_count_of_the_sentence(so_far):
    assert sum(part["people"] for part in recipient_breakdown.parts(so_far)) == so_far.total
    assert so_far.done + so_far.waiting == so_far.total
    said = sentences.sentence(C.SENT, so_far)
    counted = [int((one or other).replace(".", "")) for one, other in COUNTED.findall(said)]
    assert sum(counted) == so_far.total or so_far.missing == so_far.total, said


@given(DOLLARS, RATES)
def test_a_month_is_the_sum_of_its_rows_cent_by_cent(dollars, rate):
    rows = [amount(one, rate) for one in dollars]
    assert total(rows, rate).cents == sum((row.cents for row in rows), NOTHING)
