"""The button that opens a page, beside the button to leave: what its words may be, and any address.

A button hides where it leads, so the address is the page's own: nothing that forwards, shortens or counts, of ours or
of others. Who reads sees it once the page is open, and whoever looks after the service can say where it goes.
"""

import re
from urllib.parse import parse_qsl, urlsplit

from cascina_whatsapp.whatsapp.cloud_api.limits import characters

SITE = "https://www.comune.cascina.pi.it/"
"""The address behind a standard template's button, fixed but for the end (Meta, template components)."""
LABEL = "Apri la pagina"
"""The words of that button, which are fixed as well."""
LABEL_MOST = 20
"""Characters: Meta allows 25 in a template, 20 in free form. The same words go out in both."""
LINK_MOST = 400
"""Characters of its address: three of them stand in the answer with the latest news. Meta allows 2,000 (template
components)."""
# fmt: off
SHORTENERS = (
    "adf.ly", "amzn.to", "b.link", "bit.do", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "cutt.ly",
    "cutt.us", "dub.co", "fb.me", "forms.gle", "g.co", "goo.gl", "is.gd", "j.mp", "lnk.bio",
    "lnkd.in", "m.me", "maps.app.goo.gl", "mtr.cool", "ow.ly", "page.link", "qr.ae", "qrco.de",
    "rb.gy", "rebrand.ly", "s.id", "short.gy", "shorturl.at", "smarturl.it", "snip.ly", "surl.li",
    "t.co", "t.ly", "t.me", "tiny.cc", "tiny.one", "tinyurl.com", "tr.im", "trib.al", "u.to",
    "urly.it", "v.gd", "vm.tiktok.com", "wa.link", "wa.me", "x.co", "youtu.be",
)
# fmt: on
"""Sites whose addresses only lead on to another. Meta refuses its own (wa.me) in a template anyway."""
FORWARDERS = re.compile(
    r"(?:^|\.)(?:l\.(?:facebook|instagram|wl)\.com|lm\.facebook\.com|safelinks\.protection\.outlook\.com|"
    r"urldefense\.(?:com|proofpoint\.com)|list-manage\.com|sendibt\d*\.com|ct\.sendgrid\.net|linkprotect\.cudasvc\.com|"
    r"click\.[\w.-]+|clicks?\d*\.[\w.-]+|trk\.[\w.-]+|track(?:ing)?\.[\w.-]+)$"
)
"""Sites that count who comes by and lead on: what mail programs and newsletters make of an address."""
FORWARDING_PATHS = {("google.com", "/url"), ("youtube.com", "/redirect"), ("linkedin.com", "/redir/redirect")}
COUNTERS = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|"
    r"oly_(?:enc|anon)_id|vero_id|s_cid|ref_src"
)
"""Names in an address by which somebody counts who followed it."""
WRITTEN = re.compile(
    rf"\bhttps?://[^\s<>«»\"]+|(?<![\w.@/-])(?:www\.|(?:{'|'.join(map(re.escape, SHORTENERS))})/)[^\s<>«»\"]+",
    re.IGNORECASE,
)
"""An address in a text: telephones make a link of it, with or without its protocol."""
_ODD = re.compile(r"[\n\r\t*_~`{}<>]|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]")
"""The signs that Meta takes in no button: new lines, marks, placeholders, emoji."""
_NUMBERS = re.compile(r"[\d.]+|\[.*\]")

NO_LINK = "Il pulsante ha le parole ma non l'indirizzo: scrivilo, oppure cancella le parole."
NOT_HTTPS = "L'indirizzo deve cominciare con https://"
NO_ADDRESS = "Non è un indirizzo valido: copialo dalla pagina aperta nel browser."
TOO_LONG = (
    "L'indirizzo è troppo lungo: ce ne stanno 400 caratteri. Cerca quello più breve della stessa pagina."
)
SHORTENED = (
    "«{}» è un indirizzo abbreviato: chi legge non vede dove porta, e chi lo abbrevia conta chi lo apre. Apri la "
    "pagina e copia da lì il suo indirizzo."
)
FORWARDED = (
    "«{}» conta chi apre l'indirizzo e poi rimanda altrove. Apri la pagina e copia da lì il suo indirizzo."
)
COUNTED = "Togli «{}» dall'indirizzo: serve a contare chi lo apre, e qui nessuno viene contato."
LABEL_LONG = "Sul pulsante ci stanno 20 caratteri: togline {}."
LABEL_ODD = (
    "Sul pulsante scrivi solo parole: niente emoji, asterischi o parentesi graffe, WhatsApp li rifiuta."
)
LABEL_TAKEN = "«Cancellazione» è già l'altro pulsante: scrivi che cosa si apre, per esempio «Prenota»."


def suffix(link: str, label: str) -> str | None:
    """The end that a standard template's button needs to open `link`; None where it can't: other words, another site.

    `label`: "" for the standard words. Meta appends the end as it is; an empty one it refuses.
    """
    if label not in ("", LABEL) or not link.startswith(SITE):
        return None
    return link[len(SITE) :] or None


def link_problem(link: str) -> str:
    """Say in Italian what is wrong with an address on a button; "" where nothing is. `link` is valid https."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return NO_ADDRESS
    if parts.username is not None or "." not in host or _NUMBERS.fullmatch(host) or "{{" in link:
        return NO_ADDRESS
    if characters(link) > LINK_MOST:
        return TOO_LONG
    bare = host.removeprefix("www.")
    if any(_is_of(bare, site) for site in SHORTENERS):
        return SHORTENED.format(host)
    if FORWARDERS.search(bare) or _forwards(bare, parts.path):
        return FORWARDED.format(host)
    names = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    counter = next((name for name in names if COUNTERS.fullmatch(name.lower())), "")
    return COUNTED.format(counter) if counter else ""


def addresses_in(text: str) -> list[str]:
    """List the addresses in a text, without the signs that end a sentence."""
    return [address.rstrip(".,;:!?)") for address in WRITTEN.findall(text)]


def problem_in(text: str) -> str:
    """Say in Italian which address in a text leads on to another, or counts; "" where none does."""
    links = (address if "//" in address else f"https://{address}" for address in addresses_in(text))
    found = (problem for link in links if (problem := link_problem(link)) not in ("", NO_ADDRESS, TOO_LONG))
    return next(found, "")


def label_problem(label: str, *, taken: str) -> str:
    """Say in Italian what is wrong with the words on a button; "" where nothing is. `taken`: the other button's."""
    over = characters(label) - LABEL_MOST
    if over > 0:
        return LABEL_LONG.format(over)
    if _ODD.search(label):
        return LABEL_ODD
    return LABEL_TAKEN if label.casefold() == taken.casefold() else ""


def _forwards(host: str, path: str) -> bool:
    return any(_is_of(host, site) and path.rstrip("/") == where for site, where in FORWARDING_PATHS)


def _is_of(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")
