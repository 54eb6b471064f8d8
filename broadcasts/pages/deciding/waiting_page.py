"""The page of a message that waits for somebody else: asked for, sent back, or another's draft."""

from functools import cached_property

from broadcasts.pages.parts.buttons import WITHDRAW
from broadcasts.pages.parts.message_page import MessagePage
from broadcasts.reporting.display_status import Standing as S
from broadcasts.steps.notifications import page_of
from cascina_whatsapp.accounts.staff_notices.pages import has_read


class Wait(MessagePage):
    """A message, and what this reader may do meanwhile."""

    template = "admin/broadcasts/campaign/waiting.html"
    stage = "wait"

    @property
    def whose(self) -> str:
        """The heading of the note with which it was sent back."""
        by = self.sent_back.by if self.sent_back else None
        if by is None:
            return "Perché è tornato"
        return "La tua nota" if by == self.reader else f"La nota di {self.sent_back_by}"

    @cached_property
    def sentence(self) -> str:
        """Say what happens meanwhile, and what one can do."""
        if self.standing == S.ASKED:
            can_withdraw = WITHDRAW.is_for(self.reader, self.campaign)
            wrong = (
                " Se hai visto un errore, riprendilo: torna subito fra le tue bozze." if can_withdraw else ""
            )
            return f"Aspetta che lo approvi {self.approvers}: intanto nessuno lo può cambiare.{wrong}"
        author = self.campaign.author
        if self.standing == S.SENT_BACK and author:
            name = author.first_name or author.username
            is_read = self.sent_back and self.sent_back.by and has_read(author.pk, page_of(self.campaign))
            again = f"Quando {name} chiede di nuovo l'approvazione lo ritrovi su Inizio"
            read = f"{name} l'ha già letta. " if is_read else ""
            return f"{read}{again}, con le parole cambiate in evidenza."
        return self.origin
