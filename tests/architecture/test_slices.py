"""A slice is read alone: it knows what lies below it, and nothing knows it but the two tables that name it."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from broadcasts.apps import SLICES
from cascina_whatsapp.presentation import menu

from .taking_away import BASE
from .test_sizes import IMPORTS, ROOTS, cycle

HOOKS = ("broadcasts.hooks", "broadcasts.pages.hooks")
"""Who answers the engine, and who answers the pages: the two files that name slices."""
ABOVE_ANSWERS = ("broadcasts.launching", "broadcasts.sending")
"""Rooms that ask the slices: what answers them may not ask them in turn; a slice's pages and ticks may."""
README_AT_MOST = 120
"""Words."""


def within(module: str, *packages: str) -> str:
    """The first of these packages that a module is, or lies in; "" where it is none of theirs."""
    return next((one for one in packages if f"{module}.".startswith(f"{one}.")), "")


FROM_SLICES = [(here, there) for here, there in IMPORTS if within(here, *SLICES)]


def told(imports: list[tuple[str, str]]) -> list[str]:
    return sorted(f"{here} → {there}" for here, there in imports)


def test_only_the_two_tables_and_django_s_list_import_a_slice():
    """Django's list names them by their names alone."""
    outside = [
        (here, there)
        for here, there in IMPORTS
        if (slice := within(there, *SLICES)) and here not in HOOKS and not within(here, slice)
    ]
    assert told(outside) == []


@pytest.mark.parametrize("above", ["broadcasts.pages", "broadcasts.hooks"])
def test_a_slice_knows_neither_the_pages_nor_the_tables(above):
    assert told([(here, there) for here, there in FROM_SLICES if within(there, above)]) == []


def test_answers_do_not_import_who_asks():
    answers = [(here, there) for here, there in FROM_SLICES if here.endswith(".answers")]
    engine = [(here, there) for here, there in answers if ".pages." not in here]
    assert told([(here, there) for here, there in engine if within(there, *ABOVE_ANSWERS)]) == []


def room_of(module: str) -> str:
    """The slice that a module is of, or the room."""
    return within(module, *SLICES) or ".".join(module.split(".")[:2])


def test_no_capabilities_import_each_other():
    """Rooms of all three packages and slices, whatever layer they lie in; who answers what is left out."""
    rooms: dict[str, set[str]] = {}
    for here, there in IMPORTS:
        if here not in HOOKS:
            room, other = (room_of(module) for module in (here, there))
            if room != other and other not in ROOTS:
                rooms.setdefault(room, set()).add(other)
    assert cycle(rooms) == []


@pytest.mark.parametrize("name", SLICES)
def test_a_slice_says_on_a_small_page_what_it_is_for(name):
    words = (BASE.joinpath(*name.split("."), "README.md")).read_text(encoding="utf-8").split()
    assert len(words) <= README_AT_MOST
    assert import_module(name).NAME  # where it can't be shown, a page says so


def test_the_menu_names_no_slice():
    """What a slice adds to it, the slice brings along (`LINKS` of the pages' table)."""
    models = [model._meta.label_lower for model in apps.get_models() if within(model.__module__, *SLICES)]
    written = Path(menu.__file__).read_text(encoding="utf-8")
    assert [model for model in models if f'"{model}"' in written] == []
