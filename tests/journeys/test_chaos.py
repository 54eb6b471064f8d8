"""Everything that can die dies, at random points of a broadcast to thousands, while the telephone network stumbles.

The seed is the test's name: the same seed does the same things after as many messages.
"""

import math
import os

import pytest

from .chaos import Size, Story
from .installation import ON_SERVERS

AT_LEAST = 5 if ON_SERVERS else 2
ODD = {"9001": 20, "9003": 20, "9004": 20, "9005": 60, "9006": 10, "9008": 20}
PROCESSES = {"WHATSAPP_SENDERS": "8", "WORKER_PROCESSES": "5"}
"""More senders than the rate needs: the more may be in the way of each other."""
CITY = (
    Size(5000, 250, deaths=8, crowd=1000, odd=ODD, processes=PROCESSES)
    if ON_SERVERS
    else Size(1500, 100, deaths=8, crowd=1000, odd=ODD, processes=PROCESSES)
)
VILLAGE = Size(
    400,
    80,
    deaths=3,
    crowd=100,
    odd={"9001": 3, "9005": 6},
    processes={"WHATSAPP_SENDERS": "2", "WORKER_PROCESSES": "4"},
)
SEEDS = range(max(AT_LEAST, math.ceil(int(os.environ.get("KILLS") or 0) / CITY.deaths)))
"""A broadcast each. KILLS asks for more than a version is tried with: `make chaos KILLS=1000`."""


@pytest.fixture
def ordinary_day():
    """These journeys have a town, and days, of their own."""


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    with CITY.installed(tmp_path_factory.mktemp("chaos")) as installation:
        yield installation


@pytest.mark.chaos
@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_gets_one_message_whatever_dies(city, seed):
    """Eight deaths, lost answers, receipts reversed and repeated, a closing time, people who leave, a large post."""
    Story(city, CITY, seed).is_told()


def test_everybody_gets_one_message_although_three_die(tmp_path):
    """The same, short, for every change."""
    with VILLAGE.installed(tmp_path) as installation:
        Story(installation, VILLAGE, 1).is_told()
