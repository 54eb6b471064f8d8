"""The project's own settings, with an environment in which nothing is real."""

import os
import tempfile

os.environ.update(
    DJANGO_DEBUG="true",
    DJANGO_SECRET_KEY="only for tests, and long enough for Django's own check of fifty characters",
    SITE_URL="http://testserver",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
    REDIS_URL="",
    VAR_DIR=tempfile.mkdtemp(prefix="cascina-tests-"),
    LAUNCH_GRACE_SECONDS="0",
    WHATSAPP_API_URL="http://127.0.0.1:9",
    WHATSAPP_PHONE_NUMBER_ID="106540352242922",
    WHATSAPP_BUSINESS_ACCOUNT_ID="102290129340398",
    WHATSAPP_APP_ID="304050607080901",
    WHATSAPP_ACCESS_TOKEN="token-for-tests",
    WHATSAPP_APP_SECRET="app-secret-for-tests",
    WHATSAPP_VERIFY_TOKEN="verify-token-for-tests",
    CONSENT_HASH_KEY="hash-key-of-the-demo",
    CONSENT_HASH_KEYS_OLD="",
    DATA_KEYS="data-key-of-a-demonstration-on-this-machine",
)

from cascina_whatsapp.settings import *  # noqa: F403

if "TEST_DATABASE_NAME" in os.environ:  # a second run beside the first one
    DATABASES["default"]["TEST"] = {"NAME": os.environ["TEST_DATABASE_NAME"]}  # noqa: F405
if os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"):  # no commit waits for the disk
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, and never stored
WHITENOISE_AUTOREFRESH = (
    True  # look for a static file when it is asked for, not for all of them at every new client
)
