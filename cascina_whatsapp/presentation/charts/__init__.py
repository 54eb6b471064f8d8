"""Charts as SVG that the server draws: pure functions, no script, no inline style, colours from the style sheet.

`line` and `stacked_bars` turn numbers into a `Chart`; `{% load charts %}{% chart it %}` puts it on a page, with a
title, a description, a legend and the same numbers as a table, for whoever cannot see it. A page that shows one
loads newsroom/report.css.
"""

from .drawing import Chart, Series, line, stacked_bars

__all__ = ["Chart", "Series", "line", "stacked_bars"]
