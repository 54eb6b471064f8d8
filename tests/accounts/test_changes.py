"""What one asks and another decides: the table of who may, and what comes of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from cascina_whatsapp.accounts import changes, people
from cascina_whatsapp.accounts.changes import CannotDecide
from cascina_whatsapp.accounts.group_rules import EXCLUDED
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO
from tests.reading import having_read
from tests.staff import ROSA, SARA, VERA

from .at_once import at_once
from .colleagues import GINO, OFFICER, SIMONE, employ, group, groups_of, told

pytestmark = pytest.mark.django_db
Kind = AccountChange.Kind
Outcome = AccountChange.Outcome


@pytest.fixture(autouse=True)
def officer(settings):
    settings.PRIVACY_EMAILS = [OFFICER]
    hire(GINO)


def ask(kind=Kind.GIVE, *, about=GIULIA, by=SARA, name="Approvatore", email="", now=NOW) -> AccountChange:
    return changes.ask(
        kind,
        employ(about),
        group=group(name) if kind in (Kind.GIVE, Kind.TAKE) else None,
        email=email,
        reason="Cambia ufficio",
        by=employ(by),
        now=now,
    )


def events() -> list[str]:
    return list(TrailRecord.objects.order_by("sequence").values_list("event", flat=True))


@pytest.mark.parametrize(
    ("decider", "kind", "name", "groups", "event"),
    [
        (SIMONE, Kind.GIVE, "Approvatore", {"Redattore", "Approvatore"}, Event.GROUP_GIVEN),
        (VERA, Kind.GIVE, "Approvatore", {"Redattore", "Approvatore"}, Event.GROUP_GIVEN),
        (VERA, Kind.TAKE, "Redattore", set(), Event.GROUP_TAKEN),
    ],
)
def test_what_is_asked_waits_until_another_administrator_or_the_officer_approves(
    decider, kind, name, groups, event
):
    change = ask(kind, name=name)
    assert groups_of(hire(GIULIA)) == {"Redattore"}
    assert change.is_waiting(NOW)
    having_read(changes.approve, change, by=employ(decider), now=NOW)
    assert groups_of(hire(GIULIA)) == groups
    assert events() == [Event.GROUP_ASKED, event]


OWN = {"kind": Kind.TAKE, "about": SIMONE, "name": "Amministratore di sistema"}
"""What is asked of Simone."""


@pytest.mark.parametrize(
    ("decider", "asked", "refusal"),
    [
        (SARA, {}, "L'hai chiesto tu"),
        (GIULIA, {}, "li decide un altro amministratore"),
        (PAOLO, {}, "li decide un altro amministratore"),
        (ROSA, {}, "li decide un altro amministratore"),
        (SIMONE, OWN, "Riguarda il tuo account"),
    ],
    ids=lambda value: getattr(value, "username", ""),
)
def test_who_may_not_decide(decider, asked, refusal):
    change = ask(**asked)
    for decide in (changes.approve, changes.refuse):
        with pytest.raises(CannotDecide, match=refusal):
            having_read(decide, change, by=employ(decider), now=NOW)
    change.refresh_from_db()
    assert change.outcome == Outcome.OPEN


@pytest.mark.parametrize(
    ("kind", "about", "by", "name", "refusal"),
    [
        (Kind.GIVE, SARA, SARA, "Redattore", "Nessuno cambia i propri gruppi"),
        (Kind.TAKE, SARA, SARA, "Amministratore di sistema", "Nessuno cambia i propri gruppi"),
        (Kind.REOPEN, SARA, SARA, "", "Nessuno cambia i propri gruppi"),
        (Kind.GIVE, GIULIA, PAOLO, "Approvatore", "chiede chi tiene gli account"),
        (Kind.GIVE, GIULIA, VERA, "Approvatore", "chiede chi tiene gli account"),
        (Kind.GIVE, GIULIA, SARA, "Redattore", "È già nel gruppo"),
        (Kind.TAKE, GIULIA, SARA, "RPD", "Non è nel gruppo"),
        (Kind.GIVE, GIULIA, SARA, "Amministratore di sistema", EXCLUDED[:30]),
        (Kind.GIVE, SIMONE, SARA, "RPD", EXCLUDED[:30]),
        (Kind.REOPEN, GIULIA, SARA, "", "L'account è aperto"),
        (Kind.EMAIL, GIULIA, SARA, "", "Serve un'e-mail"),
    ],
)
def test_what_can_not_be_asked(kind, about, by, name, refusal):
    with pytest.raises(CannotDecide, match=refusal):
        ask(kind, about=about, by=by, name=name or "RPD")
    assert not AccountChange.objects.exists()


def test_a_change_is_asked_for_once_withdrawn_by_who_asked_and_decided_once():
    change = ask()
    with pytest.raises(CannotDecide, match="È già stato chiesto"):
        ask()
    with pytest.raises(CannotDecide):
        changes.withdraw(change, by=employ(SIMONE), now=NOW)
    assert changes.withdraw(change, by=employ(SARA), now=NOW).outcome == Outcome.WITHDRAWN
    again = having_read(changes.refuse, ask(), by=employ(VERA), now=NOW, note="Non la conosco")
    assert (again.outcome, again.note, events()[-1]) == (
        Outcome.REFUSED,
        "Non la conosco",
        Event.GROUP_REFUSED,
    )
    with pytest.raises(CannotDecide, match="È già deciso"):
        having_read(changes.approve, again, by=employ(SIMONE), now=NOW)
    assert groups_of(hire(GIULIA)) == {"Redattore"}


def test_excluded_groups_that_were_asked_for_side_by_side_are_not_both_given():
    """Each was allowed when it was asked for: the rule is asked again when it is decided."""
    having_read(changes.approve, ask(Kind.TAKE, name="Redattore"), by=employ(VERA), now=NOW)
    one, other = ask(name="Amministratore di sistema"), ask(name="RPD")
    having_read(changes.approve, one, by=employ(VERA), now=NOW)
    with pytest.raises(CannotDecide, match="non legge messaggi e numeri"):
        having_read(changes.approve, other, by=employ(VERA), now=NOW)
    assert groups_of(hire(GIULIA)) == {"Amministratore di sistema"}


def test_what_nobody_decided_within_a_week_expires_and_may_be_asked_again():
    change, late = ask(), NOW + changes.TERM
    with pytest.raises(CannotDecide, match="Il tempo per decidere è finito"):
        having_read(changes.approve, change, by=employ(VERA), now=late)
    assert changes.expire(late - timedelta(seconds=1)) == 0
    again = ask(now=late)
    change.refresh_from_db()
    assert (change.outcome, again.outcome) == (Outcome.EXPIRED, Outcome.OPEN)
    assert changes.expire(late) == 0
    assert changes.expire(late + changes.TERM) == 1
    assert groups_of(hire(GIULIA)) == {"Redattore"}


def test_what_an_administrator_asked_who_was_dismissed_is_not_done():
    change = ask()
    User.objects.filter(username="sara").update(is_active=False)
    with pytest.raises(CannotDecide, match="Chi l'ha chiesto"):
        having_read(changes.approve, change, by=employ(VERA), now=NOW)


def test_another_e_mail_of_somebody_with_rights_waits_and_the_old_address_hears_of_it(
    django_capture_on_commit_callbacks,
):
    """Or whoever keeps the accounts would send Paolo's next invitation to themselves."""
    employ(PAOLO)
    change = changes.ask(
        Kind.EMAIL,
        hire(PAOLO),
        email="altro@comune.example",
        reason="Nuova casella",
        by=employ(SARA),
        now=NOW,
    )
    assert hire(PAOLO).email == "paolo@comune.example"
    with django_capture_on_commit_callbacks(execute=True):
        having_read(changes.approve, change, by=employ(VERA), now=NOW)
    assert User.objects.get(username="paolo").email == "altro@comune.example"
    readers = told()["Cambio di account: approvato"]
    assert readers >= {"paolo@comune.example", "altro@comune.example", OFFICER, "vera@comune.example"}


def test_the_database_keeps_one_e_mail_to_one_account():
    """Whatever writes it, and however; accounts without one are many."""
    employ(PAOLO)
    for name in ("root", "prova"):
        User.objects.create(username=name)
    with pytest.raises(IntegrityError, match="one_email_one_account"), transaction.atomic():
        User.objects.create(username="altro", email="Paolo@Comune.example")


def test_reopening_waits_for_a_second_person():
    giulia = employ(GIULIA)
    people.close(giulia, reason="È in congedo", by=employ(SARA), now=NOW)
    change = changes.ask(Kind.REOPEN, giulia, reason="È tornata", by=employ(SARA), now=NOW)
    assert not hire(GIULIA).is_active
    having_read(changes.approve, change, by=employ(VERA), now=NOW)
    assert hire(GIULIA).is_active
    assert groups_of(hire(GIULIA)) == {"Redattore"}


def test_the_person_concerned_the_officer_and_who_decides_get_an_e_mail(django_capture_on_commit_callbacks):
    employ(VERA), employ(SIMONE)
    with django_capture_on_commit_callbacks(execute=True):
        change = ask()
    letters = told()
    assert letters["Chiesto un cambio di account"] == {
        "giulia@comune.example",
        OFFICER,
        "vera@comune.example",
    }
    deciding = letters["Un cambio di account aspetta la tua decisione"]
    assert deciding == {"simone@comune.example", "vera@comune.example"}
    with django_capture_on_commit_callbacks(execute=True):
        having_read(changes.approve, change, by=hire(VERA), now=NOW)
    told_of = told()["Cambio di account: approvato"]
    assert told_of == {"giulia@comune.example", OFFICER, "vera@comune.example", "sara@comune.example"}


def test_the_database_itself_knows_one_open_change_of_a_kind():
    change = ask()
    with pytest.raises(Exception, match=r"one_open_change|UNIQUE"), transaction.atomic():
        AccountChange.objects.create(
            user=change.user,
            kind="take",
            group=change.group,
            reason="x",
            asked_by=change.asked_by,
            asked_at=NOW,
            expires_at=NOW,
        )


def test_closing_an_account_ends_what_was_asked_of_it_and_its_invitation():
    change = ask()
    Invitation.objects.create(user=hire(GIULIA), digest="0" * 64, sent_at=NOW, expires_at=NOW)
    people.close(hire(GIULIA), reason="Se ne va", by=employ(SARA), now=NOW)
    change.refresh_from_db()
    assert change.outcome == Outcome.WITHDRAWN
    assert not Invitation.objects.open().exists()


def approved(change: AccountChange, decider: User) -> str:
    """What becomes of it, or what is said instead."""
    try:
        return having_read(changes.approve, change, by=decider, now=NOW).outcome
    except CannotDecide as refusal:
        return str(refusal)


def test_of_two_who_decide_at_once_one_is_told(committed_db):
    outcomes = at_once(approved, [ask()] * 2, [employ(VERA), employ(SIMONE)])
    assert sorted(outcomes) == ["approved", "È già deciso: approvato."]
    assert events() == [Event.GROUP_ASKED, Event.GROUP_GIVEN]


def test_of_two_groups_that_exclude_each_other_approved_at_once_one_is_given(committed_db):
    """Each was asked while neither was held: the second approval sees the first."""
    employ(PAOLO).groups.clear()
    asked = [ask(about=PAOLO, name=name) for name in ("Redattore", "Amministratore di sistema")]
    assert at_once(approved, asked, [employ(VERA)] * 2).count("approved") == 1
    assert len(groups_of(User.objects.get(username="paolo"))) == 1
