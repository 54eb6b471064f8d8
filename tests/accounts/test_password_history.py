"""Passwords that grow old, and that somebody would like to have again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.models import UsedPassword
from cascina_whatsapp.accounts.signing_in import passwords
from tests.accounts.people import HOME, PASSWORD, inside, is_inside, with_password
from tests.people import GIULIA, Clerk
from tests.staff import SARA

pytestmark = pytest.mark.django_db
RENEWAL = reverse("admin:password_change")
OTHERS = [f"{word} corre sotto la pioggia di notte" for word in ("gatto", "merlo", "tasso", "lupo", "riccio")]


def chosen_days_ago(user: User, days: int) -> None:
    UsedPassword.objects.filter(user=user).update(chosen_at=timezone.now() - timedelta(days=days))


def choose(client, new: str, *, old: str = PASSWORD):
    return client.post(RENEWAL, {"old_password": old, "new_password1": new, "new_password2": new})


def test_an_administrator_s_old_password_opens_nothing_before_there_is_another():
    chosen_days_ago(with_password(SARA), 181)
    client = inside(SARA)
    for page in (HOME, "/admin/account/", "/admin/novita/"):
        assert client.get(page).url == RENEWAL, page
    assert "più di 180 giorni" in client.get(RENEWAL).text
    assert choose(client, PASSWORD).status_code == 200
    assert client.get(HOME).url == RENEWAL
    choose(client, OTHERS[0])
    assert is_inside(client)


@pytest.mark.parametrize(("clerk", "days", "allowed"), [(SARA, 179, 180), (SARA, 31, 32), (GIULIA, 400, 180)])
def test_nobody_else_is_asked(clerk: Clerk, days, allowed, settings):
    settings.PASSWORD_DAYS = allowed
    chosen_days_ago(with_password(clerk), days)
    client = inside(clerk)
    assert is_inside(client)


def test_of_a_password_from_before_this_was_counted_the_account_s_age_counts():
    sara = with_password(SARA)
    UsedPassword.objects.all().delete()
    now = sara.date_joined + timedelta(days=180)
    assert not passwords.is_too_old(sara, now)
    assert passwords.is_too_old(sara, now + timedelta(seconds=1))


def test_a_superuser_keeps_accounts_too():
    superuser = User.objects.create_superuser("radice", password=PASSWORD)
    assert passwords.is_too_old(superuser, timezone.now() + timedelta(days=181))


def test_the_last_five_can_t_be_chosen_again_and_the_sixth_can():
    with_password()
    client = inside()
    used = [PASSWORD, *OTHERS]
    for old, new in zip(used, OTHERS[:4], strict=False):
        choose(client, new, old=old)
    for again in used[:5]:
        assert "Questa password l&#x27;hai già usata" in choose(client, again, old=OTHERS[3]).text, again
    assert choose(client, OTHERS[4], old=OTHERS[3]).status_code == 302
    assert choose(client, PASSWORD, old=OTHERS[4]).status_code == 302
    assert UsedPassword.objects.count() == passwords.REMEMBERED


def test_only_hashes_are_kept_and_they_go_with_the_account():
    giulia = with_password()
    kept = UsedPassword.objects.get()
    assert kept.hash == giulia.password
    assert giulia.password not in str(kept)
    giulia.delete()
    assert not UsedPassword.objects.exists()


def test_who_changes_a_password_or_leaves_is_told_so_in_one_plain_page():
    with_password(GIULIA)
    client = inside()
    assert '<button class="button main">Cambia la password</button>' in client.get(RENEWAL).text
    assert "<h1>La password è cambiata</h1>" in client.get(choose(client, OTHERS[0]).url).text
    assert "<h1>Sessione chiusa</h1>" in client.post(reverse("admin:logout")).text
