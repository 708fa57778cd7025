"""Sets a WordPress up for the demo through REST alone, so that the embedded one and any other are treated alike."""

import secrets
from dataclasses import dataclass, field
from typing import Any

import requests

from demo import Trouble

_PATIENCE_S = 60
_PLUGIN = "/wp/v2/plugins/wayfinder/wayfinder"
_PAGE = {
    "slug": "get-involved",
    "title": "Get involved",
    "content": "<!-- wp:wayfinder/orientation /-->",
    "status": "publish",
}


@dataclass(frozen=True)
class Account:
    """A WordPress account that the demo made.

    Shapes: password signs people in; key is an application password, for programs.
    """

    id: int
    login: str
    password: str = field(repr=False)
    key: str = field(default="", repr=False)


class Site:
    """A WordPress, as its administrator's program sees it."""

    def __init__(self, url: str, user: str, key: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = (user, key)

    def get(self, route: str, **query: Any) -> Any:
        """Give what a route answers."""
        return self._call("GET", route, params=query)

    def create(self, route: str, **what: Any) -> Any:
        """Make something and give what the route answers."""
        return self._call("POST", route, json=what)

    def _call(self, method: str, route: str, **what: Any) -> Any:
        """Call a route.

        Errors: Trouble with what WordPress says, or that it is not there.
        """
        try:
            answer = self._session.request(
                method, f"{self.url}/wp-json{route}", timeout=_PATIENCE_S, allow_redirects=False, **what
            )
            said = answer.json()
        except requests.ConnectionError as exc:
            raise Trouble(f"Nothing answers at {self.url}; is WORDPRESS_URL right?") from exc
        except (requests.RequestException, ValueError) as exc:
            raise Trouble(
                f"{self.url} does not answer like WordPress with pretty permalinks ({method} {route})."
            ) from exc
        if not answer.ok:
            raise Trouble(f"{self.url} refused {method} {route}: {said.get('message', answer.status_code)}")
        return said

    def activate_plugin(self) -> None:
        """See to it that the plugin is active.

        Errors: Trouble when it is not installed, saying how to.
        """
        installed = {plugin["plugin"]: plugin["status"] for plugin in self.get("/wp/v2/plugins")}
        if "wayfinder/wayfinder" not in installed:
            raise Trouble(f"Copy the folder wp-plugin to wp-content/plugins/wayfinder on {self.url}, then try again.")
        if installed["wayfinder/wayfinder"] != "active":
            self._call("PUT", _PLUGIN, json={"status": "active"})

    def make_page(self) -> str:
        """Make the page with the quiz, or find it; give its address."""
        found = self.get("/wp/v2/pages", slug=_PAGE["slug"], status="publish")
        page = found[0] if found else self._call("POST", "/wp/v2/pages", json=_PAGE)
        address: str = page["link"]
        return address

    def make_visitor(self, login: str) -> Account:
        """Make a visitor anew: somebody who never took the quiz."""
        self._remove_account(login)
        return self._make_account(login, "subscriber")

    def make_service_account(self, login: str) -> Account:
        """Make the account that the service acts as, with a fresh application password."""
        self._remove_account(login)
        made = self._make_account(login, "wayfinder_service")
        key = self._call("POST", f"/wp/v2/users/{made.id}/application-passwords", json={"name": "Wayfinder"})
        return Account(made.id, login, made.password, key["password"])

    def _make_account(self, login: str, role: str) -> Account:
        password = secrets.token_urlsafe(12)
        name = login.replace("-", " ").title()
        account = {
            "username": login,
            "name": name,
            "email": f"{login}@example.org",
            "password": password,
            "roles": [role],
        }
        made = self._call("POST", "/wp/v2/users", json=account)
        return Account(int(made["id"]), login, password)

    def _remove_account(self, login: str) -> None:
        for former in self.get("/wp/v2/users", search=login, context="edit", per_page=100):
            if former["username"] == login:
                query = {"force": "true", "reassign": "false"}
                self._call("DELETE", f"/wp/v2/users/{former['id']}", params=query)

    def connection(self) -> str:
        """Give the address that the plugin delivers to now; empty when there is none."""
        address: str = self._call("PUT", "/wayfinder/v1/connection", json={}).get("service_url") or ""
        return address

    def connect(self, service_url: str, secret: str) -> None:
        """Tell the plugin where the service is and what they share."""
        self._call("PUT", "/wayfinder/v1/connection", json={"service_url": service_url, "secret": secret})
