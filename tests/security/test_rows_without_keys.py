"""Somebody who can write to the database, and has no key, writes rows: each is refused, or found by the night.

They know how everything is made but the keys. What they write goes past the service, by SQL.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from broadcasts import launching
from broadcasts.content import custom_template
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import claiming, scheduling, sender
from broadcasts.slices.outlets import answers, publishing
from broadcasts.slices.outlets.models import Publication
from cascina_whatsapp.accounts import changes, invitations, people
from cascina_whatsapp.accounts.factors import authenticator_app, recovery
from cascina_whatsapp.accounts.models import (
    AccountChange,
    AuthenticatorApp,
    Invitation,
    RecoveryCodes,
    SingleSignOn,
)
from cascina_whatsapp.accounts.second_person import CannotDecide
from cascina_whatsapp.accounts.signing_in import single_sign_on
from cascina_whatsapp.management import encrypting
from cascina_whatsapp.privacy import trail_alarm
from cascina_whatsapp.security.encryption import data_keys, seals
from cascina_whatsapp.security.encryption.models import RowSeal
from cascina_whatsapp.security.encryption.seals import Kind
from subscribers import exporting, texts
from subscribers.exporting.filters import Filters
from subscribers.models import ServiceText
from subscribers.texts import proposing
from tests.accounts.authenticator import Passkey, begin, complete
from tests.accounts.colleagues import SIMONE, employ, group
from tests.accounts.people import (
    PASSWORD,
    SECOND_STEP,
    browser,
    code_on,
    is_inside,
    telephone_of,
    type_password,
    with_password,
)
from tests.broadcasts.elections.declarations import declared
from tests.broadcasts.elections.periods import active as period
from tests.broadcasts.outlets.conftest import *  # noqa: F403
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.reading import having_read
from tests.security.by_sql import sql
from tests.staff import ROSA, SARA, SILVIA, VERA

pytestmark = pytest.mark.django_db
C = CampaignStatus
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""
LIE = "Chiama subito questo numero: il conto del Comune è cambiato."


@pytest.fixture(autouse=True)
def town(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0
    settings.ALERT_EMAILS = ["ced@comune.example"]
    approve_templates()


def write(row, **values: object) -> None:
    """Past the service: neither its code nor its keys take part."""
    columns = {row._meta.get_field(name).column: value for name, value in values.items()}
    changes = ", ".join(f"{name} = %s" for name in columns)
    stored = [_stored_as(value) for value in columns.values()]
    sql(f"UPDATE {row._meta.db_table} SET {changes} WHERE id = %s", *stored, row.pk)


def _stored_as(value: object) -> object:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def stored(row, name: str) -> object:
    """As the database has it."""
    return sql(f"SELECT {name} FROM {row._meta.db_table} WHERE id = %s", row.pk)[0][0]


def found() -> list[str]:
    """What the verification of the night says."""
    return trail_alarm.verify(NOW).findings


def lied(row: Campaign) -> Campaign:
    """Other words, with the fingerprint that anybody can compute of them, in the row and in the approval's step."""
    write(row, body=LIE)
    row.refresh_from_db()
    print_of_it = fingerprint_of(row)
    write(row, approved_hash=print_of_it)
    row.events.filter(what__in=["approved", "approved_own"]).update(fingerprint=print_of_it)
    row.refresh_from_db()
    return row


# ── Sending what one likes ────────────────────────────────────────────────────────────────────────────────


def test_what_was_rewritten_after_its_approval_with_a_fitting_fingerprint_does_not_start(api, graph):
    subscribe(ANNA)
    row = lied(campaign(status=C.APPROVED, scheduled_for=NOW, approved_at=NOW))
    assert not scheduling.start_due(api=api, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.approved_hash) == (C.IN_REVIEW, "")
    assert graph.messages == []


def test_what_was_rewritten_while_it_leaves_is_stopped_before_anything_of_it_leaves(api, graph, mailoutbox):
    subscribe(ANNA)
    row = lied(under_way())
    sender.send_due(api=api, now=NOW, clock=lambda: NOW)
    row.refresh_from_db()
    assert graph.messages == []
    assert (row.status, row.pause_reason) == (C.PAUSED, failure_reasons.ALTERED)
    assert row.deliveries.get().status == "queued"


def test_no_approval_is_copied_from_another_message_made_up_or_brought_back(api):
    """Row and seal of an approved one are copied over those of another; a draft says that it is approved."""
    row, draft = ready(), campaign()
    good, bad = campaign(status=C.APPROVED, approved_at=NOW), campaign(status=C.APPROVED, approved_at=NOW)
    write(bad, scheduled_for=NOW, approved_hash=good.approved_hash)
    RowSeal.objects.filter(what=Kind.APPROVAL, row=bad.pk).delete()
    RowSeal.objects.filter(what=Kind.APPROVAL, row=good.pk).update(row=bad.pk)
    said = {"status": "approved", "approved_by": hire(PAOLO).pk, "approved_at": NOW, "scheduled_for": NOW}
    write(draft, **said, approved_hash=fingerprint_of(draft))
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW)
    kept = row.approved_hash
    launching.take_back(campaign=row, by=hire(PAOLO), now=NOW + timedelta(seconds=1))
    write(row, **said, approved_hash=kept)
    assert not scheduling.start_due(api=api, now=NOW + timedelta(minutes=2))


def ready() -> Campaign:
    """A broadcast that waits for its approval, and Anna for it."""
    subscribe(ANNA)
    return campaign(status=C.IN_REVIEW)


@pytest.mark.parametrize("name", ["media_id", "custom_template"])
def test_another_file_or_template_at_whatsapp_is_not_sent_in_its_place(name, api, graph):
    subscribe(ANNA)
    row = under_way(kind="image", attachment=b"x", media_id="mine", media_uploaded_at=NOW)
    other = WhatsAppTemplate.objects.create(
        name="another_s", language="it", status="APPROVED", synchronised_at=NOW,
        fingerprint=custom_template.fingerprint(row),
    )  # fmt: skip
    write(row, **{name: {"media_id": "another-s", "custom_template": other.pk}[name]})
    sender.send_due(api=api, now=NOW, clock=lambda: NOW)
    assert graph.messages == []


def test_the_claim_itself_asks_what_the_step_of_the_approval_says():
    subscribe(ANNA)
    row = under_way()
    step = row.events.create(what="approved", at=NOW, fingerprint=row.approved_hash)
    write(row, approved_hash="0" * 64)
    assert claiming.claim(row, 5, NOW) == []
    write(row, approved_hash=step.fingerprint)
    assert len(claiming.claim(row, 5, NOW)) == 1


def test_an_authorisation_that_nobody_gave_lets_nothing_leave(api):
    period()
    row = campaign(status=C.IN_REVIEW)
    given = declared(row)
    Campaign.objects.filter(pk=row.pk).update(status=C.APPROVED, approved_at=NOW, scheduled_for=NOW)
    Campaign.objects.filter(pk=row.pk).update(approved_hash=given.fingerprint, approved_by=hire(PAOLO))
    row.refresh_from_db()
    seals.put(Kind.APPROVAL, row)
    write(given, outcome="authorised", decided_by=hire(SILVIA).pk, decided_at=NOW)
    assert not scheduling.start_due(api=api, now=NOW)
    row.refresh_from_db()
    assert row.status == C.IN_REVIEW


HAD = {"totals": {"states": {"delivered": 1}}}


def test_words_that_nobody_corrected_are_published_nowhere(channel):
    row = campaign(status=C.SENDING, started_at=NOW, outlets=["telegram"], **HAD)
    answers.queue(row)
    publishing.publish_due("telegram", NOW)
    words = {"title": "Conto nuovo", "body": LIE, "reason": "x", "is_withdrawal": False}
    Publication.objects.create(campaign=row, outlet="telegram", revision=1, words=words)
    write(row, body=LIE)
    publishing.publish_due("telegram", NOW)
    assert LIE not in str(channel.calls)
    assert row.publications.get(revision=1).status == "failed"


# ── Entering as anybody ───────────────────────────────────────────────────────────────────────────────────

SECRET = "a secret that the attacker has made up"
PAPER = "abcd-efgh-ijkl-mnop-qrst-uvwx"


@dataclass(frozen=True)
class Staff:
    """Paolo, who approves, and Giulia's account, of which the attacker has everything."""

    paolo: User
    giulia: User
    app: AuthenticatorApp
    stolen: AuthenticatorApp


@pytest.fixture
def staff() -> Staff:
    paolo, giulia = with_password(PAOLO), with_password(GIULIA)
    recovery.make(paolo, NOW)
    return Staff(paolo, giulia, telephone_of(paolo), telephone_of(giulia))


def by_code(code: str) -> bool:
    client = browser()
    type_password(client, username="paolo")
    client.post(SECOND_STEP, {"code": code})
    return is_inside(client)


def copied_ciphertext(staff: Staff) -> bool:
    write(staff.app, secret=stored(staff.stolen, "secret"))
    return by_code(code_on(staff.stolen))


def secret_in_clear(staff: Staff) -> bool:
    write(staff.app, secret=staff.stolen.secret)
    return by_code(code_on(staff.stolen))


def moved_app(staff: Staff) -> bool:
    write(staff.stolen, user=staff.paolo.pk)
    return by_code(code_on(staff.stolen))


def code_on_paper(staff: Staff) -> bool:
    write(RecoveryCodes.objects.get(), digests=f'["{recovery._digest(PAPER)}"]')
    return by_code(PAPER)


def moved_sheet(staff: Staff) -> bool:
    codes = recovery.make(staff.giulia, NOW)
    RecoveryCodes.objects.filter(user=staff.paolo).delete()
    write(RecoveryCodes.objects.get(), user=staff.paolo.pk)
    return by_code(codes[0])


def copied_password_without_factors(staff: Staff) -> bool:
    """The factors go, and the account is entered with a password, to set up others."""
    AuthenticatorApp.objects.filter(user=staff.paolo).delete()
    staff.giulia.set_password("la parola che solo chi attacca conosce")
    staff.giulia.save()
    write(staff.paolo, password=staff.giulia.password)
    client = browser()
    type_password(client, "la parola che solo chi attacca conosce", username="paolo")
    return is_inside(client)


def moved_passkey(staff: Staff) -> bool:
    passkey, client = Passkey(staff.giulia), browser()
    write(WebAuthnCredential.objects.get(), user=staff.paolo.pk)
    complete(client, passkey.sign(begin(client)))
    return is_inside(client)


def own_passkey_in_place_of_theirs(staff: Staff) -> bool:
    Passkey(staff.paolo)
    theirs = WebAuthnCredential.objects.get()
    passkey, client = Passkey(staff.giulia), browser()
    mine = WebAuthnCredential.objects.exclude(pk=theirs.pk).get()
    key = bytes(mine.public_key)
    WebAuthnCredential.objects.filter(pk=mine.pk).delete()
    WebAuthnCredential.objects.filter(pk=theirs.pk).update(
        credential_id=passkey.id, credential_id_sha256=mine.credential_id_sha256, public_key=key
    )
    complete(client, passkey.sign(begin(client)))
    return is_inside(client)


def made_up_invitation(staff: Staff) -> bool:
    Invitation.objects.create(
        user=staff.paolo, digest=hashlib.sha256(SECRET.encode()).hexdigest(), sent_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )  # fmt: skip
    return accepted(SECRET)


def moved_invitation(staff: Staff) -> bool:
    employ(GIULIA)
    link = invitations.invite(User.objects.get(pk=staff.giulia.pk), by=None, now=timezone.now())
    write(Invitation.objects.get(), user=staff.paolo.pk)
    return accepted(link.rstrip("/").rpartition("/")[2])


def accepted(secret: str) -> bool:
    client = browser()
    client.get(f"/admin/invito/{secret}/")
    client.post("/admin/invito/", {"new_password1": PASSWORD[::-1], "new_password2": PASSWORD[::-1]})
    return is_inside(client)


def moved_single_sign_on(staff: Staff) -> bool:
    single_sign_on.account_of(_at_the_provider(), NOW)
    write(SingleSignOn.objects.get(), user=staff.paolo.pk)
    return _comes_in_as(staff.paolo)


def name_at_the_provider(staff: Staff) -> bool:
    """Paolo's account bears the name by which the provider knows the attacker."""
    write(staff.giulia, username="nobody")
    write(staff.paolo, username="giulia")
    return _comes_in_as(staff.paolo)


def _at_the_provider() -> single_sign_on.Person:
    return {"sub": "it-0001", "preferred_username": "giulia"}


def _comes_in_as(user: User) -> bool:
    try:
        return single_sign_on.account_of(_at_the_provider(), NOW).pk == user.pk
    except single_sign_on.NotSignedOn:
        return False


WAYS_IN = [
    copied_ciphertext, secret_in_clear, moved_app, code_on_paper, moved_sheet, copied_password_without_factors,
    moved_passkey, own_passkey_in_place_of_theirs, made_up_invitation, moved_invitation, moved_single_sign_on,
    name_at_the_provider,
]  # fmt: skip


@pytest.mark.parametrize("attack", WAYS_IN, ids=lambda one: one.__name__)
def test_nobody_enters_by_rows_that_were_written_and_the_night_finds_them(attack, staff, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.OIDC_ISSUER, settings.OIDC_ACCOUNT_CLAIM = "https://id.example", "preferred_username"
    assert found() == []
    assert attack(staff) is False
    assert any("Fuori dalle tracce" in sentence for sentence in found())


# ── Deciding what another has asked ───────────────────────────────────────────────────────────────────────


def another_asked_for_the_group() -> None:
    sara, simone = employ(SARA), employ(SIMONE)
    change = changes.ask(
        AccountChange.Kind.GIVE, employ(GIULIA), group=group("Approvatore"), reason="x", by=sara, now=NOW
    )
    write(change, asked_by=simone.pk)
    having_read(changes.approve, change, by=sara, now=NOW)


def other_words_than_were_proposed() -> None:
    known = ServiceText.objects.filter(key="help").latest("version")
    draft = texts.Draft(body=f"{known.body} Ancora.", note="x", starts=None, seen=texts.seen("help"))
    proposal = proposing.propose(texts.next_version("help"), draft, by=hire(PAOLO), now=timezone.now())
    write(proposal, change=json.dumps(proposal.change | {"body": LIE}))
    having_read(proposing.TEXT.approve, proposal, by=hire(SILVIA), now=timezone.now())


def an_export_that_nobody_released(**written: object) -> None:
    subscribe(ANNA)
    export = exporting.request(Filters(), by=hire(VERA), reason="x", now=NOW, with_numbers=True)
    exporting.run_due(NOW)
    write(export, **written)
    export.refresh_from_db()
    exporting.content(export)


REFUSED: list[Callable[[], None]] = [
    another_asked_for_the_group,
    other_words_than_were_proposed,
    lambda: an_export_that_nobody_released(with_numbers=False),
    lambda: an_export_that_nobody_released(released_by=hire(ROSA).pk, released_at=NOW),
]


REFUSALS = (changes.CannotDecide, CannotDecide, exporting.CannotExport)


@pytest.mark.parametrize("decide", REFUSED)
def test_what_was_not_asked_on_its_page_is_not_decided(decide):
    with pytest.raises(REFUSALS, match=r"nella base di dati|autorizz"):
        decide()
    assert any("Fuori dalle tracce" in sentence for sentence in found())


# ── What the night finds ──────────────────────────────────────────────────────────────────────────────────


def put_into(table: str, **values: int) -> None:
    places = ", ".join(["%s"] * len(values))
    sql(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", *values.values())


def membership() -> None:
    put_into("auth_user_groups", user_id=hire(GIULIA).pk, group_id=group("Approvatore").pk)


def permission_of_an_account() -> None:
    put_into("auth_user_user_permissions", user_id=hire(GIULIA).pk, permission_id=_approving().pk)


def permission_of_a_group() -> None:
    put_into("auth_group_permissions", group_id=group("Redattore").pk, permission_id=_approving().pk)


def _approving() -> Permission:
    return Permission.objects.get(codename="launch_campaign")


def seal_deleted() -> None:
    membership()
    RowSeal.objects.filter(what=Kind.ACCOUNT).delete()


def text_written() -> None:
    known = ServiceText.objects.filter(key="help").latest("version")
    ServiceText.objects.bulk_create(
        [ServiceText(key="help", version=known.version + 1, body=LIE, in_force_from=NOW, sha256="")]
    )


FOUND: dict[str, Callable[[], None]] = {
    "a member of a group": membership,
    "a permission of an account": permission_of_an_account,
    "a permission of a group": permission_of_a_group,
    "all powers": lambda: write(hire(GIULIA), is_superuser=True),
    "a closed account opened": lambda: write(_closed(), is_active=True),
    "another e-mail": lambda: write(hire(PAOLO), email="elsewhere@example.org"),
    "a seal deleted": seal_deleted,
    "a text of the service": text_written,
    "nonsense for a secret": lambda: write(telephone_of(hire(PAOLO)), secret="enc1.00000000.AAAA"),
}


def _closed() -> User:
    user, _ = employ(GIULIA), employ(Clerk("nora", "Redattore"))
    people.close(user, reason="x", by=employ(SARA), now=NOW)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("attack", FOUND.values(), ids=FOUND)
def test_the_night_finds_what_no_trail_tells_of_and_tells_the_operators(attack, mailoutbox):
    attack()
    (sentence,) = found()
    assert sentence.startswith("Fuori dalle tracce: ")
    assert mailoutbox[-1].to == ["ced@comune.example"]
    assert sentence in mailoutbox[-1].body


def test_a_group_that_was_taken_is_not_brought_back_with_its_seal():
    sara, simone, giulia = employ(SARA), employ(SIMONE), employ(GIULIA)
    kept = RowSeal.objects.get(what=Kind.ACCOUNT, row=giulia.pk).value
    taken = changes.ask(
        AccountChange.Kind.TAKE, giulia, group=group("Redattore"), reason="x", by=sara, now=NOW
    )
    having_read(changes.approve, taken, by=simone, now=NOW)
    put_into("auth_user_groups", user_id=giulia.pk, group_id=group("Redattore").pk)
    RowSeal.objects.filter(what=Kind.ACCOUNT, row=giulia.pk).update(value=kept)
    assert found() == ["Fuori dalle tracce: giulia sta nel gruppo Redattore, che gli era stato tolto."]


def test_what_is_done_by_the_service_is_found_by_no_night(staff):
    """Every way in which an account, a group, a way to sign in or an approval comes about."""
    sara, simone = employ(SARA), employ(SIMONE)
    call_command(
        "invite", "ugo", email="ugo@comune.example", group=["Redattore"], show=True, stdout=StringIO()
    )
    ugo = User.objects.get(username="ugo")
    for kind in (AccountChange.Kind.GIVE, AccountChange.Kind.TAKE):
        change = changes.ask(kind, ugo, group=group("Revisore"), reason="x", by=sara, now=NOW)
        having_read(changes.approve, change, by=simone, now=NOW)
    people.close(ugo, reason="x", by=sara, now=NOW)
    reopened = changes.ask(AccountChange.Kind.REOPEN, ugo, reason="x", by=sara, now=NOW)
    having_read(changes.approve, reopened, by=simone, now=NOW)
    people.note_superuser(User.objects.create_superuser("radice", password=PASSWORD), now=NOW)
    row = ready()
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW)
    launching.take_back(campaign=row, by=hire(PAOLO), now=NOW)
    assert authenticator_app.accept(staff.paolo, code_on(staff.app), timezone.now())
    call_command("migrate", verbosity=0)
    assert found() == []


# ── Keys and upgrades ─────────────────────────────────────────────────────────────────────────────────────


def test_after_a_change_of_keys_what_was_sealed_holds_and_what_was_written_does_not(staff, settings):
    forged = hire(GIULIA)
    value = RowSeal.objects.get(what=Kind.ACCOUNT, row=forged.pk).value
    assert value.startswith(f"{data_keys.keyring().first.name}.")
    settings.DATA_KEYS = ["a newer key of the data, long enough to be taken as one", *settings.DATA_KEYS]
    write(forged, is_superuser=True)
    call_command("rotate_keys", stdout=StringIO())
    assert not seals.old().exists()
    settings.DATA_KEYS = settings.DATA_KEYS[:1]
    assert [(one.kind, one.row) for one in seals.broken()] == [(Kind.ACCOUNT, forged.pk)]
    assert by_code(code_on(staff.app))
    settings.DATA_KEYS = ["another key of the data, and long enough to be taken as one"]
    assert not seals.holds(Kind.ACCOUNT, hire(PAOLO))


def test_an_upgrade_seals_what_is_there_once_and_never_again():
    hire(GIULIA)
    RowSeal.objects.all().delete()
    encrypting.seal("default", None)  # as `migrate` does when it has just made the table
    assert found() == []
    permission_of_a_group()
    call_command("migrate", verbosity=0)
    assert len(found()) == 1


def test_every_sealed_field_is_one_of_its_table():
    for kind, sealed in seals.SEALED.items():
        model = apps.get_model(sealed.model)
        assert all(hasattr(model, name) for name in sealed.fields), kind
