"""How WordPress Playground is called: its options, and the settings that make it quick and keep it to this machine."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from demo import Trouble

HERE = Path(__file__).parent
TEXTS = {"WP_ENVIRONMENT_TYPE": "local", "WP_ACCESSIBLE_HOSTS": "127.0.0.1,localhost"}
# WordPress starts its scheduler at most once in this time; its own 60 s would make every "again later" a long wait.
NUMBERS = {"WP_CRON_LOCK_TIMEOUT": 5}
SWITCHES = {
    "WP_DEBUG": True,
    "WP_DEBUG_LOG": True,
    "WP_DEBUG_DISPLAY": False,
    "WP_HTTP_BLOCK_EXTERNAL": True,
    "AUTOMATIC_UPDATER_DISABLED": True,
}

# Playground 3.1 keeps compiled PHP in files only, and its lock refuses to read them back (it mistakes a blocking
# LOCK_SH for a write lock, flock() in @php-wasm/node), so that every request compiles WordPress anew: 0.8 s, not 0.1 s.
# In memory is quickest. PHP below 8.1 ends at once with that, but can keep the files where no lock is asked for.
IN_MEMORY = ("file_cache_only = 0", "file_cache =", "memory_consumption = 96", "max_accelerated_files = 4000")
IN_SCRATCH_FILES = ("file_cache = /dev/shm/tmp",)
# Optimizing costs more than it gives to pages that are asked for a few times.
UNOPTIMIZED = ("optimization_level = 0",)


@dataclass(frozen=True)
class Installation:
    """One embedded WordPress: where its files are kept and how it is to run."""

    home: Path
    port: int
    plugin_dir: Path
    php: str
    workers: int

    @property
    def wordpress(self) -> Path:
        """Give the web root, the database inside."""
        return self.home / "wordpress"

    @property
    def debug_log(self) -> Path:
        """Give the file in which WordPress writes what PHP complains about."""
        return self.wordpress / "wp-content" / "debug.log"

    @property
    def handover(self) -> Path:
        """Give the folder in which WordPress hands over its keys."""
        return self.home / "handover"

    @property
    def scratch(self) -> Path:
        """Give the folder for what Playground needs while it runs."""
        return self.home / "tmp"

    @property
    def url(self) -> str:
        """Give the address it answers at."""
        return f"http://127.0.0.1:{self.port}"


def package(name: str) -> Path:
    """Give the folder of one of Playground's packages.

    Errors: Trouble when it is not installed.
    """
    folder = HERE / "node_modules" / "@wp-playground" / name
    if not (folder / "package.json").exists():
        raise Trouble("The packages of the embedded WordPress are missing: run `make install`.")
    return folder


def command(installation: Installation) -> list[str]:
    """Give the command line that runs it, and write the files that it names."""
    return [
        *("node", "--import", (HERE / "loopback.mjs").as_uri(), str(package("cli") / "wp-playground.js"), "server"),
        *("--port", str(installation.port), "--php", installation.php, "--workers", str(installation.workers)),
        *("--wordpress-install-mode", "install-from-existing-files-if-needed"),
        *("--blueprint", str(_write_blueprint(installation))),
        *("--mount-dir-before-install", str(installation.wordpress), "/wordpress"),
        *("--mount-dir-before-install", str(_write_php_settings(installation)), "/internal/shared/extensions"),
        *("--mount-dir", str(installation.plugin_dir), "/wordpress/wp-content/plugins/wayfinder"),
        *("--mount-dir", str(HERE / "mu-plugins"), "/wordpress/wp-content/mu-plugins"),
        *("--mount-dir", str(installation.handover), "/handover"),
        *(word for name, text in TEXTS.items() for word in ("--define", name, text)),
        *(word for name, number in NUMBERS.items() for word in ("--define-number", name, str(number))),
        *(word for name, on in SWITCHES.items() for word in ("--define-bool", name, str(on).lower())),
    ]


def environment(installation: Installation) -> dict[str, str]:
    """Give the process's environment: Playground's scratch files (50 MB and more) stay in the home."""
    return {**os.environ, "TMPDIR": str(installation.scratch), "NO_COLOR": "1"}


def _write_blueprint(installation: Installation) -> Path:
    """Without preferredVersions the newest PHP runs, whatever --php and the banner say."""
    blueprint = {
        "preferredVersions": {"php": installation.php, "wp": "latest"},
        "steps": [{"step": "runPHP", "code": (HERE / "setup.php").read_text(encoding="utf-8")}],
    }
    path = installation.home / "blueprint.json"
    path.write_text(json.dumps(blueprint), encoding="utf-8")
    return path


def _write_php_settings(installation: Installation) -> Path:
    """Write the folder that PHP scans for settings when it starts; it takes the place of Playground's extensions."""
    folder = installation.home / "php"
    folder.mkdir(exist_ok=True)
    major, minor = (int(part) for part in installation.php.split("."))
    cache = IN_MEMORY if (major, minor) >= (8, 1) else IN_SCRATCH_FILES
    lines = [f"opcache.{setting}\n" for setting in (*cache, *UNOPTIMIZED)]
    (folder / "wayfinder.ini").write_text("".join(lines), encoding="utf-8")
    return folder
