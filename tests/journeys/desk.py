"""The newsroom at work in the admin: write, launch, pause. Over HTTP, with a form's fields."""

from broadcasts.models import Campaign
from broadcasts.sending.account.samples import sample
from cascina_whatsapp.staff_site.addresses import ITALIAN
from subscribers.models import Topic

from .citizens import Clerk
from .stack import Stack

PASSWORD = "cascina-journeys-2026"
HIRE = f"""
from django.contrib.auth.models import Group, User
AUTHORISES = "Autorizzatore elettorale"
STAFF = {{"rita": "Redattore", "aldo": "Approvatore", "rosa": "Revisore", "vera": "RPD"}}
for name, group in (STAFF | {{"silvia": AUTHORISES, "simona": AUTHORISES}}).items():
    if not User.objects.filter(username=name).exists():
        user = User.objects.create_user(name, is_staff=True)
        user.set_password({PASSWORD!r})
        user.save()
        user.groups.add(Group.objects.get(name=group))
"""
LIST = "/admin/messaggi/"


class Desk:
    """An editor, an approver and an auditor, each at a browser."""

    def __init__(self, stack: Stack):
        self.stack = stack
        stack.manage("shell", "--verbosity=0", "--command", HIRE)
        self.editor = Clerk(stack, "rita", PASSWORD)
        self.approver = Clerk(stack, "aldo", PASSWORD)
        self.auditor = Clerk(stack, "rosa", PASSWORD)

    def write(self, title: str, *, kind: str = "text", **more: str) -> int:
        """The editor writes a broadcast and saves it; its number."""
        page = self.editor.open(f"{LIST}aggiungi/")
        files = {"attachment": _upload(kind)} if kind != "text" else None
        fields = {
            "title": title,
            "topics": Topic.objects.using("journeys").get(name="Servizi e scadenze").pk,
            "body": "Domani l'ufficio Anagrafe apre alle 10.",
            "link": "https://www.comune.cascina.pi.it/avvisi/anagrafe",
            "where": "whatsapp",
            "urgent_reason": "",
            "picture_text": "La porta dell'ufficio Anagrafe" if kind == "image" else "",
            "scheduled_for_0": "",
            "scheduled_for_1": "",
            **more,
        }
        answer = self.editor.send(f"{LIST}aggiungi/", page, files=files, **fields)
        found = Campaign.objects.using("journeys").filter(title=title).first()
        assert found, f"it was not saved: {answer.text[:3000]}"
        return found.pk

    def launch(self, number: int) -> None:
        """The editor asks for it, where nobody has yet; the approver approves and starts it."""
        if self.status(number) == "draft":
            self.press(number, "ask-review", by=self.editor)
        self.press(number, "launch")

    def press(self, number: int, action: str, *, by: Clerk | None = None, **fields: str) -> str:
        """The approver, or whoever else, presses one of the buttons, and confirms; the page that they read then."""
        path, clerk = f"{LIST}{number}/{ITALIAN[action]}/", by or self.approver
        page = clerk.open(path)
        answer = clerk.send(path, page, **fields)
        assert answer.ok, answer.status_code
        return answer.text

    def broadcast(self, title: str, *, kind: str = "text", **more: str) -> int:
        """Write and launch; its number."""
        number = self.write(title, kind=kind, **more)
        self.launch(number)
        return number

    def status(self, number: int) -> str:
        """The state, as the rows have it."""
        return Campaign.objects.using("journeys").get(pk=number).status

    def until(self, number: int, status: str) -> None:
        """Wait for a state."""
        self.stack.until(lambda: self.status(number) == status)


def _upload(kind: str) -> tuple[str, bytes, str]:
    content, name, mime_type = sample(kind)
    return name, content, mime_type
