"""Every setting, read from the environment; docs/settings.md describes each."""

import logging
import os
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from clinic.home import Home

KNOWN = {
    "KITH_HOME", "KITH_KEYS", "KITH_ORIGIN", "KITH_PROXY", "KITH_DEBUG", "KITH_QUICK_EXIT", "KITH_LOG",
    "KITH_PACKS", "KITH_DEMO_TODAY", "KITH_IDLE_MINUTES",
}  # fmt: skip
for name in os.environ:
    if name.startswith("KITH_") and name not in KNOWN:
        raise ImproperlyConfigured(f"{name} is not a setting of Kith; docs/settings.md lists them all.")


def flag(name: str) -> bool:
    """Read a setting that is 1 or 0 (the default)."""
    value = os.environ.get(name, "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def address(name: str, default: str = "", path: bool = False) -> str:
    """Read a setting that is an https:// address, of a whole site unless it may have a path."""
    value = os.environ.get(name, default)
    parts = urlsplit(value)
    if value and (parts.scheme != "https" or not parts.hostname or (parts.path and not path)):
        shape = "https://www.example.org/page" if path else "https://kith.example.org"
        raise ImproperlyConfigured(f"{name} must look like {shape}, not {value!r}.")
    return value


def whole(name: str, default: int) -> int:
    """Read a setting that is a whole number above nothing."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) == 0:
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {value!r}.")
    return int(value)


def day(name: str) -> date | None:
    """Read a setting that is a date, such as 2026-11-12."""
    value = os.environ.get(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ImproperlyConfigured(f"{name} must look like 2026-11-12, not {value!r}.") from None


def folder(name: str) -> Path | None:
    """Read a setting that is a folder which exists."""
    value = os.environ.get(name)
    if value and not Path(value).is_dir():
        raise ImproperlyConfigured(f"{name} must be a folder that exists, not {value!r}.")
    return Path(value) if value else None


def level(name: str) -> str:
    """Read a setting that is a level of logging."""
    value = os.environ.get(name, "WARNING")
    if value not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured(f"{name} must be ERROR, WARNING, INFO or DEBUG, not {value!r}.")
    return value


KITH_HOME = Home.from_environment()
KITH_HOME.open_as(KITH_HOME.mark or "demo")
KITH_DEMO = KITH_HOME.mark == "demo"
KITH_DEMO_TODAY = day("KITH_DEMO_TODAY")
KITH_ORIGIN = address("KITH_ORIGIN")
KITH_PROXY = flag("KITH_PROXY")
KITH_QUICK_EXIT = address("KITH_QUICK_EXIT", "https://www.bbc.co.uk/weather", path=True)
KITH_PACKS = folder("KITH_PACKS")
SECRET_KEY = KITH_HOME.key("web")
KITH_AUDIT_KEY = bytes.fromhex(KITH_HOME.key("audit"))
KITH_NOTES_KEY = bytes.fromhex(KITH_HOME.key("notes"))
DEBUG = flag("KITH_DEBUG")
KITH_IDLE_MINUTES = whole("KITH_IDLE_MINUTES", default=20)
if DEBUG and KITH_ORIGIN:
    raise ImproperlyConfigured("KITH_DEBUG shows the program's inside; it cannot be 1 with KITH_ORIGIN.")

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "clinic.ui",
    "clinic.audit",
    "clinic.access",
    "clinic.patients",
    "clinic.courses",
    "clinic.inventory",
    "clinic.safety",
    "clinic.signals",
    "clinic.techniques",
    "clinic.questionnaires",
    "clinic.appointments",
    "clinic.incidents",
    "clinic.practice",
    "clinic.formulation",
    "clinic.attachment",
    "clinic.welcome",
    "clinic.workbench",
    "clinic.portal",
    "clinic.phone",
    "clinic.reports",
    "clinic.exchange",
    "clinic.supervision",
    "clinic.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "clinic.health.answer_probes",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic.ui.middleware.ContentSecurityPolicy",
    "clinic.ui.middleware.LeadsToThePage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinic.access.middleware.SignInRequired",
    "clinic.access.middleware.SecondFactor",
    "clinic.access.middleware.LocalTime",
    "clinic.questionnaires.middleware.HandedOver",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.access.context.standing",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "clinic.ui.templatetags.ui",
            ],
        },
    }
]


def postgresql(url: str) -> dict[str, object]:
    """Django's settings for a DATABASE_URL such as postgresql://user:secret@host:5432/name."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:secret@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def embedded() -> dict[str, object]:
    """One encrypted file; a commit is on the disk before anybody is told that it is saved."""
    return {
        "ENGINE": "clinic.database",
        "NAME": KITH_HOME.database,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "key": KITH_HOME.key("database"),
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-16000;",
        },
    }


DATABASES = {"default": postgresql(url) if (url := os.environ.get("DATABASE_URL")) else embedded()}

# Signing in -----------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "clinic.access.forms.SignInForm"}
MFA_FORMS = {"authenticate": "clinic.access.forms.SecondFactorForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "clinic.access.adapter.ClosedSignUp"
MFA_ADAPTER = "clinic.access.adapter.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Kith"
ACCOUNT_RATE_LIMITS = {"link": "20/5m/ip", "enquire": "10/h/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if KITH_PROXY else 0
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": KITH_HOME.folder / "cache",
    }
}
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Security -------------------------------------------------------------------------------------------
ALLOWED_HOSTS = [urlsplit(KITH_ORIGIN).hostname] if KITH_ORIGIN else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [KITH_ORIGIN] if KITH_ORIGIN else []
CSRF_FAILURE_VIEW = "clinic.access.views.form_out_of_date"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if KITH_ORIGIN:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if KITH_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Language, time, files ------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": level("KITH_LOG")},
}
