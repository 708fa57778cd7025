"""A visitor without script: reads pages, follows links, fills in forms, nothing that a browser would not do."""

from typing import Any
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag

from demo import Trouble

_PATIENCE_S = 60


class Visitor:
    """Somebody on the site, looking at one page at a time."""

    def __init__(self, name: str, password: str) -> None:
        self.name, self._password = name, password
        self._session = requests.Session()
        self._session.trust_env = False
        self.address = ""
        self.source = ""
        self.page = BeautifulSoup("", "html.parser")

    def open(self, address: str) -> None:
        """Open an address; relative ones from where they are."""
        self._look(self._session.get(urljoin(self.address, address), timeout=_PATIENCE_S))

    def _look(self, answer: requests.Response) -> None:
        self.address, self.source = answer.url, answer.text
        self.page = BeautifulSoup(answer.text, "html.parser")
        if answer.status_code != 200:
            raise Trouble(f"{answer.url} answered {answer.status_code}: {self.page.get_text(' ', strip=True)[:200]}")

    def find(self, selector: str) -> Tag:
        """Give the first element of this kind, which must be there."""
        found = self.page.select_one(selector)
        if found is None:
            raise Trouble(f"{self.address} has no {selector}: {self.page.get_text(' ', strip=True)[:300]}")
        return found

    def words(self, selector: str = "body") -> str:
        """Give what can be read in an element."""
        return self.find(selector).get_text(" ", strip=True)

    def teams(self) -> list[str]:
        """Give the shown teams, in order."""
        return [str(shown["data-team"]) for shown in self.page.select(".wayfinder-result [data-team]")]

    def submit(self, selector: str, fields: dict[str, list[str]]) -> None:
        """Send a form as it stands, with these boxes ticked or fields filled in."""
        form = self.find(selector)
        sent = [*_as_it_stands(form, fields), *((name, value) for name, values in fields.items() for value in values)]
        address = urljoin(self.address, str(form.get("action") or ""))
        if str(form.get("method", "get")).lower() == "post":
            self._look(self._session.post(address, data=sent, timeout=_PATIENCE_S))
        else:
            self._look(self._session.get(address, params=sent, timeout=_PATIENCE_S))

    def log_in(self) -> None:
        """Follow the page's log-in link and come back to where it leads."""
        self.open(str(self.find('a[href*="wp-login.php"]')["href"]))
        self.submit("#loginform", {"log": [self.name], "pwd": [self._password]})

    def get(self, address: str) -> str:
        """Give what an address answers, without going there."""
        return self._session.get(address, timeout=_PATIENCE_S).text

    def post(self, address: str, content: object, headers: dict[str, str]) -> requests.Response:
        """Send JSON as the page's script would, and give the answer whatever it is."""
        return self._session.post(address, json=content, headers=headers, timeout=_PATIENCE_S)

    def journey(self) -> dict[str, Any]:
        """Ask the plugin's REST route what the page's script would ask: their own journey."""
        return self._rest("GET", "people/me")

    def keep_again(self, answers: list[str]) -> dict[str, Any]:
        """Keep a result as the page's script would."""
        return self._rest("POST", "results", json={"answers": answers, "wants_mentor": True})

    def _rest(self, method: str, route: str, **what: Any) -> dict[str, Any]:
        home = urljoin(self.address, "/")
        nonce = self._session.get(f"{home}wp-admin/admin-ajax.php?action=rest-nonce", timeout=_PATIENCE_S).text
        answer = self._session.request(
            method, f"{home}wp-json/wayfinder/v1/{route}", headers={"X-WP-Nonce": nonce}, timeout=_PATIENCE_S, **what
        )
        said: dict[str, Any] = answer.json()
        if not answer.ok:
            raise Trouble(f"{route} answered {answer.status_code}: {said.get('message')}")
        return said


def _as_it_stands(form: Tag, replaced: dict[str, list[str]]) -> list[tuple[str, str]]:
    kept = []
    for field in form.select("input[name], button[name]"):
        name, kind = str(field["name"]), str(field.get("type", "text"))
        ticked = kind not in ("checkbox", "radio") or field.has_attr("checked")
        if name not in replaced and ticked and kind != "submit":
            kept.append((name, str(field.get("value", ""))))
    return kept
