"""The standing of a message for its reader: one word on every page, and the moment and person that count in it."""

from functools import cached_property

from broadcasts.content.authorship import writers
from broadcasts.launching.departure import Departure
from broadcasts.models import CampaignEvent
from broadcasts.models.office import hours_of
from broadcasts.reporting.display_status import AMENDED, BEFORE, DOTS, URGENT, WORDS, Standing, standing_of
from broadcasts.reporting.progress import Progress
from broadcasts.rules import start_window
from broadcasts.rules.forecast import Forecast
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.steps.notifications import approvers_of
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, names
from cascina_whatsapp.presentation.formatting import dates
from cascina_whatsapp.presentation.formatting.dates import when

from .story import Story

C, S, Step = CampaignStatus, Standing, CampaignEvent.Step
CLERKS = "chi approva"


class Stand(Story):
    """The state of one message, as each page, list and figure tells it."""

    @cached_property
    def standing(self) -> Standing:
        """Tell how it stands for its reader. What was withdrawn is that for everybody."""
        found = standing_of(self.campaign, self.events)
        if found == S.WITHDRAWN:
            return found
        return self.among.standings.get(self.campaign.pk) or self._standing_beside_status() or found

    def _standing_beside_status(self) -> Standing | None:
        """Tell what reader, clock, steps and WhatsApp make of its status; None where they make nothing of it."""
        campaign = self.campaign
        match campaign.status:
            case C.DRAFT if self.sent_back:
                return S.SENT_BACK
            case C.IN_REVIEW if self.approves:
                return S.TO_APPROVE
            case C.APPROVED if campaign.pk in self.among.in_their_minute:
                return S.LEAVING
            case C.SENDING if self.progress.held:
                return S.HELD
            case C.PAUSED if campaign.started_at is None:
                return S.LATE
        return None

    @cached_property
    def approves(self) -> bool:
        """Tell whether its approval was asked for, and its reader may approve it."""
        return self.campaign.pk in self.among.to_approve

    @property
    def badge(self) -> tuple[str, str]:
        """The word of its state and the tone of its badge; who may approve an urgent one reads that first."""
        is_urgent = self.standing == S.TO_APPROVE and self.campaign.is_urgent
        return URGENT if is_urgent else WORDS[self.standing]

    @property
    def state(self) -> str:
        return self.badge[0]

    @property
    def state_then(self) -> str:
        """The same with the moment at which something was said of it: "Corretto alle 18:10"."""
        step = self.amended if self.standing in AMENDED.values() else None
        return f"{self.state} {dates.at_moment(step.at, self.now)}" if step else self.state

    @cached_property
    def amended(self) -> CampaignEvent | None:
        """The step by which it was corrected or withdrawn last."""
        return self._last(*AMENDED)

    @property
    def tone(self) -> str:
        return self.badge[1]

    @property
    def dot(self) -> str:
        """The class of the dot before the state."""
        return DOTS[self.tone]

    @property
    def is_before(self) -> bool:
        """Tell whether nothing has left."""
        return self.standing in BEFORE

    @property
    def is_withdrawn(self) -> bool:
        return self.standing == S.WITHDRAWN

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more leaves."""
        return self.campaign.status in CAMPAIGN_OVER

    @property
    def is_gone(self) -> bool:
        """Tell whether it is over, or was withdrawn: nothing of it is to leave."""
        return self.is_over or self.is_withdrawn

    @cached_property
    def since(self) -> str:
        """The words beside the state: the moment and the person that count in it; "" where it needs none."""
        return self._since_before() if self.is_before else self._since_it_left()

    def _since_before(self) -> str:
        campaign, asked = self.campaign, self.asked
        approved = f"approvato {self._by(campaign.approved_by)}" if campaign.approved_by else ""
        match self.standing:
            case S.DRAFT:
                return f"{self._author('di {}, ')}toccata {self.touched}"
            case S.SENT_BACK if step := self._last(Step.SENT_BACK):
                by = self._by(step.by) if step.by else "da WhatsApp"
                return f"{by}{self._author(' a {}')}, {when(step.at, self.now)}"
            case S.ASKED if asked:
                to = "ad" if self.approvers[0] in "Aa" else "a"
                return f"chiesta {to} {self.approvers} {when(asked.at, self.now)}"
            case S.TO_APPROVE if asked and asked.by:
                who = "lo chiedi tu" if asked.by == self.reader else f"lo chiede {display_name(asked.by)}"
                return f"{who}, {when(asked.at, self.now)}"
            case S.TO_AUTHORISE | S.LEAVING if approved and campaign.approved_at:
                return f"{approved} {when(campaign.approved_at, self.now)}"
            case S.SCHEDULED:
                return ", ".join(filter(None, [self.departure.in_words, approved]))
            case S.LATE:
                return self._decided(Step.PAUSED)
        return ""

    def _since_it_left(self) -> str:
        match self.standing:
            case S.SENDING | S.HELD:
                return self._going
            case S.STOPPED:
                return self._decided(Step.PAUSED)
            case S.KEPT:
                return self._decided(Step.SUSPENDED).removeprefix("dal sistema ")
            case S.CANCELLED:
                return self._decided(Step.CANCELLED)
            case S.WITHDRAWN | S.CORRECTED if self.amended:
                return self._by(self.amended.by)
        return self._span

    @property
    def _span(self) -> str:
        begun, over = self.campaign.started_at, self.campaign.finished_at
        if begun is None:
            return ""
        if (
            over is None
            or dates.day_of(begun) != dates.day_of(over)
            or dates.clock(begun) == dates.clock(over)
        ):
            return when(begun, self.now)
        return f"{dates.brief_day(begun, self.now)} d{dates.at_clock(begun)} {dates.at_clock(over)}"

    @cached_property
    def departure(self) -> Departure:
        return Departure(self.campaign, self.now, among=self.among.campaigns)

    @property
    def _going(self) -> str:
        begun, held = self.campaign.started_at, self.progress.held
        since = dates.from_moment(begun, self.now) if begun else ""
        if held:
            return f"{since}, {held} {'trattenuto' if held == 1 else 'trattenuti'} da WhatsApp"
        return ", ".join(filter(None, [since, self.goes_on]))

    @property
    def forecast(self) -> Forecast | None:
        return self.among.forecasts.get(self.campaign.pk)

    @property
    def goes_on(self) -> str:
        """Say of a message on its way when it resumes, where the office has closed meanwhile, or when it is over."""
        hours = hours_of(self.campaign)
        opens = hours.next_opening(self.now) if hours else None
        if opens and opens > self.now:
            return f"riprende {dates.in_a_sentence(opens, self.now)}"
        ends = self.forecast.ends if self.forecast else None
        return start_window.end_in_words(self.now, ends, self.now, soon="fra pochi minuti")

    def _author(self, words: str) -> str:
        author = self.campaign.author
        return words.format(display_name(author)) if author and author != self.reader else ""

    def _decided(self, what: str) -> str:
        step = self._last(what)
        return f"{self._by(step.by)} {when(step.at, self.now)}" if step else ""

    @cached_property
    def approvers(self) -> str:
        """Name who may approve it: "Aldo Bianchi o Carla Verdi"; "chi approva" where nobody may."""
        return names(approvers_of(self.campaign, writers(self.campaign)), CLERKS)

    @cached_property
    def asked(self) -> CampaignEvent | None:
        """The step by which somebody asked for its approval last."""
        return self._last(Step.REVIEW_ASKED)

    @property
    def touched(self) -> str:
        """The moment at which somebody wrote on it last."""
        return when(self.campaign.changed_at or self.campaign.created_at, self.now)

    @property
    def progress(self) -> Progress:
        return self.among.progress[self.campaign.pk]
