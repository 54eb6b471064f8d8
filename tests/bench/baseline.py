"""What the sending is compared with: one Celery task per recipient, as most services do it. Only for `make bench`."""

import os
import threading

import psycopg
import requests
from celery import Celery

from broadcasts.rules import standard_templates
from cascina_whatsapp.whatsapp.cloud_api.messages import Template

app = Celery("baseline", broker=os.environ.get("REDIS_URL", ""))
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=4)
kept = threading.local()
NUMBER = os.environ.get("WHATSAPP_PHONE_NUMBER_ID", "")
URL = f"{os.environ.get('WHATSAPP_API_URL')}/{os.environ.get('WHATSAPP_API_VERSION', 'v26.0')}/{NUMBER}/messages"

MESSAGE = Template(
    name=standard_templates.NAMES["text"],
    language=standard_templates.LANGUAGE,
    body={"title": "Misura", "text": "Prova di velocità.", "link": "https://www.comune.cascina.pi.it/"},
    quick_replies=("leave",),
)


@app.task(name="baseline.send")
def send(pk: int, phone: str) -> None:
    """Read the recipient, call, write what came of it; the thread keeps both of its connections.

    `phone` comes along, since the row has it encrypted: most services would read it there.
    """
    if not hasattr(kept, "session"):
        kept.session = requests.Session()
        kept.session.headers["Authorization"] = f"Bearer {os.environ['WHATSAPP_ACCESS_TOKEN']}"
        kept.rows = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    kept.rows.execute("SELECT phone FROM subscribers_subscriber WHERE id = %s", [pk]).fetchone()
    body = {"messaging_product": "whatsapp", "to": phone, **MESSAGE.payload()}
    kept.session.post(URL, json=body, timeout=30).raise_for_status()
    kept.rows.execute("UPDATE subscribers_subscriber SET undelivered = 0 WHERE id = %s", [pk])


if __name__ == "__main__":
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        rows = connection.execute("SELECT id FROM subscribers_subscriber ORDER BY id")
        for number, (pk,) in enumerate(rows):
            send.delay(pk, f"+39320{number:07}")
