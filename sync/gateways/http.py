"""One way to call the world: one session, one timeout, one translation of failures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from sync.errors import Refused, Unavailable

TIMEOUT_S = (3.05, 20.0)  # to connect, between two reads
_MOST_BYTES = 4 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_USER_AGENT = "Wayfinder (+https://make.wordpress.org/community/)"


@dataclass(frozen=True)
class Answer:
    """A complete answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http:
    """Calls one foreign address; every call ends in time with an answer or with one of our words."""

    def __init__(self, who: str, auth: tuple[str, str] | None = None) -> None:
        """Prepare a session; nothing is sent yet.

        Shapes: who names the other side in sentences for people; auth is (user, application password).
        """
        self._who = who
        self._session = requests.Session()
        self._session.trust_env = False  # no .netrc: it would replace our credentials silently
        self._session.headers["User-Agent"] = _USER_AGENT
        self._session.auth = auth

    def send(self, method: str, url: str, **what: Any) -> Answer:
        """Send one request, once, following no redirect (a redirected POST becomes a GET that does nothing).

        Errors: Unavailable when no complete answer came; whether the other side acted is then unknown.
        """
        try:
            with self._session.request(
                method, url, timeout=TIMEOUT_S, allow_redirects=False, stream=True, **what
            ) as response:
                answer = Answer(response.status_code, response.headers, _read(response))
        except (requests.RequestException, OSError) as exc:
            raise Unavailable(f"We could not reach {self._who}: {_cause(exc)}.") from exc
        if len(answer.body) > _MOST_BYTES:
            raise Unavailable(f"{self._who} sent more than we read.")
        return answer

    def judge(self, answer: Answer, said: str, *, is_final: bool = False) -> None:
        """Let a 2xx pass; turn every other status into one of our words, with what they said.

        Errors: Refused for a final no, which only they can mean who know what was asked (`is_final`); else Unavailable:
        wrong credentials, a plugin that is not active, a site that is being moved are things that an operator mends.
        """
        if 200 <= answer.status < 300:
            return
        sentence = f"{self._who} answered {answer.status}: {said}"
        if answer.status in (401, 403):
            raise Unavailable(f"{sentence} (check the application password)", retry_after_s=300)
        if is_final and 400 <= answer.status < 500 and answer.status not in (408, 425, 429):
            raise Refused(sentence)
        raise Unavailable(sentence, retry_after_s=_retry_after_s(answer))


def _read(response: requests.Response) -> bytes:
    """Read a body, but not much further than we would accept."""
    body = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        body += chunk
        if len(body) > _MOST_BYTES:
            break
    return bytes(body)


def _cause(exc: Exception) -> str:
    if isinstance(exc, requests.Timeout):
        return "it did not answer in time"
    if isinstance(exc, requests.ConnectionError):
        return "the connection was refused or cut"
    return type(exc).__name__


def _retry_after_s(answer: Answer) -> float | None:
    said = answer.headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdigit() else None
