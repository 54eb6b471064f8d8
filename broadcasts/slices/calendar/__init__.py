"""The calendar: which messages left or will leave on which day. A page, and no table; README.md says more."""

NAME = "il calendario"
