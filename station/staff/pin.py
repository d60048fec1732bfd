"""PINs: only a salted hash is ever stored, compared in constant time, and tried at most a few times.

The hash is scrypt (RFC 7914) with the parameters below. A short PIN can be searched by anyone who holds the file;
the hash protects it from being read, the lock-out from being guessed at the kiosk.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

N, R, P = 2**13, 8, 1
"""Work factors of scrypt: 8 MiB and about 20 ms a try on a small PC."""
SALT_BYTES = 16
HASH_BYTES = 32
MAX_WRONG = 5
LOCK_S = 60.0


@dataclass(frozen=True, slots=True)
class PinHash:
    """Salt and hash, each base64."""

    salt: str
    hash: str


def hash_pin(pin: str, salt: bytes | None = None) -> PinHash:
    """A new salted hash of the PIN. `salt` is for tests only."""
    salt = salt if salt is not None else secrets.token_bytes(SALT_BYTES)
    return PinHash(_encode(salt), _encode(_scrypt(pin, salt)))


def pin_matches(pin: str, stored: PinHash | None) -> bool:
    """True where the PIN is the stored one. Without a stored PIN the same work is done and the answer is False."""
    if stored is None:
        _scrypt(pin, bytes(SALT_BYTES))
        return False
    return hmac.compare_digest(_scrypt(pin, base64.b64decode(stored.salt)), base64.b64decode(stored.hash))


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode("utf-8"), salt=salt, n=N, r=R, p=P, dklen=HASH_BYTES)


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


class PinGuard:
    """Counts wrong tries per number. `reset` forgets them."""

    def __init__(self, max_wrong: int = MAX_WRONG, lock_s: float = LOCK_S) -> None:
        self.max_wrong = max_wrong
        self.lock_s = lock_s
        self.reset()

    def reset(self) -> None:
        """No tries so far."""
        self._wrong: dict[str, int] = {}
        self._locked_until_s: dict[str, float] = {}

    def locked_for_s(self, number: str, now_s: float) -> float:
        """Seconds until this number may be tried again; 0 where it may be tried now."""
        return max(0.0, self._locked_until_s.get(number, now_s) - now_s)

    def note(self, number: str, right: bool, now_s: float) -> None:
        """Remember one try. The last of `max_wrong` wrong tries in a row locks the number for `lock_s`."""
        if right:
            self._wrong.pop(number, None)
            return
        wrong = self._wrong.get(number, 0) + 1
        if wrong >= self.max_wrong:
            self._locked_until_s[number] = now_s + self.lock_s
            wrong = 0
        self._wrong[number] = wrong
