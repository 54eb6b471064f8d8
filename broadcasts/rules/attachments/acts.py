"""The acts of a PDF: scripts, programs, forms that send, films, files inside (ISO 32000-2, 12.6, 12.7, 7.11.4).

Nothing that acts leaves. A file in which nothing does leaves byte for byte, so that a signature in it holds. It is
not walked by its own table of objects: each place where an object can begin is read, also of one that was replaced
later, that no table names, or that lies in the middle of other data. A viewer that repairs a file finds it so, too.
"""

import re
import zlib
from collections.abc import Iterator

from .facts import AttachmentRefused

FILES, FILMS = "altri file", "filmati, suoni o modelli in tre dimensioni"
SCRIPTS, FORMS, AWAY = "programmi (JavaScript)", "un modulo che manda o cambia dati", "rimandi ad altri file"
ALONE, COMMANDS = "comandi che partono da soli", "comandi per il programma che lo apre"
ACTS = {
    **dict.fromkeys(("JavaScript", "JS"), SCRIPTS),
    **dict.fromkeys(("SubmitForm", "ResetForm", "ImportData", "XFA"), FORMS),
    **dict.fromkeys(("EmbeddedFiles", "EmbeddedFile", "EF", "FileAttachment", "Collection"), FILES),
    **dict.fromkeys(
        ("RichMedia", "RichMediaExecute", "3D", "GoTo3DView", "Movie", "Sound", "Rendition"), FILMS
    ),
    **dict.fromkeys(("GoToR", "GoToE", "GoToDp"), AWAY),
    **dict.fromkeys(("Launch", "Hide", "Named", "SetOCGState"), COMMANDS),
    "AA": ALONE,
}
"""Name, wherever it stands in an object → what it is of, in Italian. All actions but two: GoTo leads to a page of the
same document, URI opens an address, which who approves reads."""
AMBIGUOUS = {"Thread": AWAY, "Trans": COMMANDS}
"""The actions whose name means something harmless elsewhere; they are one after /S."""
MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes of all objects that a file keeps compressed."""
MOST_LINKS, LONGEST_LINK = 100, 500
"""The addresses that a person can look through before approving, and the characters of one."""
SCHEMES = re.compile(r"(?:https?://|mailto:|tel:|www\.)", re.IGNORECASE)

PRINT_IT = "stampa di nuovo il documento in PDF e carica quello"
HOLDS = f"Il PDF contiene {{}}, che su un telefono possono fare danni: {PRINT_IT}."
PROTECTED = (
    "Il PDF ha limiti di copia o di stampa, e non si può guardare che cosa contiene: salvane una copia senza limiti,"
    f" oppure {PRINT_IT}."
)
UNREADABLE = f"Il PDF è fatto in un modo che non si può controllare: {PRINT_IT}."
ODD_LINK = f"Il PDF ha un collegamento che non apre una pagina né un'e-mail: toglilo, oppure {PRINT_IT}."
MANY_LINKS = (
    f"Il PDF ha più di {MOST_LINKS} collegamenti, e chi approva li guarda tutti: togline, o dividilo."
)

SPACE, REGULAR = rb"\0\t\n\f\r ", rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
FILLER = rb"(?:[%b]|%%[^\r\n]*[\r\n])" % SPACE
NOTHING = re.compile(rb"%b*" % FILLER)
BEGINNING = re.compile(rb"([0-9]{1,10})%b+[0-9]+%b*obj|trailer(?=%b*<<)" % (FILLER, FILLER, FILLER))
TOLD = (*ACTS, *AMBIGUOUS, "S", "GoTo", "URI", "Next", "OpenAction", "Encrypt", "First")
TOKEN = re.compile(
    rb"(\[[0-9R.+\-%b]*\]|\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f%b]*>|%%[^\r\n]*)"
    rb"|(/(?:%b)(?!%b)|/%b*#%b*)"
    rb"|<<|>>|[\[\](<]|(?<![^\0\t\n\f\r ()<>\[\]{}%%])(?:endobj|stream|obj)(?!%b)"
    % (SPACE, SPACE, "|".join(TOLD).encode(), REGULAR, rb"[^\0\t\n\f\r ()<>\[\]{}/%#]", REGULAR, REGULAR),
    re.DOTALL,
)
"""The tokens that say something (7.2): arrays of numbers, strings and comments, each whole; names in TOLD, or spelt
with a #; brackets and ends."""
BRACKETS = {b"<<": 1, b"[": 1, b">>": -1, b"]": -1}
ENDS = (b"endobj", b"stream", b"obj", b"")
HEX_STRING = re.compile(rb"<[0-9A-Fa-f%b]*>" % SPACE)
STRING_SIGN = re.compile(rb"[()]|\\.", re.DOTALL)
REFERENCE = re.compile(rb"([0-9]{1,10})%b+[0-9]+%b+R" % (FILLER, FILLER))
FIRST = re.compile(rb"/First[%b]*([0-9]+)" % SPACE)
FLATE = re.compile(
    rb"/Filter[%b]*(?:/FlateDecode(?!%b)|\[[%b]*/FlateDecode[%b]*\])" % (SPACE, REGULAR, SPACE, SPACE)
)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)


def links(content: bytes) -> tuple[str, ...]:
    """List the addresses that a PDF opens when somebody asks for it, each once. Raises AttachmentRefused."""
    walk = Walk(content)
    walk.look()
    if len(walk.links) > MOST_LINKS:
        raise AttachmentRefused(MANY_LINKS)
    return tuple(walk.links)


class Walk:
    """A look at every object of a PDF; AttachmentRefused at the first that acts, or that can't be looked at."""

    def __init__(self, content: bytes):
        self.content = content
        self.left = MOST_UNPACKED
        self.links: dict[str, None] = {}
        self.objects: dict[int, list[set[str]]] = {}
        """Number → the names in TOLD that stand in each object of that number; "[" in one that is an array."""
        self.at_opening: list[set[str]] = []
        self.referred: set[int] = set()
        """The objects that say what is done when the file is opened: names of one, number of one to be found."""

    def look(self) -> None:
        """Look at each object where one can begin, then at what is done at the opening."""
        for beginning in BEGINNING.finditer(self.content):
            self._run(self.content, {beginning.end(): int(beginning[1] or 0)})
        for number in self.referred:
            self.at_opening += self.objects.get(number, [set()])
        if not all(names & {"[", "GoTo"} and not names & {"URI", "Next"} for names in self.at_opening):
            raise AttachmentRefused(HOLDS.format(ALONE))

    def _run(self, data: bytes, marks: dict[int, int]) -> None:
        """Look at the objects that begin at `marks`, place → number: one to its end or stream, or all of a stream."""
        waiting = sorted(marks.items(), reverse=True)
        begins, depth, before, names = waiting[-1][0], 0, "", set[str]()
        for token, is_name, place, end in _tokens(data, begins):
            while waiting and waiting[-1][0] < end:
                if depth or waiting[-1][0] > place:  # viewers would see an object in the middle of this one
                    raise AttachmentRefused(UNREADABLE)
                names = self._begun(data, *waiting.pop())
            if is_name:
                before = self._take(_name(token), before, data, end, names)
                continue
            before, depth = "", depth + BRACKETS.get(token, 0)
            if token in ENDS:
                if depth or (token and data is not self.content):
                    raise AttachmentRefused(UNREADABLE)
                if token == b"stream" and "First" in names:
                    self._unpack(data[begins:place], end)
                return

    def _begun(self, data: bytes, place: int, number: int) -> set[str]:
        """Return the names of an object that begins: none but that of an array."""
        names = {"["} if data[_next(data, place)] == ord("[") else set[str]()
        self.objects.setdefault(number, []).append(names)
        return names

    def _take(self, name: str, before: str, data: bytes, end: int, names: set[str]) -> str:
        """Take note of a name that ends there, and return it; `before` is the one right before it."""
        names.add(name)
        if kind := ACTS.get(name) or (before == "S" and AMBIGUOUS.get(name)):
            raise AttachmentRefused(HOLDS.format(kind))
        if name == "Encrypt":
            raise AttachmentRefused(PROTECTED)
        if name == "URI" and (address := _address(data, end)):
            self.links[address] = None
        if name == "OpenAction":
            if reference := REFERENCE.match(data, _next(data, end)):
                self.referred.add(int(reference[1]))
            elif data[_next(data, end)] != ord("["):
                self.at_opening.append(names)
        return name

    def _unpack(self, head: bytes, place: int) -> None:
        """Look at the objects that a stream holds: pairs of a number and a place, then the objects (7.5.7)."""
        is_plain = len(FLATE.findall(head)) == head.count(b"/Filter") == 1
        if not is_plain or any(odd in head for odd in (b"#", b"/DecodeParms", b"/FFilter")):
            raise AttachmentRefused(UNREADABLE)
        packed = memoryview(self.content)[place : self.content.find(b"endstream", place)]
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(
                bytes(packed).lstrip(b" ").removeprefix(b"\r").removeprefix(b"\n"), self.left
            )
            first = int(FIRST.findall(head)[0])
            pairs = [int(number) for number in data[:first].split()]
        except (zlib.error, ValueError, IndexError):
            raise AttachmentRefused(UNREADABLE) from None
        self.left -= len(data)
        if not unpacking.eof or self.left <= 0:
            raise AttachmentRefused(UNREADABLE)
        if pairs:
            self._run(
                data, {first + where: number for number, where in zip(pairs[::2], pairs[1::2], strict=False)}
            )


def _tokens(data: bytes, place: int) -> Iterator[tuple[bytes, bool, int, int]]:
    """Yield each token of TOKEN from a place on, whether it is a name, where it begins and ends; at last b""."""
    while found := TOKEN.search(data, place):
        begins, place = found.span()
        token = found[0]
        if token == b"(":  # with brackets in it
            place = _string_end(data, place)
        elif token == b"<":
            raise AttachmentRefused(UNREADABLE)
        yield token, found.lastindex == 2, begins, place
    yield b"", False, len(data), len(data)


def _string_end(data: bytes, place: int) -> int:
    """Return where a string ends whose first bracket is behind us (7.3.4.2)."""
    depth = 1
    while depth:
        if not (sign := STRING_SIGN.search(data, place)):
            raise AttachmentRefused(UNREADABLE)
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        place = sign.end()
    return place


def _name(token: bytes) -> str:
    """Spell out a name: "/J#61vaScript" (7.3.5)."""
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), token[1:])
    return plain.decode("latin-1")


def _next(data: bytes, place: int) -> int:
    """Return where the next token begins; the last byte where none does."""
    found = NOTHING.match(data, place)
    return min(found.end() if found else place, len(data) - 1)


def _address(data: bytes, place: int) -> str:
    """Return the address after /URI; "" where that is the kind of an action. Raises AttachmentRefused."""
    place = _next(data, place)
    if data[place] == ord("("):
        text = ESCAPE.sub(_unescaped, data[place + 1 : _string_end(data, place + 1) - 1])
    elif found := HEX_STRING.match(data, place):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", found[0]).decode()
        text = bytes.fromhex(digits + "0" * (len(digits) % 2))
    elif data[place] == ord("/") or data[place : place + 2] == b">>":
        return ""
    else:
        raise AttachmentRefused(ODD_LINK)
    address = "".join(sign for sign in text.decode("latin-1") if sign.isprintable() and sign != " ")
    if not SCHEMES.match(address) or len(address) > LONGEST_LINK:
        raise AttachmentRefused(ODD_LINK)
    return address


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if sign.isdigit() else sign if sign in b"()\\" else b""
