"""Texts of environment variables as values.

Each function refuses by a `ValueError` that says what the text must be: "it must be …".
"""

import os
import re
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from limits import RateLimitItem, parse_many

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
DATABASES = {"postgres", "postgresql", "sqlite"}
_NAME = r"[a-z0-9_-]+(\.[a-z0-9_-]+)*"
_ADDRESS = r"\[[0-9a-f:.]+\]"
_HOST = re.compile(rf"\*|\.?{_NAME}|{_ADDRESS}", re.IGNORECASE)
_ORIGIN = re.compile(rf"https?://((\*\.)?{_NAME}|{_ADDRESS})(:[0-9]{{1,5}})?", re.IGNORECASE)
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")


def flag(text: str) -> bool:
    """Read yes or no."""
    if text.lower() not in TRUE | FALSE:
        raise ValueError("1 or 0")
    return text.lower() in TRUE


def one_of(*choices: str) -> Callable[[str], str]:
    """Read one of a few words, in capitals or not."""

    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"{', '.join(choices[:-1])} or {choices[-1]}")
        return text.lower()

    return read


def number(least: int, most: int) -> Callable[[str], int]:
    """Read a whole number within bounds."""

    def read(text: str) -> int:
        if not (re.fullmatch(r"[0-9]{1,10}", text) and least <= int(text) <= most):
            raise ValueError(f"a number from {least} to {most}")
        return int(text)

    return read


def seconds(text: str) -> float:
    """Read a number of seconds, 0 or more."""
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", text):
        raise ValueError("a number of seconds, such as 3")
    return float(text)


def rates(text: str) -> list[RateLimitItem]:
    """Read how often something may be done; empty and 0 are as often as anybody likes."""
    if text in {"", "0"}:
        return []
    try:
        return parse_many(text)
    except ValueError:
        raise ValueError("numbers in a time, such as 60/hour, or 0") from None


def host(text: str) -> str:
    """Read the name of a host as a browser sends it, without its port."""
    if not _HOST.fullmatch(text):
        raise ValueError("the name of a host alone, such as ports.example.com")
    return text


def origin(text: str) -> str:
    """Read scheme, host and port of a page."""
    if not _ORIGIN.fullmatch(text):
        raise ValueError("an origin, such as https://ports.example.com:8443")
    return text


def origin_or_all(text: str) -> str:
    """Read the origin of one site, or `*` for every one."""
    if text != "*" and ("*" in text or not _ORIGIN.fullmatch(text)):
        raise ValueError("an origin, such as https://wiki.example.com, or *")
    return text


def listening_address(text: str) -> str:
    """Read where to listen: an address of this machine, or a name of one."""
    try:
        return str(ip_address(text))
    except ValueError:
        if not re.fullmatch(_NAME, text, re.IGNORECASE) or re.fullmatch(r"[0-9.]+", text):
            raise ValueError("an address of this machine, such as 127.0.0.1") from None
        return text


def base_path(text: str) -> str:
    """Read below which path the site stands: as it is put before others, empty for `/`."""
    path = text.rstrip("/")
    if path and not _PATH.fullmatch(path):
        raise ValueError("a path, such as /portsref")
    return path


def file_pattern(text: str) -> str:
    """Read an address with `{path}` in it."""
    if not (text.startswith(("https://", "http://")) and text.count("{path}") == 1):
        raise ValueError("an address with {path} in it")
    return text


def contact(text: str) -> str:
    """Read where somebody is told something, as an address that programs open."""
    if not re.fullmatch(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s/]+\S*)", text):
        raise ValueError("mailto: with an address, or an https:// address")
    return text


def folder(text: str) -> Path:
    """Read the name of a folder that is there."""
    if not Path(text).is_dir():
        raise ValueError("a folder that is there")
    return Path(text)


def log_file(text: str) -> str:
    """Read where to log: a file that can be written, or `-`."""
    file = Path(text)
    if text != "-" and (file.is_dir() or not os.access(file.parent, os.W_OK | os.X_OK)):
        raise ValueError("-, or a file in a folder that is there and can be written")
    return text


def database_url(text: str) -> str:
    """Read the address of a database."""
    wanted = "postgres://user:password@host/name or sqlite:////path"
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in DATABASES:
        raise ValueError(wanted)
    if rest.rpartition("@")[0].count("@"):
        raise ValueError(f"{wanted}, with each @ of the password written as %40")
    try:
        named = dj_database_url.parse(text).get("NAME") and urlsplit(text).fragment == ""
    except ValueError:
        named = ""
    if not named:
        marks = "/ as %2F, # as %23, ? as %3F, [ as %5B, % as %25"
        raise ValueError(f"{wanted}, with these marks in the password written so: {marks}")
    return text
