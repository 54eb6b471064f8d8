"""Which values a rule takes, and which it refuses, and why."""

import pytest

from cascina_whatsapp.settings.configuration import addresses, values
from cascina_whatsapp.settings.configuration.problems import Rule

TAKEN = [
    (addresses.database, "postgres://u:p@127.0.0.1:5432/cascina"),
    (addresses.database, "postgresql://u:p%2Fw@db.example.org/cascina?sslmode=require"),
    (addresses.database, "postgres:///cascina"),
    (addresses.database, "postgres:////var/run/postgresql/cascina"),
    (addresses.database, "postgres://u:p@[::1]:5432/cascina"),
    (addresses.database, "postgres://u:p@h/cascina?sslmode=require&application_name=a%40b"),
    (addresses.database, "sqlite:////var/lib/cascina.sqlite3"),
    (addresses.database, "sqlite://:memory:"),
    (addresses.redis, "redis://:password@127.0.0.1:6379/1"),
    (addresses.redis, "rediss://redis.example.org"),
    (addresses.redis, "rediss://redis.example.org/0?ssl_cert_reqs=required&ssl_ca_certs=/etc/ca.pem"),
    (addresses.sentry, "https://key@sentry.example.org/errors/12"),
    (addresses.mail_server, "smtp+tls://u%40example.org:p@smtp.example.org:587"),
    (addresses.mail_server, "smtp://localhost:25"),
    (addresses.mail_server, "consolemail://"),
    (addresses.meta, "https://graph.facebook.com/"),
    (addresses.meta, "http://127.0.0.1:8001"),
    (values.telegram_token, "7000000001:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"),
    (values.telegram_channel, "@comunedicascina"),
    (values.telegram_channel, "-1001234567890"),
    (addresses.site, "https://whatsapp.example.org"),
    (addresses.site, "https://whatsapp.example.org:8443"),
    (addresses.page, "https://example.org/informativa?lingua=it"),
    (addresses.issuer, "https://sso.example.org/realms/comune"),
    (addresses.syslog, "udp://log.example.org:514"),
    (addresses.syslog, "unix:///dev/log"),
    (values.meta_id, "106540352242922"),
    (values.email, "urp@comune.example.it"),
    (values.email, "Comune di Cascina <urp@comune.example.it>"),
    (values.contact, "https://example.org/segnala"),
    (values.contact, "sicurezza@example.org"),
    (values.host, "whatsapp.example.org"),
    (values.host, ".example.org"),
    (values.host, "[::1]"),
    (values.host, "127.0.0.1"),
    (values.domain, "comune.cascina.pi.it"),
    (values.key(8), "abcdefgh"),
    (values.key(8), "àèìò1"),
    (values.key(8, blanks=True), "a phrase of several words"),
]
REFUSED = [
    (values.telegram_token, "AAEhBOweik6ad9r", "non è la chiave di un bot"),
    (values.telegram_channel, "t.me/comunedicascina", "non è un canale"),
    (addresses.database, "mysql://u:p@h/db", "non comincia con postgres://"),
    (addresses.database, "cascina", "non comincia con postgres://"),
    (addresses.database, "postgres://u:p@h", "manca il nome della base di dati"),
    (addresses.database, "postgres://u:p@h:port/db", "non c'è un numero di porta"),
    (addresses.database, "postgres://u:p@[::1/db", "non c'è un numero di porta"),
    (addresses.database, "postgres://u:p?w@h/db", "la password"),
    (addresses.database, "postgres://u:p#w@h/db", "la password"),
    (addresses.database, "postgres://u:p@s/w@h/db", "la password"),
    (addresses.database, "postgres://u:p@h/db?application_name=a@b", "la password"),
    (addresses.database, "postgres://u:[p@h/db", "un segno come «[»"),
    (addresses.database, "POSTGRES://u:p@h/db", "non comincia con postgres://"),
    (addresses.database, "sqlite://u:p@h/db", "non c'è un percorso"),
    (addresses.redis, "redis://h:6379/0 # main", "uno spazio"),
    (addresses.redis, "redis://:a;b@h/0", "c'è «;»"),
    (addresses.redis, "redis://password@h/0", "manca la password"),
    (addresses.redis, "redis://h/notanumber", "il numero di una base di dati"),
    (addresses.redis, "redis://h/0?db=1", "un'opzione che qui non vale"),
    (addresses.redis, "redis://h/0?ssl_cert_reqs=none", "un'opzione che qui non vale"),
    (addresses.redis, "redis://::1/0", "non c'è un numero di porta"),
    (addresses.redis, "redis+socket:///run/redis/redis.sock", "non comincia con redis://"),
    (addresses.sentry, "https://sentry.example.org/12", "manca la chiave"),
    (addresses.sentry, "https://key@sentry.example.org/errors", "il numero del progetto"),
    (addresses.sentry, "sentry.example.org/12", "non comincia con https://"),
    (addresses.sentry, "https://key@/12", "manca la chiave, il server"),
    (addresses.page, "https://u:p@example.org/", "non ha password"),
    (addresses.mail_server, "smtp+tls://", "manca il nome del server"),
    (addresses.mail_server, "smtp+tls://u:p@h:mail", "non c'è un numero di porta"),
    (addresses.meta, "https://graph.facebook.com/v26.0", "c'è dell'altro"),
    (addresses.meta, "https://", "manca il nome del sito"),
    (addresses.meta, "http://localhost@198.51.100.7", "non ha password"),
    (addresses.site, "https://example.org/whatsapp", "dopo il nome del sito"),
    (addresses.issuer, "http://sso.example.org", "https://"),
    (addresses.syslog, "log.example.org", "non comincia con udp://"),
    (addresses.syslog, "tcp://", "manca il server"),
    (values.meta_id, "1065٤", "solo cifre"),
    (values.meta_id, "+39335385843", "solo cifre"),
    (values.email, "urp@comune", "non è un indirizzo"),
    (values.email, "urp@comune.it;rpd@comune.it", "non è un indirizzo"),
    (values.contact, "http://example.org", "non è un indirizzo"),
    (values.host, "example.org:8000", "porta"),
    (values.host, "example.org/", "barre"),
    (values.host, ".it", "siti di tutti"),
    (values.host, ".gov.it", "siti di tutti"),
    (values.domain, "comune", "un dominio"),
    (values.folder, "var", "il percorso"),
    (values.folder, "/nonexistent/var", "non si può scrivere"),
    (values.folder, "/proc/version", "non si può scrivere"),
    (values.key(8), "abcdefg", "meno di 8"),
    (values.key(8), "aaaaaaaaaa", "gli stessi"),
    (values.key(8), "abcd efgh", "uno spazio"),
]


@pytest.mark.parametrize(("rule", "value"), TAKEN)
def test_a_rule_takes(rule: Rule, value: str):
    assert addresses.judged(rule, value) is None


@pytest.mark.parametrize(("rule", "value", "words"), REFUSED)
def test_a_rule_refuses(rule: Rule, value: str, words: str):
    fault = addresses.judged(rule, value)
    assert fault
    assert words in fault.wrong


def test_a_folder_that_can_be_made_is_taken(tmp_path):
    assert values.folder(str(tmp_path)) is None
    assert values.folder(str(tmp_path / "new")) is None
    assert values.folder(str(tmp_path / "no" / "parent")) is not None


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://A.example.org:8443", "a.example.org"), ("example.org", ""), ("https://[::1", "")],
)
def test_the_host_of_an_address(url: str, host: str):
    assert addresses.host_of(url) == host


@pytest.mark.parametrize(
    ("names", "host", "answers"),
    [
        (["a.example"], "a.example", True),
        ([".example.org"], "a.example.org", True),
        ([".example.org"], "example.org", True),
        ([".example.org"], "anexample.org", False),
        (["b.example", "[::1]"], "a.example", False),
    ],
)
def test_the_site_answers_to_its_own_name(names: list, host: str, answers: bool):
    assert values.answers_to(names, host) is answers


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("whatsapp.comune.example.it", True),
        ("8.8.8.8", True),
        ("10.0.0.5", False),
        ("::1", False),
        ("localhost", False),
        ("server.lan", False),
        ("server", False),
        ("", False),
    ],
)
def test_a_telephone_finds_a_public_name(host: str, found: bool):
    assert addresses.is_public(host) is found
