"""The row of actions of a page: one dark button, at most one pale, the rest in the menu "…" (admin/acts.html)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing to do: a link, or a form of one button that posts."""

    label: str
    address: str
    posts: bool = False
    """True for what changes something at the first click; a link leads to a page, or to a file."""
    fields: dict[str, str] = field(default_factory=dict)
    """The hidden fields that a form posts along, by name."""
    form: str = ""
    """The id of the form on the page that the button sends, where its fields stand elsewhere."""
    is_final: bool = False
    """True for what nobody can undo: red, and last in the menu."""
    icon: str = ""
    """The name of the sign before the label, of icons.svg."""
    css: str = ""
    """The class that a script looks for: "print"."""


@dataclass(frozen=True, kw_only=True)
class Acts:
    """The acts that a reader has here: `dark` is the next step, `pale` the other answer where there are two."""

    dark: Act | None = None
    pale: Act | None = None
    menu: tuple[Act, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dark or self.pale or self.menu)

    @property
    def folded(self) -> list[Act]:
        """The menu's entries, what nobody can undo last."""
        return sorted(self.menu, key=lambda act: act.is_final)
