"""Certificates that a browser would refuse, each bad in one way alone."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAY: Final = timedelta(days=1)
_Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
HOST: Final = "127.0.0.1"


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Signs; `file` holds its own certificate."""

    def __init__(self, folder: Path, name: str = "Test Root", signer: Authority | None = None) -> None:
        self.folder, self.name = folder, _name(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = make(self.name, self.key, signer or self, is_authority=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(pem(self.certificate))


def make(
    subject: x509.Name,
    key: _Key,
    signer: Authority,
    *,
    hosts: Sequence[str] = (),
    starts: timedelta = -_DAY,
    ends: timedelta = _DAY,
    is_authority: bool = False,
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer.name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + starts)
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if hosts:
        names = [
            x509.DNSName(h) if h[0].isalpha() or h[0] == "*" else x509.IPAddress(ip_address(h)) for h in hosts
        ]
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if usage is not None:
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return made.sign(signer.key, hashes.SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


def context(folder: Path, key: _Key, *chain: x509.Certificate) -> ssl.SSLContext:
    file = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + pem(*chain))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # A weak key shall be served: it is the other side that has to refuse it.
    made.set_ciphers("DEFAULT:@SECLEVEL=0")
    made.load_cert_chain(file)
    return made


def _served(root: Authority, **options: object) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    return context(root.folder, key, make(_name(HOST), key, root, **({"hosts": [HOST]} | options)))  # type: ignore[arg-type]


def _self_signed(root: Authority) -> ssl.SSLContext:
    own = Authority(root.folder, "Own")
    return context(root.folder, own.key, make(own.name, own.key, own, hosts=[HOST]))


def _unknown_authority(root: Authority) -> ssl.SSLContext:
    return _served(Authority(root.folder, "Unknown"))


def _same_name_other_key(root: Authority) -> ssl.SSLContext:
    """An authority that calls itself like the trusted one."""
    other = Authority(root.folder / "other", "Test Root")
    return _served(other)


def _without_its_intermediate(root: Authority) -> ssl.SSLContext:
    return _served(Authority(root.folder, "Between", root))


def _signed_by_no_authority(root: Authority) -> ssl.SSLContext:
    """A good server's certificate that signs another."""
    middle = ec.generate_private_key(ec.SECP256R1())
    leaf = make(_name("shop"), middle, root, hosts=["shop.example"])
    false = Authority.__new__(Authority)
    false.folder, false.name, false.key = root.folder, leaf.subject, middle
    key = ec.generate_private_key(ec.SECP256R1())
    return context(root.folder, key, make(_name(HOST), key, false, hosts=[HOST]), leaf)


def _weak_key(root: Authority) -> ssl.SSLContext:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return context(root.folder, key, make(_name(HOST), key, root, hosts=[HOST]))


def _other_end(root: Authority) -> ssl.SSLContext:
    return _served(root, usage=ExtendedKeyUsageOID.CLIENT_AUTH)


BAD: Final[dict[str, Callable[[Authority], ssl.SSLContext]]] = {
    "self-signed": _self_signed,
    "unknown authority": _unknown_authority,
    "an authority of the same name": _same_name_other_key,
    "without its intermediate": _without_its_intermediate,
    "signed by no authority": _signed_by_no_authority,
    "another host": lambda root: _served(root, hosts=["shop.example"]),
    "another address": lambda root: _served(root, hosts=["127.0.0.2"]),
    "the name only in the subject": lambda root: _served(root, hosts=[]),
    "a star for everything": lambda root: _served(root, hosts=["*"]),
    "expired": lambda root: _served(root, starts=-9 * _DAY, ends=-_DAY),
    "not yet valid": lambda root: _served(root, starts=_DAY / 2, ends=9 * _DAY),
    "for a client": _other_end,
    "a weak key": _weak_key,
}


def good(root: Authority) -> ssl.SSLContext:
    return _served(root)
