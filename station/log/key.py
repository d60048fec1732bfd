"""The station's Ed25519 key (RFC 8032): made on first use, kept in the data folder, readable by its owner only."""

import hashlib
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from checklists.verdict import Text
from station.log.durable import write_new
from station.log.errors import LogError, Trouble, from_os

KEY_FILE = Path("keys") / "station.key"
PUBLIC_FILE = Path("keys") / "station.pub"


def key_id(public_hex: str) -> str:
    """The fingerprint a person can read out and write down: the first 32 hex digits of the public key's SHA-256."""
    return hashlib.sha256(bytes.fromhex(public_hex)).hexdigest()[:32]


def signed_message(purpose: str, digest: str) -> bytes:
    """The bytes that are signed: a purpose ("record", "head", "checkpoint") and a hash in hex.

    The purpose keeps a signature made for one thing from being passed off as another.
    """
    return f"tongjing.{purpose}.1:{digest}".encode("ascii")


class PublicKey:
    """The half of the key that an auditor holds."""

    def __init__(self, public_hex: str) -> None:
        self.hex = public_hex
        self.id = key_id(public_hex)
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex))

    def verifies(self, purpose: str, digest: str, signature: str) -> bool:
        """Whether `signature` (hex) was made by this key for this purpose and hash."""
        try:
            raw = bytes.fromhex(signature)
            if raw.hex() != signature:  # fromhex takes capitals and blanks, which the station never writes
                return False
            self._key.verify(raw, signed_message(purpose, digest))
        except (InvalidSignature, ValueError, UnicodeEncodeError):
            return False
        return True


class StationKey:
    """The half that signs; it never leaves the data folder."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.public = PublicKey(raw.hex())

    def sign(self, purpose: str, digest: str) -> str:
        """The signature over a hash for one purpose, 128 hex digits."""
        return self._private.sign(signed_message(purpose, digest)).hex()

    @classmethod
    def create(cls, data_dir: Path) -> "StationKey":
        """Makes a new key; the file appears whole, with mode 0600, or not at all."""
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        key = cls(private)
        try:
            (data_dir / KEY_FILE).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_new(data_dir / KEY_FILE, pem, mode=0o600)
        except OSError as error:
            raise from_os(error, data_dir) from error
        key.publish(data_dir)
        return key

    def publish(self, data_dir: Path) -> None:
        """Writes the public half beside the key where it is not there yet."""
        path = data_dir / PUBLIC_FILE
        try:
            if not path.exists():
                write_new(path, f"{self.public.hex}\n".encode("ascii"), mode=0o644)
        except OSError as error:
            raise from_os(error, data_dir) from error

    @classmethod
    def load(cls, data_dir: Path) -> "StationKey | None":
        """The key in the folder; None where there is none.

        `LogError` where others than the owner can read it, or where it is no Ed25519 key.
        """
        path = data_dir / KEY_FILE
        try:
            mode = stat.S_IMODE(os.stat(path).st_mode)
            pem = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise from_os(error, path) from error
        if mode & 0o077:
            raise LogError(
                Trouble.OPEN_KEY,
                Text(
                    zh=f"其他用户可读取站点密钥 {path}（权限 {mode:o}）：请运行 chmod 600。",
                    en=f"Others can read the station's key {path} (mode {mode:o}): run chmod 600 on it.",
                ),
            )
        try:
            private = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise _not_a_key(path) from error
        if not isinstance(private, Ed25519PrivateKey):
            raise _not_a_key(path)
        return cls(private)


def _not_a_key(path: Path) -> LogError:
    return LogError(
        Trouble.NO_KEY,
        Text(
            zh=f"{path} 不是 Ed25519 密钥：请从备份恢复该文件。",
            en=f"{path} is not an Ed25519 key: restore the file from a backup.",
        ),
    )
