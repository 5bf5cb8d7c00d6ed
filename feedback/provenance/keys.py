"""The key with which this installation signs: made once, beside secret.key, and never again."""

import os
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

NAME = "signing.key"


class NoKeyError(LookupError):
    """There is no key in the data folder."""


class Signer:
    """Signs and verifies with one Ed25519 key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        """Keep the key."""
        self._private = private
        self.public = Verifier(private.public_key())

    @classmethod
    def at(cls, folder: Path) -> "Signer":
        """Read the key of a data folder; NoKeyError where there is none."""
        path = folder / NAME
        try:
            pem = path.read_bytes()
        except FileNotFoundError:
            raise NoKeyError(f"There is no {path}.") from None
        private = load_pem_private_key(pem, password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError(f"{path} holds no Ed25519 key")
        return cls(private)

    @classmethod
    def made_at(cls, folder: Path) -> "Signer":
        """Make the key of a data folder, readable by its owner only; of two the first one stays."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(folder / NAME, Ed25519PrivateKey.generate())
        return cls.at(folder)

    def sign(self, text: str) -> str:
        """Sign a text; the signature is base64."""
        return b64encode(self._private.sign(text.encode())).decode()


class Verifier:
    """Verifies with the public half."""

    def __init__(self, public: Ed25519PublicKey) -> None:
        """Keep the key."""
        self._public = public

    @classmethod
    def of(cls, pem: bytes) -> "Verifier":
        """Read a public key; ValueError or TypeError where it is none of ours."""
        public = load_pem_public_key(pem)
        if not isinstance(public, Ed25519PublicKey):
            raise TypeError("this is no Ed25519 key")
        return cls(public)

    @property
    def pem(self) -> str:
        """The public key as everybody's tools read it."""
        return self._public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the key itself, in hex."""
        return sha256(self._public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()

    def holds(self, text: str, signature: str) -> bool:
        """Whether the signature is of this text."""
        try:
            self._public.verify(b64decode(signature, validate=True), text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def _write_once(path: Path, private: Ed25519PrivateKey) -> None:
    """Write a whole key at once: of two that start at the same moment the first one stays."""
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    own = path.with_name(f"{NAME}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()
