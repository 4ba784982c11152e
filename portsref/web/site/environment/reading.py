"""The environment, read and checked once: whatever is wrong is said before anything is done."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from limits import RateLimitItem

from portsref.web.site.environment import values
from portsref.web.site.environment.variables import Variables

LOCAL_HOSTS = "localhost,127.0.0.1,[::1]"
SHORTEST_KEY = 50
FEWEST_CHARACTERS = 5  # different ones, as Django's own check has it
A_YEAR = 31_536_000  # seconds
MOST_PROCESSES = 256
LEVELS = ("debug", "info", "warning", "error", "critical")


class EnvironmentProblemsError(ImproperlyConfigured):
    """Everything that is wrong with the environment, one sentence a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Environment:
    """What the variables say, each as docs/deploy.md has it."""

    production: bool
    debug: bool
    admin: bool
    data: Path | None
    secret_key: str
    secret_key_fallbacks: list[str]
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    base_path: str
    database_url: str
    host: str
    port: int
    processes: int
    trust_proxy: bool
    ssl_redirect: bool
    hsts_seconds: int
    request_cpu_seconds: float
    save_limit: list[RateLimitItem]
    decision_limit: list[RateLimitItem]
    draft_limit: list[RateLimitItem]
    repository_files: str
    security_contact: list[str]
    api_origins: list[str]
    access_log: str
    drain_seconds: float
    log_level: str
    log_format: str
    metrics: bool


def read_environment(given: Mapping[str, str]) -> Environment:
    """Read all variables; raises `EnvironmentProblemsError` with every problem there is."""
    variables = Variables(given)
    production = variables.one("PORTSREF_MODE", values.one_of("local", "production"), "local")
    environment = _read(variables, production=production == "production")
    variables.many("PORTSREF_CATALOGUE", values.folder, "", separator=os.pathsep)
    problems = variables.problems + _demands_of_production(environment, variables)
    if problems:
        raise EnvironmentProblemsError(problems)
    return environment


def _read(variables: Variables, *, production: bool) -> Environment:
    return Environment(
        production=production,
        debug=variables.one("DEBUG", values.flag, "0"),
        admin=variables.one("ADMIN", values.flag, "0"),
        data=variables.optional("PORTSREF_DATA", _whole_path),
        secret_key=variables.secret("SECRET_KEY", str),
        secret_key_fallbacks=variables.many("SECRET_KEY_FALLBACKS", str, ""),
        allowed_hosts=variables.many(
            "ALLOWED_HOSTS", values.host, "" if production else LOCAL_HOSTS
        ),
        csrf_trusted_origins=variables.many("CSRF_TRUSTED_ORIGINS", values.origin, ""),
        base_path=variables.one("BASE_PATH", values.base_path, "/"),
        database_url=variables.secret("DATABASE_URL", values.database_url),
        host=variables.one("HOST", values.listening_address, "127.0.0.1"),
        port=variables.one("PORT", values.number(1, 65535), "8000"),
        processes=variables.one(
            "WEB_CONCURRENCY", values.number(1, MOST_PROCESSES), str(min(4, _cores() + 1))
        ),
        trust_proxy=variables.one("TRUST_PROXY", values.flag, "0"),
        ssl_redirect=variables.one("SECURE_SSL_REDIRECT", values.flag, str(int(production))),
        hsts_seconds=variables.one(
            "SECURE_HSTS_SECONDS", values.number(0, 10 * A_YEAR), str(A_YEAR)
        ),
        request_cpu_seconds=variables.one("REQUEST_CPU_SECONDS", values.seconds, "3"),
        save_limit=variables.limit("SAVE_LIMIT", "60/hour, 300/day" if production else ""),
        decision_limit=variables.limit(
            "DECISION_LIMIT", "600/hour, 3000/day" if production else ""
        ),
        draft_limit=variables.limit("DRAFT_LIMIT", "120/hour, 600/day" if production else ""),
        repository_files=variables.optional("REPOSITORY_FILES", values.file_pattern) or "",
        security_contact=variables.many("SECURITY_CONTACT", values.contact, ""),
        api_origins=variables.many("API_ORIGINS", values.origin_or_all, ""),
        access_log=variables.optional("ACCESS_LOG", values.log_file) or "",
        drain_seconds=variables.one("DRAIN_SECONDS", values.seconds, "0"),
        log_level=variables.one("LOG_LEVEL", values.one_of(*LEVELS), "warning"),
        log_format=variables.one("LOG_FORMAT", values.one_of("text", "json"), "text"),
        metrics=variables.one("METRICS", values.flag, "0"),
    )


def _demands_of_production(environment: Environment, variables: Variables) -> list[str]:
    """What production needs beyond values that make sense."""
    if not environment.production:
        return []
    key, problems = environment.secret_key, []
    if not key and not variables.refused("SECRET_KEY"):
        problems.append("SECRET_KEY must be set in production.")
    if key and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS):
        problems.append(
            f"SECRET_KEY must have at least {SHORTEST_KEY} random characters in production. Make"
            " one with: portsref-web secret-key"
        )
    if not environment.allowed_hosts and not variables.refused("ALLOWED_HOSTS"):
        problems.append("ALLOWED_HOSTS must name the hosts that production answers to.")
    if environment.debug:
        problems.append("DEBUG must not be set in production.")
    return problems


def _cores() -> int:
    return os.cpu_count() or 1


def _whole_path(text: str) -> Path:
    return Path(text).resolve()
