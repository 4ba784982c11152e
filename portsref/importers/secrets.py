"""What a reader drops before anything is made of a document: tokens, keys, certificates.

A value below such a key is never built, so nothing later can keep, log or show it.
"""

import re
from typing import Literal

SECRET_KINDS = frozenset({"Secret", "SealedSecret", "Config"})  # Config: a kubeconfig

_WHOLE = frozenset(
    [
        "token",
        "agent-token",
        "stringdata",
        "managedfields",
        "authorization",
        "certificatekey",
        "certificate-key",
        "last-applied-configuration",
        "kubectl.kubernetes.io/last-applied-configuration",
    ]
)
# As mappings these hold more than secrets (`ca: {crt: …}`), whose own keys say so.
_SCALARS = frozenset(
    [
        "ca",
        "key",
        "crt",
        "cert",
        "certificates",
        "acceptedcas",
        "kubeconfig",
        "username",
        "aggregatorca",
        "serviceaccount",
        "client-certificate-data",
        "client-key-data",
        "certificate-authority-data",
        "datastore-cafile",
        "datastore-certfile",
        "datastore-keyfile",
    ]
)
# What a reader may tell of a secret that it dropped: its kind, and nothing of its key.
type SecretKind = Literal["token", "password", "key", "other"]
SECRET_TYPES: tuple[SecretKind, ...] = ("token", "password", "key", "other")
# Of no interest, and left out for their size and for what they repeat.
_REPEATED = frozenset({"managedfields", "last-applied-configuration"})
_KINDS: tuple[tuple[SecretKind, re.Pattern[str]], ...] = (
    ("token", re.compile(r"token")),
    ("password", re.compile(r"pass")),
    ("key", re.compile(r"key|cert|crt|\bca$|cas$|ca\b|serviceaccount|kubeconfig")),
)
_BLANKS = re.compile(r"(\s+)")
_WORDS = re.compile(
    r"pass(word|wd|phrase)?$|pass_|[_-]key$|token$|secret|credential|api[_-]?key|private_?key"
    r"|^etcd-s3"
)


def is_secret(key: str, *, is_mapping: bool = False) -> bool:
    """Tell whether what stands below a key is nobody's but its owner's."""
    plain = key.strip().lower()
    if plain in _WHOLE:
        return True
    return not is_mapping and (plain in _SCALARS or _WORDS.search(plain) is not None)


def secret_kind(key: str) -> SecretKind | None:
    """What kind of secret stands below a key; None for what only repeats other parts."""
    plain = key.strip().lower().rpartition("/")[2]
    if plain in _REPEATED:
        return None
    return next((kind for kind, sign in _KINDS if sign.search(plain)), "other")


def without_credentials(text: str) -> str:
    """A text without the name and password of its URL, where it is one that has them."""
    if "@" not in text or "//" not in text:
        return text
    return "".join(_without_credentials(word) for word in _BLANKS.split(text))


def _without_credentials(word: str) -> str:
    begin, end = word.find("//") + len("//"), word.rfind("@") + 1
    return word[:begin] + word[end:] if "//" in word and end > begin else word
