"""The views of allauth that Kith uses, and no others, under the names allauth knows them by."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path

from clinic.access.views import choose_password, sign_out

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/", account.login, name="sign-in"),
    path("sign-out/", sign_out, name="account_logout"),
    path("sign-out/", sign_out, name="sign-out"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/security/", mfa.index, name="mfa_index"),
    path("sign-in/password/", choose_password, name="account_set_password"),
    path("sign-in/security/password/", account.password_change, name="account_change_password"),
    path("sign-in/security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sign-in/security/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "sign-in/security/codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sign-in/security/codes/file/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("sign-in/security/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("sign-in/security/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("sign-in/security/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sign-in/security/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("sign-in/sessions/", sessions.list_usersessions, name="usersessions_list"),
]
