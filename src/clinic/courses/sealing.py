"""Seals private notes and recordings, so that neither database nor backup can be read without the key."""

import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORM = b"\x01"  # the form of the envelope: form, key id, wrapped key, sealed text
NONCE, KEY_ID, WRAPPED = 12, 4, 12 + 32 + 16


class CannotOpen(Exception):
    """What was sealed was moved, altered, or sealed with another key."""


def seal(text: str, *, bound_to: str) -> bytes:
    """Encrypt a text under a key of its own, itself wrapped by the installation's key for notes."""
    return seal_bytes(text.encode(), bound_to=bound_to)


def seal_bytes(secret: bytes, *, bound_to: str) -> bytes:
    """Encrypt bytes in the same way."""
    key = AESGCM.generate_key(bit_length=256)
    head = FORM + _key_id()
    wrapped = _lock(settings.KITH_NOTES_KEY, key, head, bound_to)
    return head + wrapped + _lock(key, secret, head, bound_to)


def unseal(sealed: bytes, *, bound_to: str) -> str:
    """Decrypt what ``seal`` made for the same place; ``CannotOpen`` otherwise."""
    return unseal_bytes(sealed, bound_to=bound_to).decode()


def unseal_bytes(sealed: bytes, *, bound_to: str) -> bytes:
    """Decrypt what ``seal_bytes`` made for the same place; ``CannotOpen`` otherwise."""
    head, rest = sealed[: 1 + KEY_ID], sealed[1 + KEY_ID :]
    if head != FORM + _key_id():
        raise CannotOpen("sealed with another key")
    key = _unlock(settings.KITH_NOTES_KEY, rest[:WRAPPED], head, bound_to)
    return _unlock(key, rest[WRAPPED:], head, bound_to)


def _key_id() -> bytes:
    return sha256(b"kith notes key" + settings.KITH_NOTES_KEY).digest()[:KEY_ID]


def _lock(key: bytes, secret: bytes, head: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, head + bound_to.encode())


def _unlock(key: bytes, locked: bytes, head: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[:NONCE], locked[NONCE:], head + bound_to.encode())
    except (InvalidTag, ValueError) as fault:
        raise CannotOpen("moved, altered, or sealed with another key") from fault
