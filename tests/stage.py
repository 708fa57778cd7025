"""The whole house for tests: the embedded WordPress with the plugin, and the service as real processes."""

import shutil
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

    def fetch(self, address: str) -> str:
        """Give a page as a stranger gets it."""
        stranger = Visitor("", "")
        stranger.open(address)
        return stranger.source

    def new_page(self, slug: str, content: str) -> str:
        """Make a page and give its address."""
        made = self.site.create("/wp/v2/pages", slug=slug, title=slug, content=content, status="publish")
        return str(made["link"])

    def new_reusable_block(self, content: str) -> str:
        """Make a reusable block and give the mark that puts it on a page."""
        made = self.site.create("/wp/v2/blocks", title="Reused", content=content, status="publish")
        return f'<!-- wp:block {{"ref":{made["id"]}}} /-->'

    def new_template_part(self, content: str) -> str:
        """Make a template part and give the mark that puts it on a page."""
        self.site.create("/wp/v2/template-parts", slug="quiz", theme="twentytwentyfour", title="Quiz", content=content)
        return '<!-- wp:template-part {"slug":"quiz","theme":"twentytwentyfour"} /-->'

    def new_widget(self, content: str) -> None:
        """Put a block into the classic theme's sidebar."""
        instance = {"raw": {"content": content}}
        made = self.site.create("/wp/v2/widgets", id_base="block", sidebar="side", instance=instance)
        self.site.create("/wp/v2/sidebars/side", widgets=[made["id"]])  # after a switch of themes it is not there yet

    def switch_theme(self, stylesheet: str) -> None:
        """Switch as an administrator does, by the link under Appearance → Themes."""
        admin = self.admin()
        admin.open(f"{self.url}/wp-admin/themes.php")
        admin.open(str(admin.find(f'a[href*="action=activate"][href*="stylesheet={stylesheet}"]')["href"]))

    def admin(self) -> Visitor:
        """Give an administrator who is logged in."""
        keys = self.embedded.sign_in
        admin = Visitor(keys.user, keys.admin_password)
        admin.open(f"{self.url}/wp-login.php")
        admin.submit("#loginform", {"log": [keys.user], "pwd": [keys.admin_password]})
        return admin

    def new_visitor(self) -> Account:
        """Make somebody who never took the quiz."""
        self._visitors += 1
        return self.site.make_visitor(f"demo-visitor-{self._visitors}")

    def deliveries(self) -> str:
        """Give what Settings → Wayfinder shows an administrator."""
        admin = self.admin()
        admin.open(f"{self.url}/wp-admin/options-general.php?page=wayfinder")
        return admin.words("#wpbody-content")

    def debug_log(self) -> str:
        """Give what PHP complained about."""
        log = self.embedded.debug_log
        return log.read_text() if log.exists() else ""


@contextmanager
def house(home: Path = ROOT / "var" / "tests" / "wordpress", plugin: Path = ROOT / "wp-plugin") -> Iterator[House]:
    """Run the embedded WordPress for the tests, apart from the demo's."""
    log = home.with_suffix(".log")
    with wordpress.start(home, wordpress.free_port(), plugin, log, fresh=True) as embedded:
        themes = home / "wordpress" / "wp-content" / "themes"
        shutil.copytree(ROOT / "tests" / "browser" / "classic", themes / "plain-classic")
        yield House(embedded)
