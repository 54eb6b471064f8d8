"""Pictures as clerks have them: photographs with a place inside, posters, screenshots, odd formats."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFilter

from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.rules.attachments.facts import WEB_COPIES
from broadcasts.rules.attachments.images import MAX_BYTES, MIN_SIDE, check_image, image_thumbnail, web_copy

HIDDEN = "Tolti i dati nascosti nel file, come luogo, data e apparecchio"
TURNED = "Girata nel verso giusto"
COLOURS = "Colori convertiti in RGB a 8 bit"
SECRET = b"PHOTOGRAPHER"
ZIP = b"PK\5\6" + SECRET + bytes(9)
"""The end of a packed file, by which a reader finds the rest of it."""
UPRIGHT, ON_ITS_SIDE = 1, 6
GPS = 0x8825


def encode(picture, format_, **options):
    encoded = BytesIO()
    picture.save(encoded, format_, **options)
    return encoded.getvalue()


def decode(content):
    return Image.open(BytesIO(content))


def town(mode="RGB", size=(120, 90)):
    """A sky over a field: its upper half is blue, its lower half is green."""
    picture = Image.new("RGB", size, "royalblue")
    picture.paste("seagreen", (0, size[1] // 2, *size))
    return picture.convert(mode)


def noise(mode="RGB", size=(120, 90)):
    """What no encoder can make smaller."""
    return Image.frombytes(mode, size, random.Random(size[0]).randbytes(size[0] * size[1] * len(mode)))


def glass(size=(120, 90)):
    picture = town("RGBA", size)
    picture.paste((0, 0, 0, 0), (0, 0, 20, 20))
    return picture


def exif(orientation=UPRIGHT):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x013B] = SECRET.decode()
    data.get_ifd(GPS)[1] = "N"
    return data


def png_chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_with(chunk, content):
    """A tidy PNG with one more chunk after its header."""
    png = encode(town(), "PNG")
    return png[:33] + png_chunk(chunk, content) + png[33:]


def png_header(width, height, bits=8, colour=2):
    """A PNG that claims a size and holds nothing."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def sixteen_bit_png():
    rows = b"".join(b"\0" + struct.pack(">3H", 0xFFFF, 0x8000, 0x0001) * 60 for _ in range(60))
    header = struct.pack(">IIBBBBB", 60, 60, 16, 2, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg_segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg_with(marker, content):
    """A tidy JPEG with one more segment at its head."""
    jpeg = encode(town(), "JPEG")
    return jpeg[:2] + jpeg_segment(marker, content) + jpeg[2:]


@pytest.mark.parametrize(
    ("content", "mime_type", "extension"),
    [
        (encode(town(), "JPEG"), "image/jpeg", "jpg"),
        (encode(town(), "JPEG", progressive=True), "image/jpeg", "jpg"),
        (encode(town(), "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
         "image/jpeg", "jpg"),
        (jpeg_with(0xEE, b"Adobe\0\x64\0\0\0\0\1"), "image/jpeg", "jpg"),
        (encode(town(), "PNG"), "image/png", "png"),
        (encode(glass(), "PNG", dpi=(300, 300)), "image/png", "png"),
    ],
    ids=["jpeg", "progressive", "with a colour profile", "from Adobe", "png", "see-through png"],
)  # fmt: skip
def test_a_tidy_picture_goes_out_byte_for_byte(content, mime_type, extension):
    checked = check_image(content)
    assert checked.content == content
    assert (checked.mime_type, checked.extension) == (mime_type, extension)
    assert (checked.width, checked.height) == (120, 90)
    assert checked.changed == ()


def test_a_checked_image_does_not_show_its_content_in_logs():
    assert "content" not in repr(check_image(encode(town(), "PNG")))


@pytest.mark.parametrize(
    "content",
    [
        encode(town(), "JPEG", exif=exif()),
        encode(town(), "JPEG", comment=SECRET),
        encode(town(), "JPEG", xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
        encode(town(), "JPEG") + SECRET,
        encode(town(), "JPEG") + SECRET + encode(town(), "JPEG"),
        encode(town(), "MPO", exif=exif(), save_all=True, append_images=[town()]),
        jpeg_with(0xED, b"Photoshop 3.0\0" + SECRET),
        jpeg_with(0xE0, b"JFXX\0\x10" + SECRET),
        encode(town(), "PNG", exif=exif()),
        png_with(b"tEXt", b"Author\0" + SECRET),
        png_with(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
        png_with(b"teSt", SECRET),
        encode(town(), "JPEG", icc_profile=ZIP),
        encode(town(), "JPEG") + ZIP,
        encode(town(), "PNG") + ZIP,
        encode(town(), "PNG") + SECRET,
        encode(town(), "PNG") + b"J.Doe",
        encode(town(), "PNG") + SECRET + encode(town(), "PNG"),
    ],
    ids=[
        "exif", "comment", "xmp", "behind the end", "picture behind the picture", "several jpegs", "iptc",
        "preview", "png exif", "png text", "png xmp", "png unknown", "zip in the colours", "zip behind",
        "zip behind the png", "behind the png", "letters behind it", "png behind the png",
    ],
)  # fmt: skip
def test_whatever_hides_in_the_file_is_taken_away(content):
    checked = check_image(content)
    assert HIDDEN in checked.changed
    assert SECRET not in checked.content
    assert not decode(checked.content).getexif()
    assert decode(checked.content).format == decode(content).format.replace("MPO", "JPEG")
    assert check_image(checked.content).content == checked.content


def test_an_exif_block_that_cannot_be_read_is_taken_away_without_a_warning():
    checked = check_image(jpeg_with(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x09\0" + SECRET))
    assert checked.changed == (HIDDEN,)
    assert SECRET not in checked.content


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_taken_sideways_is_turned(format_):
    sideways = town().rotate(90, expand=True)
    checked = check_image(encode(sideways, format_, exif=exif(ON_ITS_SIDE)))
    turned = decode(checked.content)
    assert turned.size == (checked.width, checked.height) == (120, 90)
    assert turned.getpixel((60, 10))[2] > 200  # the sky is above
    assert TURNED in checked.changed or format_ == "TIFF"  # Pillow turns a TIFF while reading it


@pytest.mark.parametrize(
    ("content", "mime_type", "change"),
    [
        (encode(town(), "WEBP"), "image/jpeg", "Convertita da WEBP a JPEG"),
        (encode(glass(), "WEBP"), "image/png", "Convertita da WEBP a PNG"),
        (encode(town(), "BMP"), "image/jpeg", "Convertita da BMP a JPEG"),
        (encode(town(), "TIFF", compression="tiff_lzw"), "image/jpeg", "Convertita da TIFF a JPEG"),
        (encode(town(), "GIF"), "image/jpeg", "Convertita da GIF a JPEG"),
        (encode(town(), "AVIF"), "image/jpeg", "Convertita da AVIF a JPEG"),
    ],
)
def test_other_formats_become_jpeg_or_png(content, mime_type, change):
    checked = check_image(content)
    assert checked.mime_type == mime_type
    assert change in checked.changed
    assert check_image(checked.content).content == checked.content


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        (encode(town("CMYK"), "JPEG"), "RGB"),
        (encode(town("L"), "JPEG"), "RGB"),
        (encode(town("P"), "PNG"), "RGB"),
        (encode(town("L"), "PNG"), "RGB"),
        (encode(town("1"), "PNG"), "RGB"),
        (encode(glass().convert("LA"), "PNG"), "RGBA"),
        (encode(glass().quantize(16), "PNG"), "RGBA"),
        (encode(town("RGBA"), "TIFF"), "RGB"),
        (sixteen_bit_png(), "RGB"),
    ],
)
def test_colours_become_rgb_and_see_through_only_where_needed(content, mode):
    checked = check_image(content)
    assert decode(checked.content).mode == mode
    assert checked.changed
    assert check_image(checked.content).content == checked.content


def test_sixteen_bits_keep_their_shades():
    assert decode(check_image(sixteen_bit_png()).content).getpixel((30, 30)) == (255, 128, 0)


@pytest.mark.parametrize(("mode", "order"), [("I;16", "<"), ("I;16B", ">")])
def test_sixteen_bit_greys_keep_their_shades(mode, order):
    grey = Image.frombytes(mode, (60, 60), struct.pack(f"{order}H", 0x8000) * 3600)
    assert decode(check_image(encode(grey, "TIFF")).content).getpixel((30, 30)) == (128, 128, 128)


def swapped_profile():
    """sRGB in which red is called blue and blue red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")


@pytest.mark.parametrize(
    ("profile", "strongest"), [(swapped_profile(), 2), (b"no profile at all", 0)], ids=["honoured", "ignored"]
)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_rewritten_picture_has_the_colours_that_its_profile_meant(profile, strongest, mode):
    red = Image.new(mode, (60, 60), (255, 0, 0, 128)[: len(mode)])
    checked = decode(check_image(encode(red, "PNG", icc_profile=profile, exif=exif())).content)
    colours = checked.getpixel((30, 30))[:3]
    assert colours.index(max(colours)) == strongest
    assert checked.mode == mode
    assert "icc_profile" not in checked.info


@pytest.mark.parametrize(
    ("make", "format_", "size", "change"),
    [
        (lambda: encode(noise(size=(1000, 1000)), "JPEG", quality=100, subsampling=0, comment=bytes(60_000)), "JPEG",
         (1000, 1000), HIDDEN),
        (lambda: encode(noise(size=(1700, 1700)), "PNG"), "JPEG", (1700, 1700), "Convertita da PNG a JPEG"),
        (lambda: encode(noise(size=(2700, 2700)), "JPEG", quality=95), "JPEG",
         (2560, 2560), "Ridotta a 2560 × 2560 pixel"),
        (lambda: encode(noise(size=(1800, 1800)), "JPEG", quality=100), "JPEG",
         (1800, 1800), "Compressa per stare nei 5 MB"),
        (lambda: encode(noise("RGBA", (1900, 800)), "PNG"), "PNG", (1600, 674), "Ridotta a 1600 × 674 pixel"),
    ],
    ids=["light enough", "poster", "large photograph", "heavy photograph", "see-through"],
)  # fmt: skip
def test_what_is_too_heavy_becomes_lighter(make, format_, size, change):
    checked = check_image(make())
    assert len(checked.content) <= MAX_BYTES
    assert decode(checked.content).format == format_
    assert (checked.width, checked.height) == decode(checked.content).size == size
    assert change in checked.changed


def truncated(format_):
    content = encode(noise().filter(ImageFilter.BLUR), format_)
    return content[: len(content) * 2 // 3]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Il file è vuoto"),
        (b" \n", "Il file è vuoto"),
        (b"%PDF-1.7 and so on", "è un PDF"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"MZ\x90\0 a program", "non è un'immagine leggibile"),
        (b"<html><script>alert(1)</script></html>", "non è un'immagine leggibile"),
        (encode(town(), "ICO"), "non è un'immagine leggibile"),
        (encode(town(), "EPS"), "non è un'immagine leggibile"),
        (encode(town(), "AVIF").replace(b"pitm", b"----"), "è danneggiato"),
        (encode(Image.new("F", (60, 60), 0.5), "TIFF"), "non è un'immagine leggibile"),
        (encode(town(), "GIF", save_all=True, append_images=[glass()]), "animata"),
        (encode(town(), "WEBP", save_all=True, append_images=[glass()]), "animata"),
        (encode(town(), "PNG", save_all=True, append_images=[glass()]), "animata"),
        (encode(town(), "TIFF", save_all=True, append_images=[town()]), "più pagine"),
        (encode(town(size=(MIN_SIDE - 1, 90)), "PNG"), "misura 49 × 90 pixel"),
        (encode(town(size=(90, MIN_SIDE - 1)), "JPEG"), "misura 90 × 49 pixel"),
        (png_header(8_000, 6_251), "50 milioni di pixel"),
        (png_header(12_000, 12_000), "50 milioni di pixel"),
        (png_header(60_000, 60_000), "50 milioni di pixel"),
        (png_header(20_001, 60), "lato più lungo di 20000"),
        (png_header(8_000, 6_250), "danneggiato"),  # so many are allowed, but they are not there
        *[(truncated(format_), "danneggiato") for format_ in ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF")],
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_with_the_reason(content, reason):
    with pytest.raises(AttachmentRefused, match=reason) as refusal:
        check_image(content)
    assert str(refusal.value).endswith(".")


@pytest.mark.sweep  # two seconds of processor
def test_what_is_too_heavy_however_it_is_written_is_refused():
    with pytest.raises(AttachmentRefused, match="supera i 5 MB"):
        check_image(encode(noise("RGBA", (1700, 1700)), "PNG"))


def test_a_strip_that_would_become_a_thread_is_refused():
    strip = encode(noise("RGBA", (20_000, 70)), "PNG")
    with pytest.raises(AttachmentRefused, match="supera i 5 MB"):
        check_image(strip)


def test_the_smallest_picture_allowed():
    assert check_image(encode(town(size=(MIN_SIDE, MIN_SIDE)), "PNG")).width == MIN_SIDE


SAMPLES = [
    encode(town(), "JPEG", exif=exif()),
    encode(glass(), "PNG", exif=exif()),
    encode(town(), "WEBP"),
    encode(town(), "TIFF"),
    encode(town(), "AVIF", exif=exif()),
    encode(town(), "GIF"),
]


@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_file_is_refused_or_put_right(content, data):
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        checked = check_image(bytes(damaged))
    except AttachmentRefused:
        return
    assert check_image(checked.content).content == checked.content


@pytest.mark.parametrize(
    ("content", "size", "mode"),
    [
        (encode(town(size=(1200, 900)), "JPEG"), (400, 300), "RGB"),
        (encode(town(size=(900, 1200)), "JPEG", exif=exif(ON_ITS_SIDE)), (400, 300), "RGB"),
        (encode(glass((1200, 900)), "PNG"), (400, 300), "RGBA"),
        (encode(town(size=(100, 6000)), "PNG"), (20, 1200), "RGB"),
        (encode(town(size=(60, 60)), "PNG"), (60, 60), "RGB"),
    ],
)
def test_a_thumbnail_is_a_small_upright_png(content, size, mode):
    thumbnail = decode(image_thumbnail(content))
    assert (thumbnail.format, thumbnail.size, thumbnail.mode) == ("PNG", size, mode)


def test_the_thumbnail_of_what_is_no_picture_is_refused():
    with pytest.raises(AttachmentRefused):
        image_thumbnail(b"no picture")


@pytest.mark.parametrize("width", WEB_COPIES)
@pytest.mark.parametrize(
    ("sent", "is_wide"),
    [
        (lambda: encode(noise(size=(1000, 600)), "JPEG", quality=90), True),
        (lambda: encode(town(size=(1400, 700)), "JPEG", exif=exif(ON_ITS_SIDE)), False),
        (lambda: encode(glass(size=(1200, 900)), "PNG"), True),
        (lambda: encode(town(size=(120, 90)), "PNG"), True),
    ],
    ids=["what nothing makes smaller", "a telephone's, on its side", "see-through", "tiny"],
)
def test_a_copy_for_a_page_is_light_upright_and_tells_nothing(sent, is_wide, width):
    copy = decode(made := web_copy(sent(), width))
    assert len(made) <= WEB_COPIES[width]
    assert copy.format == "WEBP"
    assert copy.width <= width
    assert (copy.width > copy.height) == is_wide
    assert SECRET not in made
    assert not copy.getexif()
