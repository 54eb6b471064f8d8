"""The addresses of this room, below the admin's: in Italian, since clerks see them."""

from django.urls import URLPattern, path

from . import confirm, own_factors, passkeys, sign_in, single_sign_on

urlpatterns: list[URLPattern] = [
    path("entra/secondo-passaggio/", sign_in.second_factor, name="second_factor"),
    path("entra/di-nuovo/", sign_in.back_inside, name="back_inside"),
    path("entra/passkey/inizio/", passkeys.BeginPasskey.as_view(), name="passkey_begin"),
    path("entra/passkey/fine/", passkeys.CompletePasskey.as_view(), name="passkey_complete"),
    path("entra/comune/", single_sign_on.leave, name="single_sign_on"),
    path("entra/comune/ritorno/", single_sign_on.come_back, name="single_sign_on_return"),
    path("conferma-chi-sei/", confirm.confirm, name="confirm"),
    path("come-entro/", own_factors.own_factors, name="factors"),
    path("come-entro/app/", own_factors.add_app, name="factor_app"),
    path("come-entro/codici-di-riserva/", own_factors.own_codes, name="factor_codes"),
    path("come-entro/togli/", own_factors.remove_factor, name="factor_remove"),
    path("come-entro/passkey/inizio/", passkeys.BeginNewPasskey.as_view(), name="passkey_add_begin"),
    path("come-entro/passkey/fine/", passkeys.CompleteNewPasskey.as_view(), name="passkey_add_complete"),
]
