"""Secrets of sites at rest: sealed with the operator's key, so that a copy of the database alone opens nothing."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """Seals and opens short texts with one key.

    Source: Fernet (AES-128-CBC with HMAC-SHA256), the key derived from WAYFINDER_SECRET_KEY by SHA-256.
    """

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(secret_key.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._key))

    def key_for(self, purpose: str) -> bytes:
        """Give a key of its own for another purpose; from it nobody finds ours."""
        return hmac.digest(self._key, purpose.encode(), hashlib.sha256)

    def close(self, text: str) -> str:
        """Give the sealed form of this text."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Give back the text.

        Errors: ValueError when it was sealed with another key.
        """
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as exc:
            raise ValueError("This secret was sealed with another WAYFINDER_SECRET_KEY; bring that key back.") from exc
