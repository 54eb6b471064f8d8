"""The panels of slices on a page."""

from broadcasts.parts.panel import Panel, asked


def test_an_answer_that_raises_takes_its_own_panel_from_the_page_and_no_more():
    assert asked([lambda of: 1 / of, lambda of: None, lambda of: Panel("other.html")], 0) == [
        Panel("admin/broadcasts/campaign/no_panel.html"),
        Panel("other.html"),
    ]
