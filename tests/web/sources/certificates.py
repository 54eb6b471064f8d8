"""Certificates that nobody has signed but themselves, for servers of a test's own."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def write_pem(path: Path, name: x509.GeneralName, *, begins: datetime, ends: datetime) -> Path:
    """Key and certificate of this name, one after the other, in a file."""
    key, nobody = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    signed = (
        x509.CertificateBuilder(nobody, nobody, key.public_key(), 1, begins, ends)
        .add_extension(x509.SubjectAlternativeName([name]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(written + signed.public_bytes(serialization.Encoding.PEM))
    return path
