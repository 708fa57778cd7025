"""The whole house for tests: the embedded WordPress with the plugin, and the service as real processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo import wordpress
from demo.site import Account, Site
from demo.visitor import Visitor
from demo.wordpress import Embedded

ROOT = Path(__file__).parents[1]


class House:
    """A running WordPress, set up as `make demo` does it."""

    def __init__(self, embedded: Embedded) -> None:
        self.embedded = embedded
        self.url = embedded.url
        self.site = Site(embedded.url, embedded.sign_in.user, embedded.sign_in.key)
        self.site.activate_plugin()
        self.page = self.site.make_page()
        self.service_account = self.site.make_service_account("demo-service")
        self._visitors = 0

    def new_visitor(self) -> Account:
        """Make somebody who never took the quiz."""
        self._visitors += 1
        return self.site.make_visitor(f"demo-visitor-{self._visitors}")

    def deliveries(self) -> str:
        """Give what Settings → Wayfinder shows an administrator."""
        keys = self.embedded.sign_in
        admin = Visitor(keys.user, keys.admin_password)
        admin.open(f"{self.url}/wp-login.php")
        admin.submit("#loginform", {"log": [keys.user], "pwd": [keys.admin_password]})
        admin.open(f"{self.url}/wp-admin/options-general.php?page=wayfinder")
        return admin.words("#wpbody-content")

    def debug_log(self) -> str:
        """Give what PHP complained about."""
        log = self.embedded.debug_log
        return log.read_text() if log.exists() else ""


@contextmanager
def house() -> Iterator[House]:
    """Run the embedded WordPress for the tests, apart from the demo's."""
    home = ROOT / "var" / "tests" / "wordpress"
    log = ROOT / "var" / "tests" / "wordpress.log"
    with wordpress.start(home, wordpress.free_port(), ROOT / "wp-plugin", log, fresh=True) as embedded:
        yield House(embedded)
