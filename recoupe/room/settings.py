"""Settings: Django's for the room in the browser, out of a few of ours, all from the environment (see docs/settings.md)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .workspace import DEFAULT_AUTO_FIELD, DEFAULT_DATABASE, TIME_ZONE, USE_TZ, VARIABLE, database  # noqa: F401

HERE = Path(__file__).parent


def said(name: str, default: str = "") -> str:
    """One of our settings, by its name without the prefix."""
    return os.environ.get(f"RECOUPE_{name}", default).strip()


# Asked now: a command may have named the database after `workspace` was imported.
DATABASES = {"default": database(os.environ.get(VARIABLE) or DEFAULT_DATABASE)}


def secret() -> str:
    """The key that signs sessions and seals the audit: RECOUPE_SECRET, else a file beside the SQLite database, made once."""
    if given := said("SECRET"):
        return given
    kept = DATABASES["default"]
    if "sqlite" not in kept["ENGINE"]:
        raise SystemExit(
            "recoupe: RECOUPE_SECRET is not set: set it to 50 random characters, the same for every process"
        )
    path = Path(str(kept["NAME"])).with_suffix(".secret")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


SECRET_KEY = secret()
DEBUG = False
IS_SECURE = said("HTTPS") in ("1", "yes", "true")
ALLOWED_HOSTS = said("HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if IS_SECURE and host != "*"]

INSTALLED_APPS = [
    "recoupe.room.web",
    "recoupe.room.people",
    "recoupe.room.evidence",
    "recoupe.room.taskforce",
    "recoupe.room.sharing",
    "recoupe.room.operations",
    "recoupe.room.practices",
    "recoupe.room.programme",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "recoupe.room.web.middleware.OwnLanguage",
    "recoupe.room.web.middleware.Errors",
]
ROOT_URLCONF = "recoupe.room.urls"
WSGI_APPLICATION = "recoupe.room.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "recoupe.room.web.context.shell",
            ],
            "builtins": [
                "recoupe.room.web.templatetags.room",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# --- who one is --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "recoupe.room.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "recoupe.room.people.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if said("SMTP") else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = said("SMTP")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": said("OIDC_NAME", "OpenID Connect"),
                "client_id": said("OIDC_CLIENT"),
                "secret": said("OIDC_SECRET"),
                "settings": {"server_url": said("OIDC_ISSUER")},
            }
        ]
        if said("OIDC_ISSUER")
        else [],
    }
}

# --- what a browser may do ---------------------------------------------------------------------------------------

SESSION_COOKIE_NAME = "recoupe"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "recoupe.room.web.refusing.untrusted"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 500
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what it looks like ------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "recoupe.room.web.assets.Digested"},
}
USE_I18N = True
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("nl", "Nederlands"), ("ar", "العربية")]
LOCALE_PATHS = [HERE / "web" / "locale"]
LOCAL_TIME_ZONE = said("TIME_ZONE", "Europe/Brussels")
HOST_SERVICE = said("SERVICE")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "room_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"programme": {"()": "recoupe.room.web.logs.WithoutProgramme"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["programme"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
IS_NAMED = bool(said("NAME"))
ROOM_NAME = said("NAME") or _("The room")

# --- what partners know of it ------------------------------------------------------------------------------------

OWN_ADDRESS = said("ADDRESS")
OWN_CERTIFICATE = said("CERTIFICATE")
PROGRAMME_KEYS = said("PROGRAMME_KEYS")  # where the keys of participants are: see recoupe.room.programme.keyring
PRIVATE_PARTNERS = said("PRIVATE_PARTNERS") in ("1", "yes")
