"""Reads everything that differs between installations, once, from the environment; `.env.example` explains each name.

While developing, or with EMBEDDED_MODE, the service needs no server: SQLite and a broker in a folder stand in for a
missing DATABASE_URL and REDIS_URL. Problems are collected, not raised (SETTING_PROBLEMS).
"""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from kombu import Queue

from .bounds import *  # noqa: F403
from .bounds import PROOF_YEARS
from .configuration import addresses, values
from .configuration.environment import TRIAL
from .installation import BASE_DIR, DEBUG, EMBEDDED, HTTPS, PHONE, PRIVACY_CONTACT, SITE_URL, VAR_DIR, env
from .monitoring import *  # noqa: F403
from .outlets import *  # noqa: F403
from .sign_in import *  # noqa: F403
from .whatsapp import *  # noqa: F403
from .whatsapp import WORKER_PROCESSES

# ── Who we are ────────────────────────────────────────────────────────────────────────────────────────────
SECRET_KEY = env.secret(
    "DJANGO_SECRET_KEY",
    rule=values.key(50, blanks=True),
    needed=f"firma le sessioni e i moduli. {values.RANDOM}",
)
ALLOWED_HOSTS = env.words(
    "DJANGO_ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]" if DEBUG else "",
    rule=values.host,
    needed="dice a quali nomi risponde il sito",
)
env.insist(
    not ALLOWED_HOSTS or values.answers_to(ALLOWED_HOSTS, addresses.host_of(SITE_URL)),
    "DJANGO_ALLOWED_HOSTS",
    "non c'è il nome che sta in SITE_URL: il sito risponderebbe a tutti con un errore",
    "Scrivi lo stesso nome in tutt'e due",
    "SITE_URL",
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
REDIS_URL = addresses.proven_redis(
    env.secret(
        "REDIS_URL",
        rule=addresses.redis,
        needed="" if EMBEDDED else f"porta i compiti a chi lavora ({TRIAL})",
    )
)

# ── The register and the rules of the town hall ───────────────────────────────────────────────────────────
CONSENT_HASH_KEY = env.secret(
    "CONSENT_HASH_KEY",
    rule=values.key(32),
    needed=f"fa dei numeri gli pseudonimi del registro. {values.RANDOM}",
)
CONSENT_HASH_KEYS_OLD = env.secrets("CONSENT_HASH_KEYS_OLD")
"""The keys before it: they find who was named with them (encryption/pseudonym_keys.py)."""
DATA_KEYS = env.secrets(
    "DATA_KEYS",
    rule=values.key(32, values.MADE, blanks=True),
    needed=f"cifra numeri e testi nella base di dati. {values.MADE}",
)
"""Encrypt numbers, texts and ids in the database: the first encrypts, the others still decrypt."""
OPT_IN_MODE = env.choice("OPT_IN_MODE", ("single", "double"))
"""single: the announced word subscribes. double: it is answered with a question, and a second yes subscribes."""
ON_NUMBER_CHANGE = env.choice("ON_NUMBER_CHANGE", ("carry", "ask"))
"""The fate of a subscription when WhatsApp tells of another number or BSUID: it goes along or waits for a yes."""
APPROVE_OWN_BROADCASTS = env.flag("APPROVE_OWN_BROADCASTS", default=False)
"""True in an office of one person: who writes a broadcast may also launch it."""
START_GRACE_MINUTES = env.whole("START_GRACE_MINUTES", default=60, least=5, most=1440)
"""The minutes by which an approved broadcast may begin late; then it waits for a person (docs/operations.md)."""
STANDSTILL_HOURS = env.whole("STANDSTILL_HOURS", default=6, most=168)
"""The hours without a heartbeat after which the database may be an older copy, and nothing leaves; 0: never."""
LAUNCH_GRACE_SECONDS = env.whole("LAUNCH_GRACE_SECONDS", default=60, most=600)
"""The seconds that an approved broadcast waits at the least, so that its approver may think again; 0: none."""
TRIAL_BEFORE_APPROVAL = env.flag("TRIAL_BEFORE_APPROVAL", default=False)
"""True: approval can be asked for only once the content, as it is, has been sent to a clerk's own number."""
WEEKLY_MESSAGES = env.whole("WEEKLY_MESSAGES", default=0, most=50)
"""The messages that a person gets in seven days at the most, urgent ones and warnings aside; 0: no limit."""
OFFICIAL_SITES = env.words("OFFICIAL_SITES", "comune.cascina.pi.it", rule=values.domain)
"""Domains of the town hall, their subdomains included: a link elsewhere is warned of."""
LEGAL_BASIS = env.choice("LEGAL_BASIS", ("consent", "public_task"))
"""GDPR art. 6(1)(a) or (e): printed in exports; behaviour is the same."""

TEXT_VARIABLES = {
    "privacy_url": f"{SITE_URL}/informativa/",
    "genuine_url": f"{SITE_URL}/e-davvero-del-comune/",
    "numero_verde": PHONE,
    "sito": env.text("SITO_COMUNE", "www.comune.cascina.pi.it"),
    "urp_contatti": env.text("URP_CONTATTI", "Corso Matteotti 90, Cascina"),
    "contatto_privacy": PRIVACY_CONTACT,
    "contatto_rpd": env.text("CONTATTO_RPD", "presso il Comune, Corso Matteotti 90, 56021 Cascina (PI)"),
    "garante": "Garante per la protezione dei dati personali (www.garanteprivacy.it)",
    "durata_prova": "un anno" if PROOF_YEARS == 1 else f"{PROOF_YEARS} anni",
    "durata_iscrizione": "finché resti iscritto",
}
"""The variables that the automatic texts may mention, the same for every citizen."""

# ── Django ────────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "cascina_whatsapp",
    "cascina_whatsapp.presentation",
    "cascina_whatsapp.security.encryption",
    "cascina_whatsapp.whatsapp.webhook",
    "cascina_whatsapp.operations.metrics",
    "cascina_whatsapp.privacy",
    "cascina_whatsapp.security.trail",
    "cascina_whatsapp.accounts.staff_notices",
    "django_otp",
    "django_otp_webauthn",
    "cascina_whatsapp.accounts",
    "cascina_whatsapp.elections",
    "subscribers",
    "broadcasts",
    "cascina_whatsapp.web.public_site",
    "cascina_whatsapp.web.api",
    "cascina_whatsapp.web.sources",
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
    "django.middleware.security.SecurityMiddleware",
    "cascina_whatsapp.security.http.headers.PlainPages",
    "cascina_whatsapp.security.http.headers.Policies",
    "cascina_whatsapp.security.http.large_bodies.LargeBodies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cascina_whatsapp.accounts.signing_in.sessions.SessionLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cascina_whatsapp.security.http.large_bodies.LongFields",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cascina_whatsapp.accounts.signing_in.middleware.StaffSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cascina_whatsapp.presentation.once.OnceAPage",
    "cascina_whatsapp.accounts.sent_once.SentOnce",
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
IMPORT_EXPORT_USE_TRANSACTIONS = True
DATABASES = {
    "default": env.database("DATABASE_URL", fallback=VAR_DIR / "cascina.sqlite3" if EMBEDDED else None)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A claim must hold the write lock from its first SELECT: see broadcasts/sending/claiming.py.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds that a writer waits for another
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Without a kept connection the webhook is six times slower (measured on PostgreSQL 15).
    DATABASES["default"].update(CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=True)
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media"), rule=values.folder))
"""Attachments. Never served as files: only the admin shows them, to who may see the broadcast."""
env.insist(
    MEDIA_ROOT.parent != VAR_DIR or values.folder(str(VAR_DIR)) is None,
    "VAR_DIR",
    "nella cartella dei dati non si può scrivere",
    "Scrivi il percorso di una che è dell'utente del servizio",
)
CACHES = {  # of each process: figures of pages, public pages (some eight megabytes), answers to programs
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
    for name, most in (("default", 300), ("pages", 200), ("api", 100))
}
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
env.insist(
    not MEDIA_ROOT.is_relative_to(STATIC_ROOT),
    "MEDIA_ROOT",
    "è dentro static di VAR_DIR, che tutti possono leggere: gli allegati si vedrebbero da fuori",
    "Indica un'altra cartella",
)
env.insist(
    DEBUG or EMBEDDED or not values.is_lost_at_restart(MEDIA_ROOT),
    "MEDIA_ROOT",
    "il sistema svuota questa cartella quando il servizio riparte",
    "Indica un'altra cartella",
    "VAR_DIR",
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cascina_whatsapp.security.http.static_files.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs our files
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024  # Meta's largest webhook body

# ── Language and time ─────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano")]
FORMAT_MODULE_PATH = ["cascina_whatsapp.presentation.formats"]
LOCALE_PATHS = [BASE_DIR / "cascina_whatsapp" / "locale"]
TIME_ZONE = "Europe/Rome"
USE_I18N = USE_TZ = True

# ── Security ──────────────────────────────────────────────────────────────────────────────────────────────
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False  # the domain is the Comune's, not ours alone
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {  # Django 6's own name, so that most of `headers.Policies` can go with Django 6.2
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURITY_CONTACTS = env.words("SECURITY_CONTACTS", rule=values.contact)
"""The addresses where holes are reported: e-mail or https, in /.well-known/security.txt."""
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # see SECURE_HSTS_INCLUDE_SUBDOMAINS

# ── Celery ────────────────────────────────────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = REDIS_URL or "folder://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"priority_steps": [0]}
"""Nothing in a queue goes before the rest: Kombu would keep four lists for each, and ask all of them each time."""
if EMBEDDED and not REDIS_URL:
    queue, control = VAR_DIR / "broker" / "queue", VAR_DIR / "broker" / "control"
    for folder in (queue, control):  # Kombu expects to find them
        with suppress(OSError):  # the rule of VAR_DIR says so
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
    "sources.read": {"queue": "long"},
    "broadcasts.tally_late": {"queue": "long"},
    "broadcasts.record_told": {"queue": "long"},
    "privacy.retain": {"queue": "long"},
    "privacy.finish_erasures": {"queue": "long"},
}
CELERY_WORKER_CONCURRENCY = WORKER_PROCESSES
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 256_000
"""KiB: whoever was larger at its largest is replaced after its task. They have a hundred thousand when they start."""
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
"""Beat answers a ping: so /readyz can tell it from a worker that is gone."""
CELERY_BEAT_SCHEDULER = "cascina_whatsapp.celery.beat:FixedSchedule"
"""The scheduler that remembers nothing between two starts, so that no damaged or locked file stops beat.

What a start forgets is whether this night's work was done: what was missed is done the night after."""

# ── What each start asks: what is wrong with all this (checks.py), what has changed (the trail) ────────────
SETTING_PROBLEMS = env.problems()
"""One for each setting that can't be meant, in Italian, without its value."""
PLAIN_SETTINGS = env.plain
"""Every name that was read above, secrets aside, with the words that hold."""
