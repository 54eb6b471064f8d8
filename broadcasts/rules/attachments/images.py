"""Images as WhatsApp shows them, without what a telephone hides in them (place, date, owner)."""

import re
import struct
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import is_zipfile

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from .facts import WEB_COPIES, AttachmentRefused, CheckedImage

MAX_BYTES = 5 * 1024 * 1024  # Meta, media page
MAX_PIXELS = 50_000_000  # what a good telephone takes; decoded, 200 MB of memory
MAX_SIDE = 20_000  # pixels: longer than any panorama, and a JPEG can hold it
HOPELESS_BYTES = 4 * MAX_BYTES
"""A PNG that was heavier does not become light enough by being written once more, which takes up to ten seconds."""
MIN_SIDE = 50  # pixels: nobody can read less
SMALLER_SIDES = (2560, 2048, 1600)  # pixels of the longest side; on a telephone even the last is sharp
JPEG_QUALITY = 90
WEB_QUALITIES = (80, 65, 50, 35)
TALLEST_THUMBNAIL = 3  # times its width

# What WhatsApp shows (Meta, image messages page: JPEG or PNG, 8 bits, RGB or RGBA).
MIME_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
EXTENSIONS = {"JPEG": "jpg", "PNG": "png"}

AvifImagePlugin.DEFAULT_MAX_THREADS = 1
"""The child process makes no threads; by itself Pillow would make one for each processor."""
READABLE_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF")
SEVERAL_JPEGS = "MPO"  # some telephones put a preview behind the picture; it still calls itself a JPEG
ORIENTATION = 0x0112  # Exif tag; 1 is upright

# What may stand beside the picture: its size without thumbnail, how colours are coded, their profile.
TIDY_JPEG_SEGMENT = re.compile(rb"JFIF\0.{7}\0\0|Adobe.{7}|ICC_PROFILE\0.+", re.DOTALL)
JPEG_END = b"\xff\xd9"
TIDY_PNG_CHUNKS = set(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD".split())
PNG_SIGNATURE_LENGTH = 8
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"

UNREADABLE = (
    "Il file non è un'immagine leggibile o è danneggiato: salvala come JPEG o PNG e caricala di nuovo."
)
TOO_LARGE = (
    f"L'immagine ha più di {MAX_PIXELS // 10**6} milioni di pixel o un lato più lungo di {MAX_SIDE}:"
    " riducila e caricala di nuovo."
)
SEVERAL_FRAMES = "L'immagine è animata o ha più pagine: salva solo la prima come JPEG o PNG e carica quella."
TOO_HEAVY = "L'immagine supera i 5 MB anche dopo averla ridotta: salvala più piccola e caricala di nuovo."
ADVICE = {  # how a file that is no picture for us begins, and what to do about it
    rb"\s*\Z": "Il file è vuoto: sceglilo di nuovo.",
    rb".*%PDF-": "Il file è un PDF: scegli il tipo «documento», oppure carica un JPEG o un PNG.",
    rb".*<svg[\s>]": "WhatsApp non mostra i disegni SVG: esportalo come PNG e caricalo di nuovo.",
    rb".{4}ftyp(?:hei|hev|mif1|msf1)": "WhatsApp non mostra le foto HEIC: salvala come JPEG e ricaricala.",
}


def check_image(content: bytes) -> CheckedImage:
    """Check an image and return it as it can be sent: byte for byte, or put right and said so.

    Raises AttachmentRefused.
    """
    with _damage_refused(content):
        picture = _opened(content)
        changes = _changes_needed(picture, content)
        source_format = str(picture.format)
        if not changes and source_format in MIME_TYPES and len(content) <= MAX_BYTES:
            return _checked(content, picture, source_format, ())
        upright = _in_rgb(_turned(picture))
    is_hopeless = source_format == "PNG" and len(content) > HOPELESS_BYTES
    return _rewritten(
        upright, "JPEG" if source_format == SEVERAL_JPEGS else source_format, changes, is_hopeless
    )


def image_thumbnail(content: bytes, width: int = 400) -> bytes:
    """A PNG of the image, at most so many pixels wide. Raises AttachmentRefused."""
    with _damage_refused(content):
        picture = _in_rgb(_turned(_opened(content)))
    picture.thumbnail((width, width * TALLEST_THUMBNAIL))
    return _encoded(picture, "PNG")


def web_copy(content: bytes, width: int) -> bytes:
    """A WebP of the image, at most so many pixels wide, a key of WEB_COPIES, without what a camera hides in it.

    As light as is said there: the best quality that is, else fewer pixels. Raises AttachmentRefused.
    """
    with _damage_refused(content):
        picture = _in_rgb(_turned(_opened(content)))
    while True:
        picture.thumbnail((width, width * TALLEST_THUMBNAIL))
        for quality in WEB_QUALITIES:
            encoded = BytesIO()
            picture.save(encoded, "WEBP", quality=quality)
            if encoded.tell() <= WEB_COPIES[width]:
                return encoded.getvalue()
        picture.thumbnail((picture.width * 3 // 4, picture.height * 3 // 4))


@contextmanager
def _damage_refused(content: bytes) -> Iterator[None]:
    """Refuse damage: Pillow has many ways to tell of it, and warns of files that are merely odd."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # MAX_PIXELS is stricter
        try:
            yield
        except AttachmentRefused:
            raise
        except UnidentifiedImageError:
            raise AttachmentRefused(_advice(content)) from None
        except Image.DecompressionBombError:
            raise AttachmentRefused(TOO_LARGE) from None
        except (OSError, SyntaxError, ValueError, RuntimeError) as damage:
            raise AttachmentRefused(UNREADABLE) from damage


def _advice(content: bytes) -> str:
    beginning = content[:1024]
    return next((what for how, what in ADVICE.items() if re.match(how, beginning, re.DOTALL)), UNREADABLE)


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content), formats=READABLE_FORMATS)
    _refuse_size(*picture.size)
    if getattr(picture, "is_animated", False) and picture.format != SEVERAL_JPEGS:
        raise AttachmentRefused(SEVERAL_FRAMES)
    picture.load()
    return picture


def _refuse_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise AttachmentRefused(TOO_LARGE)
    if min(width, height) < MIN_SIDE:
        raise AttachmentRefused(
            f"L'immagine misura {width} × {height} pixel, troppo pochi per vederci qualcosa:"
            f" caricane una di almeno {MIN_SIDE} pixel per lato."
        )


def _changes_needed(picture: Image.Image, content: bytes) -> list[str]:
    """List the faults of an image file, told in Italian as what is done about them."""
    changes = []
    if _holds_more(picture, content):
        changes.append("Tolti i dati nascosti nel file, come luogo, data e apparecchio")
    if picture.getexif().get(ORIENTATION, 1) != 1:
        changes.append("Girata nel verso giusto")
    if picture.mode not in ("RGB", "RGBA") or _has_16_bits(picture, content):
        changes.append("Colori convertiti in RGB a 8 bit")
    return changes


def _holds_more(picture: Image.Image, content: bytes) -> bool:
    """Tell whether a JPEG or a PNG holds more than its picture; other formats are always written anew."""
    if is_zipfile(BytesIO(content)):
        return True
    match picture.format:
        case "PNG":
            return not (set(_png_chunks(content)) <= TIDY_PNG_CHUNKS and content.endswith(PNG_END))
        case "JPEG" | "MPO":
            tidy = isinstance(picture, JpegImageFile) and all(
                TIDY_JPEG_SEGMENT.fullmatch(segment) for _, segment in picture.applist
            )
            return not (tidy and content.find(JPEG_END) == len(content) - len(JPEG_END))
    return False


def _has_16_bits(picture: Image.Image, content: bytes) -> bool:
    """Tell whether a PNG has 16 bits, by its header: Pillow reads it as if it had 8."""
    return picture.format == "PNG" and content[24] == 16


def _png_chunks(content: bytes) -> Iterator[bytes]:
    """The name of each chunk; also of what follows the picture, which then has an odd name."""
    position = PNG_SIGNATURE_LENGTH
    while position + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, position)
        yield name
        position += length + 12


def _turned(picture: Image.Image) -> Image.Image:
    """Turn a picture upright, itself and no copy: there is memory for two of the largest, not for three."""
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _in_rgb(picture: Image.Image) -> Image.Image:
    """Convert a picture to 8-bit sRGB, with transparency only where something shows through, nothing attached."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("I", "F"):  # measurements: which of them are black and white, nobody knows
        raise AttachmentRefused(UNREADABLE)
    if picture.has_transparency_data and picture.mode != "RGBA":
        picture = picture.convert("RGBA")
    if profile:
        picture = _in_srgb(picture, profile)
    wanted = "RGBA" if _is_see_through(picture) else "RGB"
    if picture.mode != wanted:
        picture = picture.convert(wanted)
    picture.info.clear()
    return picture


def _is_see_through(picture: Image.Image) -> bool:
    """Tell whether any pixel of a picture lets something through."""
    return picture.mode == "RGBA" and any(picture.getchannel("A").histogram()[:255])


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The colours that the file's own profile means; as they are if the profile is of no use."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    srgb = ImageCms.createProfile("sRGB")
    try:
        return ImageCms.profileToProfile(picture, BytesIO(profile), srgb, outputMode=mode) or picture
    except ImageCms.PyCMSError:
        return picture


def _rewritten(
    picture: Image.Image, source_format: str, changes: list[str], is_hopeless: bool
) -> CheckedImage:
    """The most faithful encoding that is light enough."""
    for format_, side in _encodings(picture, source_format, is_hopeless):
        smaller = _within(picture, side)
        content = _encoded(smaller, format_)
        if len(content) <= MAX_BYTES and min(smaller.size) >= MIN_SIDE:
            if smaller.size != picture.size:
                changes.append("Ridotta a {} × {} pixel".format(*smaller.size))
            if format_ != source_format:
                changes.append(f"Convertita da {source_format} a {format_}")
            return _checked(content, smaller, format_, changes or ["Compressa per stare nei 5 MB"])
    raise AttachmentRefused(TOO_HEAVY)


def _encodings(
    picture: Image.Image, source_format: str, is_hopeless: bool
) -> Iterator[tuple[str, int | None]]:
    """Yield format and longest side to try, best first: a JPEG shows nothing through, a PNG keeps letters sharp."""
    see_through = picture.mode == "RGBA"
    if source_format == "PNG" and not see_through and not is_hopeless:
        yield "PNG", None
    for side in SMALLER_SIDES if see_through and is_hopeless else (None, *SMALLER_SIDES):
        yield "PNG" if see_through else "JPEG", side


def _within(picture: Image.Image, side: int | None) -> Image.Image:
    return ImageOps.contain(picture, (side, side)) if side and max(picture.size) > side else picture


def _encoded(picture: Image.Image, format_: str) -> bytes:
    encoded = BytesIO()
    picture.save(encoded, format_, quality=JPEG_QUALITY)
    return encoded.getvalue()


def _checked(content: bytes, picture: Image.Image, format_: str, changes: Iterable[str]) -> CheckedImage:
    return CheckedImage(
        content=content,
        mime_type=MIME_TYPES[format_],
        extension=EXTENSIONS[format_],
        width=picture.width,
        height=picture.height,
        changed=tuple(changes),
    )
