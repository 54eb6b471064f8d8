"""A button of a broadcast: who may press it, when, and the one function that acts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from broadcasts.content import authorship
from broadcasts.models import Campaign

from .decision_form import DecisionForm

WRITE = "broadcasts.change_campaign"


@dataclass(frozen=True, kw_only=True)
class Button:
    """One decision. `act` takes the campaign, `by`, `now` and the form's answers."""

    name: str
    """The name in the page's address."""
    label: str
    permission: str
    states: Collection[str]
    act: Callable[..., Any]
    done: str | Callable[[Campaign, datetime], str]
    """The words once it is done, in Italian; "" where the page shows it."""
    explanation: str = ""
    """The sentence of its page; none of what one click does."""
    permission_if_urgent: str = ""
    """The permission needed beside `permission` on an urgent broadcast."""
    only_writers: bool = False
    """True where only who wrote part of the broadcast may press it."""
    also_writers: bool = False
    """True where who wrote part of the broadcast may press it, too, without the permission: it harms nothing."""
    writers_until_it_begins: bool = False
    """True where who wrote part of the broadcast may press it, too, as long as nothing has left."""
    form: type[DecisionForm] = DecisionForm
    leads: str = ""
    """The words that lead to its page, where it has two answers; the label otherwise."""
    is_final: bool = False
    """True for what nobody can undo."""
    is_at_once: bool = False
    """True where one click on the broadcast's page does it, since the next one undoes it: it has no page."""
    already: dict[str, str] = field(default_factory=dict)
    """The sentence, by state, where there is nothing to do any more, since somebody else was faster."""
    makes_sense: Callable[[Campaign], bool] = lambda campaign: True
    """Tells whether this broadcast needs the button at all, whatever its state."""
    objection: Callable[[Campaign, User], str] = lambda campaign, by: ""
    """The reason why this person can't do it to the broadcast as it is now, in Italian; "" where none is."""

    @property
    def words(self) -> str:
        """The words of the button on the broadcast's page."""
        return self.leads or self.label

    def permissions(self, campaign: Campaign) -> list[str]:
        """List the permissions that a person needs to press the button on this broadcast."""
        needed = [f"broadcasts.{self.permission}"]
        if self.permission_if_urgent and campaign.is_urgent:
            needed.append(f"broadcasts.{self.permission_if_urgent}")
        return needed

    def is_for(self, user: User, campaign: Campaign) -> bool:
        """Tell whether this person sees the button on this broadcast, as it is now."""
        return (
            campaign.status in self.states
            and self.may_press(user, campaign)
            and self.makes_sense(campaign)
            and not self.objection(campaign, user)
        )

    def done_in_words(self, campaign: Campaign, now: datetime) -> str:
        """Return the message that is shown once the button has acted."""
        return self.done if isinstance(self.done, str) else self.done(campaign, now)

    def may_press(self, user: User, campaign: Campaign) -> bool:
        """Tell whether this person may press the button at all: in a wrong state they are told, and no more
        happens.
        """
        is_open_to_writers = self.also_writers or (
            self.writers_until_it_begins and campaign.started_at is None
        )
        if is_open_to_writers and _writes(user, campaign):
            return True
        is_asked = not self.only_writers or _writes(user, campaign)
        return is_asked and user.has_perms(self.permissions(campaign))


def _writes(user: User, campaign: Campaign) -> bool:
    return bool(campaign.pk) and user.has_perm(WRITE) and user.pk in authorship.writers(campaign)
