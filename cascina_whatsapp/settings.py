# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings. Everything that differs between installations is read here, once, from the environment.

Each name is explained in `.env.example`. Without DATABASE_URL and REDIS_URL the service is *embedded*: SQLite
and a broker in a folder, no server to install.
"""

from datetime import timedelta
from pathlib import Path

from kombu import Queue

from .installation import BASE_DIR, DEBUG, HTTPS, PHONE, PRIVACY_CONTACT, SITE_URL, VAR_DIR, env
from .sign_in_settings import *  # noqa: F403

# ── Who we are ────────────────────────────────────────────────────────────────────────────────────────────
SECRET_KEY = env.secret("DJANGO_SECRET_KEY")
ALLOWED_HOSTS = env.words("DJANGO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = env.words("DJANGO_CSRF_TRUSTED_ORIGINS")
REDIS_URL = env.secret("REDIS_URL")

# ── WhatsApp ──────────────────────────────────────────────────────────────────────────────────────────────
WHATSAPP_API_URL = env.text("WHATSAPP_API_URL", "https://graph.facebook.com").rstrip("/")
WHATSAPP_API_VERSION = env.text("WHATSAPP_API_VERSION", "v26.0")
WHATSAPP_PHONE_NUMBER_ID = env.text("WHATSAPP_PHONE_NUMBER_ID")
WHATSAPP_BUSINESS_ACCOUNT_ID = env.text("WHATSAPP_BUSINESS_ACCOUNT_ID")
WHATSAPP_APP_ID = env.text("WHATSAPP_APP_ID")
WHATSAPP_ACCESS_TOKEN = env.secret("WHATSAPP_ACCESS_TOKEN")
WHATSAPP_APP_SECRETS = env.secrets("WHATSAPP_APP_SECRET")
WHATSAPP_VERIFY_TOKEN = env.secret("WHATSAPP_VERIFY_TOKEN")
WHATSAPP_MESSAGES_PER_SECOND = env.whole("WHATSAPP_MESSAGES_PER_SECOND", default=80)
"""The number's throughput (Meta: 80 a second, 1,000 for large accounts); 0 lifts our own limit."""
WHATSAPP_SENDERS = env.whole("WHATSAPP_SENDERS", default=2, least=1)
"""How many worker processes may send broadcasts at the same time, over all machines."""
WHATSAPP_SENDER_THREADS = env.whole(
    "WHATSAPP_SENDER_THREADS",
    default=max(64, (WHATSAPP_MESSAGES_PER_SECOND or 1000) * 2 // 5 // WHATSAPP_SENDERS),
    least=1,
)
"""HTTP calls in flight in each of those processes: rate × latency × 1.3 (Meta answers in 0.3 s), over the senders."""

# ── The register and the rules of the town hall ───────────────────────────────────────────────────────────
CONSENT_HASH_KEY = env.secret("CONSENT_HASH_KEY")
CONSENT_HASH_KEYS_OLD = env.secrets("CONSENT_HASH_KEYS_OLD")
"""Those before it: they find who was named with them (encryption/pseudonym_keys.py)."""
DATA_KEYS = env.secrets("DATA_KEYS")
"""Encrypt numbers, texts and ids in the database: the first encrypts, the others still decrypt."""
OPT_IN_MODE = env.choice("OPT_IN_MODE", ("single", "double"))
"""single: the announced word subscribes. double: it is answered with a question, and a second yes subscribes."""
ON_NUMBER_CHANGE = env.choice("ON_NUMBER_CHANGE", ("carry", "ask"))
"""What becomes of a subscription when WhatsApp tells of another number or BSUID: it goes along or waits for a yes."""
CLOSED_ON_SAN_SEBASTIANO = env.flag("CLOSED_ON_SAN_SEBASTIANO", default=False)
APPROVE_OWN_BROADCASTS = env.flag("APPROVE_OWN_BROADCASTS", default=False)
"""True in an office of one person: who writes a broadcast may also launch it."""
START_GRACE_MINUTES = env.whole("START_GRACE_MINUTES", default=60, least=5)
"""How late an approved broadcast may still begin by itself; later, it waits for a person (docs/operations.md)."""
LAUNCH_GRACE_SECONDS = env.whole("LAUNCH_GRACE_SECONDS", default=60, most=600)
"""How long an approved broadcast waits at the least, so that whoever approved it may think again; 0: not at all."""
TRIAL_BEFORE_APPROVAL = env.flag("TRIAL_BEFORE_APPROVAL", default=False)
"""True: approval can be asked for only once the content, as it is, has been sent to a clerk's own number."""
FREE_FORM_IN_WINDOW = env.flag("FREE_FORM_IN_WINDOW", default=True)
"""Within 24 hours of a citizen's message a broadcast goes out as a free message instead of a template."""
OFFICIAL_SITES = env.words("OFFICIAL_SITES", "comune.cascina.pi.it")
"""Domains of the town hall, their subdomains included: a link elsewhere is warned of."""
SET_ASIDE_DAYS = env.whole("SET_ASIDE_DAYS", default=7, least=1)
"""How long a webhook event that could not be processed is kept for a person to look at."""
LEGAL_BASIS = env.choice("LEGAL_BASIS", ("consent", "public_task"))
"""GDPR art. 6(1)(a) or (e): printed in exports and in the record of processing; behaviour is the same."""

# ── How long data are kept: docs/privacy/retention.md; the data-protection officer signs these ────────────
PROOF_YEARS = env.whole("PROOF_YEARS", default=5, least=1)
"""The proof of a consent, counted from the day the person left (L. 689/1981, art. 28: fines lapse after five)."""
DELIVERIES_DAYS = env.whole("DELIVERIES_DAYS", default=90, least=30)
"""Single deliveries after the broadcast is over; then only totals."""
REPLIES_DAYS = env.whole("REPLIES_DAYS", default=8, least=8)
"""Traces of automatic answers that confirm nothing; at least as long as Meta redelivers webhooks (7 days)."""
REMINDER_MONTHS = env.whole("REMINDER_MONTHS", default=12, least=0)
"""After how long a subscriber is reminded of being one (EDPB 05/2020, 110-111); 0: never. A person sends it."""
STAFF_LOG_MONTHS = env.whole("STAFF_LOG_MONTHS", default=24, least=6)
"""What staff did (Garante, 27 November 2008: six months at the least)."""
STAFF_NOTICES_DAYS = env.whole("STAFF_NOTICES_DAYS", default=90, least=7)
"""What colleagues were told, read or not."""
RIGHTS_YEARS = env.whole("RIGHTS_YEARS", default=5, least=1)
"""Requests about data, counted from when they were closed."""
TRIAL_NUMBER_DAYS = env.whole("TRIAL_NUMBER_DAYS", default=180, least=1)
"""Staff's own numbers to try broadcasts on, counted from the last trial."""
EXPORT_FILE_DAYS = env.whole("EXPORT_FILE_DAYS", default=7, least=1)
"""Files of exports; the log of who exported what stays with the proof."""
LOOKUPS_PER_DAY = env.whole("LOOKUPS_PER_DAY", default=60, least=1)
"""How often one person may look somebody up by number, pseudonym or message in a day."""
REFUSED_ROWS_PER_DAY = env.whole("REFUSED_ROWS_PER_DAY", default=500, least=1)
"""How many rows of uploaded lists may be refused in a day before one person's uploads are, until tomorrow."""
IMPORT_WAIT_DAYS = env.whole("IMPORT_WAIT_DAYS", default=14, least=1)
"""How long an uploaded list of people waits to be confirmed."""

# ── Who is told when something needs a person ─────────────────────────────────────────────────────────────
globals().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 10  # seconds: a clerk's page and a worker wait for the mail server no longer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "whatsapp@localhost")
ALERT_EMAILS = env.words("ALERT_EMAILS")
"""Operators: a verification that finds something, a nightly job that fails."""
PRIVACY_EMAILS = env.words("PRIVACY_EMAILS")
"""Whoever answers requests about data: new ones, and reminders."""
PROTOCOL_EMAILS = env.words("PROTOCOL_EMAILS")
"""The Comune's register of documents: gets each day's seal."""
TRAIL_SYSLOG = env.text("TRAIL_SYSLOG")
"""Where each record of the trail is sent on to: udp://host:514, tcp://host:601, unix:///dev/log; empty: nowhere."""

TEXT_VARIABLES = {
    "privacy_url": env.text("PRIVACY_URL", f"{SITE_URL}/informativa/"),
    "numero_verde": PHONE,
    "sito": env.text("SITO_COMUNE", "www.comune.cascina.pi.it"),
    "urp_contatti": env.text("URP_CONTATTI", "Corso Matteotti 90, Cascina"),
    "contatto_privacy": PRIVACY_CONTACT,
    "contatto_rpd": env.text("CONTATTO_RPD"),
    "durata_prova": "un anno" if PROOF_YEARS == 1 else f"{PROOF_YEARS} anni",
}
"""What the automatic texts may mention, the same for every citizen."""

# ── Django ────────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "cascina_whatsapp",
    "cascina_whatsapp.encryption",
    "cascina_whatsapp.webhook",
    "cascina_whatsapp.privacy",
    "cascina_whatsapp.trail",
    "cascina_whatsapp.staff_notices",
    "django_otp",
    "django_otp_webauthn",
    "cascina_whatsapp.accounts",
    "subscribers",
    "broadcasts",
    "import_export",
    "cascina_whatsapp.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "cascina_whatsapp.large_bodies.LargeBodies",
    "django.middleware.security.SecurityMiddleware",
    "cascina_whatsapp.compression.PlainPages",
    "cascina_whatsapp.csp.ContentSecurityPolicy",
    "cascina_whatsapp.permissions_policy.PermissionsPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cascina_whatsapp.accounts.sessions.SessionLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cascina_whatsapp.accounts.signing_in.middleware.StaffSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cascina_whatsapp.urls"
WSGI_APPLICATION = "cascina_whatsapp.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# ── Database and files ───────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.database("DATABASE_URL", fallback=VAR_DIR / "cascina.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A claim must hold the write lock from its first SELECT: see broadcasts/sending/sending.py.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds that a writer waits for another
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Without a kept connection the webhook is six times slower (measured on PostgreSQL 15).
    DATABASES["default"].update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=True)
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
"""Attachments. Never served as files: only the admin shows them, to who may see the broadcast."""
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cascina_whatsapp.static_files.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024  # Meta's largest webhook body

# ── Language and time ─────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano")]
FORMAT_MODULE_PATH = ["cascina_whatsapp.formats"]
LOCALE_PATHS = [BASE_DIR / "cascina_whatsapp" / "locale"]
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True

# ── Security ──────────────────────────────────────────────────────────────────────────────────────────────
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS and env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False  # the domain is the Comune's, not ours alone
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {  # Django 6's own name, so that csp.py can go with Django 6.2
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURITY_CONTACTS = env.words("SECURITY_CONTACTS")
"""Where holes are reported: e-mail or https addresses, in /.well-known/security.txt."""
SECURITY_EXPIRES = env.day("SECURITY_EXPIRES")
"""The last day on which these contacts are to be believed (RFC 9116: less than a year ahead)."""
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # see SECURE_HSTS_INCLUDE_SUBDOMAINS

# ── django-import-export: whoever may only look may neither import nor export ─────────────────────────────
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False

# ── Celery ────────────────────────────────────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = REDIS_URL or "folder://localhost"
if not REDIS_URL:
    queue, control = VAR_DIR / "broker" / "queue", VAR_DIR / "broker" / "control"
    for folder in (queue, control):  # Kombu expects to find them
        folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "polling_interval": 0.1,  # seconds; Kombu's own second would delay every tick
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("replies", "celery", "long")]
"""A plain worker serves them all; larger installations give each its own: docs/operations.md.

Each has a key of its own: Celery would give all of them the default queue's, and what is addressed by key rather than
by queue would arrive in all three.
"""
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {
    "webhook.listen": {"queue": "replies"},
    "subscribers.answer": {"queue": "replies"},
    "subscribers.export": {"queue": "long"},
    "subscribers.seal": {"queue": "long"},
    "subscribers.verify": {"queue": "long"},
    "trail.verify": {"queue": "long"},
    "broadcasts.tally_late": {"queue": "long"},
    "broadcasts.record_told": {"queue": "long"},
    "privacy.retain": {"queue": "long"},
    "privacy.finish_erasures": {"queue": "long"},
}
CELERY_WORKER_CONCURRENCY = env.whole("WORKER_PROCESSES", default=WHATSAPP_SENDERS + 3, least=3)
"""Three more than the senders: one for citizens, one for what takes long, one for the rest."""
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
"""It remembers nothing between two starts, so that no damaged or locked file can keep beat from starting.

What a start forgets is whether this night's work was done: what was missed is done the night after.
"""

# ── Logging: one line an event, ids only; the filter is the belt to those braces ──────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "scrub": {"()": "cascina_whatsapp.logs.ScrubPersonalData"},
        "strangers": {"()": "cascina_whatsapp.logs.OneLineForStrangers"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},  # one line, not one from Django's own handler too
        "django.security.DisallowedHost": {"filters": ["strangers"]},
        # A tick every second: only trouble is worth a line.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.request": {"level": "WARNING"},
    },
}

# ── What the trail compares at each start ─────────────────────────────────────────────────────────────────
PLAIN_SETTINGS = env.plain
"""Every name that was read above, secrets aside, with the words that hold."""
