"""How long the simulated API takes: any time between two, or mostly quick with a long tail."""

from statistics import quantiles

from tests.box.simulator.settings import Settings


def hundredths(**settings) -> list[float]:
    """The limits between each hundredth of many answers, quickest first."""
    settings = Settings().changed(settings)
    return quantiles((settings.draw_latency() for _ in range(20_000)), n=100)


def test_even_means_any_time_between_the_two():
    found = hundredths(latency_ms=[100, 400])
    assert 100 <= found[0] <= 110
    assert 235 <= found[49] <= 265
    assert 390 <= found[98] <= 400


def test_a_long_tail_is_quick_in_the_middle_and_slow_at_the_end():
    found = hundredths(latency_ms=[100, 400], latency_shape="long_tail")
    assert 95 <= found[49] <= 105
    assert 350 <= found[98] <= 450


def test_one_time_alone_has_no_tail():
    assert set(hundredths(latency_ms=[250, 250], latency_shape="long_tail")) == {250}
