"""The installation: where it keeps things, whether somebody develops on it, its address, and its owner's."""

from pathlib import Path

from .configuration import addresses, values
from .configuration.environment import TRIAL, Environment
from .configuration.problems import Kind

BASE_DIR = Path(__file__).resolve().parents[2]
env = Environment(BASE_DIR / ".env")
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"), rule=values.folder))
"""The folder of what the embedded mode writes (database, broker, attachments); not part of the sources."""
DEBUG = env.flag("DJANGO_DEBUG", default=False)
EMBEDDED = env.flag("EMBEDDED_MODE", default=DEBUG)
"""True where SQLite and a broker in a folder do, if no server is named. In production only if somebody says so."""
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000", rule=addresses.site).rstrip("/")
HTTPS = SITE_URL.startswith("https://")
env.insist(
    not (DEBUG and HTTPS),
    "SITE_URL",
    "è l'indirizzo di un servizio vero (https), e DJANGO_DEBUG mostra a chiunque gli errori per intero",
    "Scrivi DJANGO_DEBUG=false; per sviluppare, un indirizzo http:// di questa macchina",
    "DJANGO_DEBUG",
    kind=Kind.UNREADABLE,
)
env.insist(
    DEBUG or EMBEDDED or addresses.is_public(addresses.host_of(SITE_URL)),
    "SITE_URL",
    "vale su questa macchina o in questa rete: i collegamenti dei messaggi non si aprirebbero su nessun telefono",
    f"Scrivi https:// e il nome pubblico del sito ({TRIAL})",
)
env.insist(
    DEBUG or EMBEDDED or not values.is_lost_at_restart(VAR_DIR),
    "VAR_DIR",
    "il sistema svuota questa cartella quando il servizio riparte",
    f"Scrivi per esempio /var/lib/cascina-whatsapp ({TRIAL})",
)
PHONE = env.text("NUMERO_VERDE", "800 01 77 28")
_ways = {"e-mail": env.text("CONTATTO_EMAIL"), "PEC": env.text("CONTATTO_PEC"), "telefono": PHONE}
PRIVACY_CONTACT = ", ".join(
    [
        env.text(
            "CONTATTO_PRIVACY", "Ufficio relazioni con il pubblico, Corso Matteotti 90, 56021 Cascina (PI)"
        ),
        *(f"{way} {where}" for way, where in _ways.items() if where),
    ]
)
"""The contact about one's data: the office, and those of its addresses and numbers that are set."""
