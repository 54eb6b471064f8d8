"""A webhook is Meta's if one of our app secrets signed exactly the bytes that came."""

import pytest

from cascina_whatsapp.whatsapp.cloud_api.signature import is_authentic, sign

BODY = b'{"object":"whatsapp_business_account","entry":[]}'
SECRET = "test_app_secret"

# Computed with another implementation of HMAC-SHA256.
VECTORS = [
    (SECRET, BODY, "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"),
    (
        SECRET,
        b'{"object": "whatsapp_business_account", "entry": []}',
        "56cbbaf4961c6cfdae48b7f116c047e5eb513d2c931baae63a2bc1afd26f803a",
    ),
    ("otro_secreto", BODY, "769b03d8c2ae6498f2d1e1f7299c0ba55448c69d741e7b0bb243d852d8a8d8c7"),
    (
        SECRET,
        rb'{"t":"Citt\u00e0 \u00e8 gi\u00e0"}',
        "4515a37ea10c5318e1659ca7c261fb540082302a08744e769e25be98d3b0d016",
    ),
    (
        SECRET,
        '{"t":"Città è già"}'.encode(),
        "eaae8cfff2f3faac36d81fe078b1e4e2b12560d6481602f2eebceee7d92bcca6",
    ),
]


@pytest.mark.parametrize(("secret", "body", "digest"), VECTORS)
def test_the_bytes_decide_not_what_they_mean(secret: str, body: bytes, digest: str):
    assert sign(body, secret) == f"sha256={digest}"
    assert is_authentic(body, f"sha256={digest}", [secret])
    assert is_authentic(body, f"sha256={digest.upper()}", [secret])


def test_the_same_text_escaped_otherwise_does_not_pass():
    escaped, plain = VECTORS[3], VECTORS[4]
    assert not is_authentic(plain[1], f"sha256={escaped[2]}", [SECRET])


@pytest.mark.parametrize("secrets", [["old", SECRET], [SECRET, "new"], ["", SECRET]])
def test_either_secret_passes_while_they_are_rotated(secrets: list[str]):
    assert is_authentic(BODY, sign(BODY, SECRET), secrets)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        VECTORS[0][2],
        "sha1=" + VECTORS[0][2],
        "sha256=" + VECTORS[0][2][:-1],
        "sha256=" + VECTORS[0][2] + "0",
        "sha256=" + VECTORS[0][2] + "\n",
        " sha256=" + VECTORS[0][2],
        "sha256=" + "g" * 64,
        "sha256=" + "à" * 64,
        "sha256=" + "0" * 64,
    ],
)
def test_any_other_header_is_refused(header: str | None):
    assert not is_authentic(BODY, header, [SECRET])


@pytest.mark.parametrize("secrets", [[], [""], ["another"]])
def test_without_the_secret_nothing_is_authentic(secrets: list[str]):
    assert not is_authentic(BODY, sign(BODY, SECRET), secrets)
    assert not is_authentic(BODY, sign(BODY, ""), [""])
