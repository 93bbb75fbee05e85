"""Every setting, read from the environment; docs/settings.md describes each."""

import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from clinic.home import Home

KNOWN = {
    "KITH_HOME", "KITH_KEYS", "KITH_ORIGIN", "KITH_PROXY", "KITH_DEBUG", "KITH_QUICK_EXIT", "KITH_LOG",
    "KITH_PACKS", "KITH_DEMO_TODAY",
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


KITH_HOME = Home.from_environment()
KITH_DEMO = KITH_HOME.mark == "demo"
KITH_ORIGIN = os.environ.get("KITH_ORIGIN", "")
KITH_QUICK_EXIT = os.environ.get("KITH_QUICK_EXIT", "https://www.bbc.co.uk/weather")
DEBUG = flag("KITH_DEBUG")

if KITH_HOME.mark is None:
    KITH_HOME.open_as("demo")
    KITH_DEMO = True
SECRET_KEY = KITH_HOME.key("web")
KITH_AUDIT_KEY = bytes.fromhex(KITH_HOME.key("audit"))
KITH_NOTES_KEY = bytes.fromhex(KITH_HOME.key("notes"))

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
    "clinic.questionnaires",
    "clinic.appointments",
    "clinic.formulation",
    "clinic.welcome",
    "clinic.workbench",
    "clinic.portal",
    "clinic.reports",
    "clinic.exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "clinic.ui.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinic.access.middleware.SignInRequired",
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
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:secret@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
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
ACCOUNT_ADAPTER = "clinic.access.adapter.ClosedSignUp"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Kith"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Security -------------------------------------------------------------------------------------------
if KITH_ORIGIN and not KITH_ORIGIN.startswith("https://"):
    raise ImproperlyConfigured("KITH_ORIGIN must begin with https://")
ALLOWED_HOSTS = [urlsplit(KITH_ORIGIN).hostname] if KITH_ORIGIN else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [KITH_ORIGIN] if KITH_ORIGIN else []
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if KITH_ORIGIN:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if flag("KITH_PROXY"):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Language, time, files ------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = KITH_HOME.folder / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("KITH_LOG", "WARNING")},
}
