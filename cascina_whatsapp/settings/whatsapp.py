"""The settings of the connection to Meta, a part of `settings.py`: where it is, who we are there, how fast."""

from .configuration import addresses, values
from .installation import env

WHATSAPP_API_URL = env.text("WHATSAPP_API_URL", "https://graph.facebook.com", rule=addresses.meta).rstrip("/")
WHATSAPP_API_VERSION = "v26.0"
WHATSAPP_PHONE_NUMBER_ID = env.text(
    "WHATSAPP_PHONE_NUMBER_ID",
    rule=values.meta_id,
    needed=f"dice da quale numero partono i messaggi. {values.AT_META}",
)
WHATSAPP_BUSINESS_ACCOUNT_ID = env.text(
    "WHATSAPP_BUSINESS_ACCOUNT_ID",
    rule=values.meta_id,
    needed=f"dice di quale account sono i testi fissi. {values.AT_META}",
)
WHATSAPP_APP_ID = env.text("WHATSAPP_APP_ID", rule=values.meta_id)
_ids = [one for one in (WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_BUSINESS_ACCOUNT_ID, WHATSAPP_APP_ID) if one]
env.insist(
    len(set(_ids)) == len(_ids),
    "WHATSAPP_PHONE_NUMBER_ID",
    "lo stesso identificativo sta anche in WHATSAPP_BUSINESS_ACCOUNT_ID o in WHATSAPP_APP_ID",
    "Copiali di nuovo dal pannello di Meta: sono tre cose diverse",
)
WHATSAPP_ACCESS_TOKEN = env.secret(
    "WHATSAPP_ACCESS_TOKEN",
    rule=values.key(32, values.FROM_META),
    needed=f"apre le porte di WhatsApp. {values.AT_META}",
)
"""Meta's are far longer than 32 characters."""
WHATSAPP_APP_SECRETS = env.secrets(
    "WHATSAPP_APP_SECRET",
    rule=values.key(32, values.FROM_META),
    needed=f"prova che una notifica viene da Meta. {values.AT_META}",
)
"""Meta's have 32 hexadecimal digits."""
WHATSAPP_VERIFY_TOKEN = env.secret(
    "WHATSAPP_VERIFY_TOKEN",
    rule=values.key(16),
    needed=f"risponde a Meta quando prova l'indirizzo. {values.RANDOM}",
)
WHATSAPP_MESSAGES_PER_SECOND = env.whole("WHATSAPP_MESSAGES_PER_SECOND", default=80, most=1000)
"""The number's throughput (Meta: 80 a second, 1,000 for large accounts); 0 lifts our own limit."""
WHATSAPP_SENDERS = env.whole("WHATSAPP_SENDERS", default=2, least=1, most=100)
"""The worker processes that may send broadcasts at the same time, over all machines."""
WHATSAPP_SENDER_THREADS = env.whole(
    "WHATSAPP_SENDER_THREADS",
    default=max(64, (WHATSAPP_MESSAGES_PER_SECOND or 1000) * 2 // 5 // WHATSAPP_SENDERS),
    least=1,
    most=10_000,
)
"""HTTP calls in flight in each of those processes: rate × latency × 1.3 (Meta answers in 0.3 s), over the senders."""
WORKER_PROCESSES = env.whole("WORKER_PROCESSES", default=WHATSAPP_SENDERS + 3, least=3, most=1000)
"""The processes of one worker. Three more than the senders: for citizens, for what takes long, for the rest."""
env.insist(
    WORKER_PROCESSES >= WHATSAPP_SENDERS + 3,
    "WORKER_PROCESSES",
    "sono troppo pochi: le risposte ai cittadini aspetterebbero dietro agli invii",
    f"Con WHATSAPP_SENDERS={WHATSAPP_SENDERS} ne servono {WHATSAPP_SENDERS + 3}",
)
