"""How somebody works on a page: with the mouse, or with the keyboard alone."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 150
"""Stops of the Tab key on a page: more, and something keeps the focus."""
HAS_FOCUS = "element => element === document.activeElement"
IS_CALLED = """name => {
    const here = document.activeElement;
    return [here.value, here.innerText?.trim(), here.name, here.ariaLabel].some(words => words?.startsWith?.(name));
}"""


SAVED = re.compile(r"^Salvato all(e (?!1:)|'(?=1:))\d{1,2}:\d\d$")
"""By day and by night: "alle 9:05", "all'1:05"."""


def see_it_saved(page: Page) -> None:
    """Wait until the page says when the draft saved itself."""
    expect(page.locator(".writing-saved")).to_have_text(SAVED)


def tab_to(page: Page, name: str) -> None:
    """Walk with the Tab key on to what is called so, or begins so: by its words, its value or its field's name."""
    page.keyboard.press("Tab")
    _walk(page, lambda: page.evaluate(IS_CALLED, name), name)


def _walk(page: Page, is_there: Callable[[], bool], where: object) -> None:
    for _ in range(MOST_STEPS):
        if is_there():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {where}")


class Mouse:
    """Clicks on what is to be pressed, and into the field that is to be filled."""

    def press(self, thing: Locator) -> None:
        thing.click()

    def fill(self, field: Locator, words: str) -> None:
        field.fill(words)

    def date(self, field: Locator, day: date) -> None:
        field.fill(f"{day}")

    def choose(self, field: Locator, words: str) -> None:
        field.select_option(label=words)


class Keyboard:
    """Walks with the Tab key."""

    def press(self, thing: Locator) -> None:
        self._reach(thing).press("Enter")

    def fill(self, field: Locator, words: str) -> None:
        keyboard = self._reach(field)
        keyboard.press("Control+a")
        keyboard.type(words)

    def date(self, field: Locator, day: date) -> None:
        self._reach(field).type(f"{day:%m%d%Y}")  # as this browser's own field asks for it

    def choose(self, field: Locator, words: str) -> None:
        self._reach(field).type(words)

    def _reach(self, thing: Locator):
        _walk(thing.page, lambda: thing.evaluate(HAS_FOCUS), thing)
        return thing.page.keyboard
