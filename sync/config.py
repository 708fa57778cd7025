"""Settings: read once from the environment, or stop and name what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, EnvValidationError, validate


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set; the README lists each with its meaning.

    Shapes: redis_url None asks for the embedded server; secret_key None for one made once and kept in data_dir;
    metrics_token None for no metrics.
    """

    data_dir: Path
    database_url: str
    redis_url: str | None
    secret_key: str | None
    public_url: str
    host: str
    port: int
    door_processes: int
    site_rate: int
    metrics_token: str | None
    log_format: str
    log_level: str
    pull_every_s: int


class SettingsError(ValueError):
    """A setting is missing or odd; the message names it."""


_PORTS = validate.Range(min=1, max=65535)
_PROCESSES = validate.Range(min=1, max=64)
_RATES = validate.Range(min=1, max=10**6)
_KEY_LENGTH = validate.Length(min=32)
_SPAN = validate.Range(min=0, max=86_400)
_TOKEN = validate.Regexp(r"(|[!-~]{16,})\Z", error="Must be 16 characters or more, without spaces.")
_FORMATS = validate.OneOf(("console", "json"))
_LEVELS = validate.OneOf(("debug", "info", "warning", "error"))


def read_settings() -> Settings:
    """Read `WAYFINDER_…` from the environment.

    Errors: SettingsError naming every odd setting at once.
    """
    env = Env(eager=False, prefix="WAYFINDER_")
    data_dir = env.path("DATA_DIR", Path("var/wayfinder"))
    host, port = env.str("HOST", "127.0.0.1"), env.int("PORT", 8420, validate=_PORTS)
    settings = Settings(
        data_dir=data_dir if data_dir is None else data_dir.absolute(),
        database_url=env.str("DATABASE_URL", ""),
        redis_url=env.str("REDIS_URL", "") or None,
        secret_key=env.str("SECRET_KEY", None, validate=_KEY_LENGTH),
        public_url=env.str("PUBLIC_URL", f"http://{host}:{port}"),
        host=host,
        port=port,
        door_processes=env.int("DOOR_PROCESSES", 2, validate=_PROCESSES),
        site_rate=env.int("SITE_RATE", 5000, validate=_RATES),
        metrics_token=env.str("METRICS_TOKEN", "", validate=_TOKEN) or None,
        log_format=env.str("LOG_FORMAT", "console", validate=_FORMATS),
        log_level=env.str("LOG_LEVEL", "info", validate=_LEVELS),
        pull_every_s=env.int("PULL_EVERY_S", 600, validate=_SPAN),
    )
    try:
        env.seal()
    except EnvValidationError as exc:
        raise SettingsError("; ".join(_faults(exc.error_messages))) from exc
    return _checked(settings)


def _faults(messages: object) -> list[str]:
    if not isinstance(messages, Mapping):
        return [str(messages)]
    return [f"{name}: {' '.join(map(str, said))}" for name, said in messages.items()]


def _is_address(url: str) -> bool:
    try:
        return urlsplit(url).port is None or True
    except ValueError:
        return False


def _checked(settings: Settings) -> Settings:
    for name, url, schemes in (
        ("WAYFINDER_DATABASE_URL", settings.database_url, ("sqlite", "postgresql", "")),
        ("WAYFINDER_REDIS_URL", settings.redis_url or "", ("redis", "rediss", "unix", "")),
        ("WAYFINDER_PUBLIC_URL", settings.public_url, ("http", "https")),
    ):
        if not _is_address(url) or urlsplit(url).scheme.partition("+")[0] not in schemes:
            raise SettingsError(f"{name}: must begin with {' or '.join(f'{word}:' for word in schemes if word)}")
    return settings
