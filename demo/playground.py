"""How WordPress Playground is called: its options, and the settings that make it quick and keep it quiet."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from demo import Trouble

HERE = Path(__file__).parent
PACKAGES = HERE / "node_modules" / "@wp-playground"
CONSTANTS = {"WP_ENVIRONMENT_TYPE": "local", "WP_ACCESSIBLE_HOSTS": "127.0.0.1,localhost"}
# WordPress starts its scheduler at most once in this time; its own 60 s would make every "again later" a long wait.
NUMBERS = {"WP_CRON_LOCK_TIMEOUT": 5}
SWITCHES = {
    "WP_DEBUG": True,
    "WP_DEBUG_LOG": True,
    "WP_DEBUG_DISPLAY": False,
    "WP_HTTP_BLOCK_EXTERNAL": True,
    "AUTOMATIC_UPDATER_DISABLED": True,
}

# Playground 3.1 keeps compiled PHP in files only, and its lock refuses to read them back (a blocking LOCK_SH on a
# read-only file is mistaken for a write lock), so that every request compiles WordPress anew: 0.8 s instead of 0.1 s.
# In memory is quickest; PHP below 8.1 crashes there, but may keep the files where no lock is asked for.
IN_MEMORY = "opcache.file_cache_only = 0\nopcache.file_cache =\nopcache.memory_consumption = 96\nopcache.max_accelerated_files = 4000\n"
IN_A_FOLDER = "opcache.file_cache = /dev/shm/tmp\n"
# Optimizing costs more than it gives to pages that are asked for a few times.
UNOPTIMIZED = "opcache.optimization_level = 0\n"


@dataclass(frozen=True)
class Site:
    """One embedded WordPress: where its files are kept and how it is to run."""

    home: Path
    port: int
    plugin_dir: Path
    php: str
    workers: int

    @property
    def wordpress(self) -> Path:
        return self.home / "wordpress"

    @property
    def handover(self) -> Path:
        return self.home / "handover"

    @property
    def tmp(self) -> Path:
        return self.home / "tmp"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def command(site: Site) -> list[str]:
    """The command line that runs this site; writes the blueprint and the PHP settings that it names."""
    return [
        *("node", "--import", (HERE / "loopback.mjs").as_uri(), str(_program()), "server"),
        *("--port", str(site.port), "--php", site.php, "--workers", str(site.workers)),
        *("--wordpress-install-mode", "install-from-existing-files-if-needed"),
        *("--blueprint", str(_write_blueprint(site))),
        *("--mount-dir-before-install", str(site.wordpress), "/wordpress"),
        *("--mount-dir-before-install", str(_write_php_settings(site)), "/internal/shared/extensions"),
        *("--mount-dir", str(site.plugin_dir), "/wordpress/wp-content/plugins/wayfinder"),
        *("--mount-dir", str(HERE / "mu-plugins"), "/wordpress/wp-content/mu-plugins"),
        *("--mount-dir", str(site.handover), "/handover"),
        *(word for name, value in CONSTANTS.items() for word in ("--define", name, value)),
        *(word for name, number in NUMBERS.items() for word in ("--define-number", name, str(number))),
        *(word for name, on in SWITCHES.items() for word in ("--define-bool", name, str(on).lower())),
    ]


def environment(site: Site) -> dict[str, str]:
    """The process's environment: Playground's scratch files (50 MB and more) stay in the site's own home."""
    return {**os.environ, "TMPDIR": str(site.tmp), "NO_COLOR": "1"}


def _program() -> Path:
    program = PACKAGES / "cli" / "wp-playground.js"
    if not program.exists():
        raise Trouble("The packages of the embedded WordPress are missing: run `npm ci --prefix demo`.")
    return program


def _write_blueprint(site: Site) -> Path:
    """Shapes: preferredVersions must name the PHP version, else the newest runs whatever --php says."""
    blueprint = {
        "preferredVersions": {"php": site.php, "wp": "latest"},
        "steps": [{"step": "runPHP", "code": (HERE / "setup.php").read_text(encoding="utf-8")}],
    }
    path = site.home / "blueprint.json"
    path.write_text(json.dumps(blueprint), encoding="utf-8")
    return path


def _write_php_settings(site: Site) -> Path:
    """Writes the folder that PHP scans for settings when it starts."""
    folder = site.home / "php"
    folder.mkdir(exist_ok=True)
    major, minor = (int(part) for part in site.php.split("."))
    cache = IN_MEMORY if (major, minor) >= (8, 1) else IN_A_FOLDER
    (folder / "wayfinder.ini").write_text(cache + UNOPTIMIZED, encoding="utf-8")
    return folder
