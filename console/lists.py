"""Lists: which page, how many pages, links that keep the rest of the address, and CSV of exactly what is shown."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, abort, request, url_for

_MOST_PAGES = 100_000


def asked(name: str, longest: int = 120) -> str:
    """Give what the address asks for under this name.

    Errors: 404 for what no link or form of ours says.
    """
    said = request.args.get(name, "").strip()
    return said if len(said) <= longest and said.isprintable() else abort(404)


def page_number() -> int:
    """Give which page is asked for, from 1."""
    said = request.args.get("page", "1")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0
    return number if 1 <= number <= _MOST_PAGES else abort(404)


def here(**changes: object) -> str:
    """Give this page's address with other values in its query; an empty value takes its name away."""
    known = {name: value for name, value in request.args.items() if name not in ("told", "row", "late")}
    wanted = {name: value for name, value in {**known, **changes}.items() if value not in ("", None)}
    return url_for(request.endpoint or "home.show", **{**(request.view_args or {}), **wanted})


@dataclass(frozen=True)
class Pages:
    """Where one page stands among all."""

    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Give the number of the last page, 1 when there is nothing."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """Give the number of the first row shown, counted from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last_row(self) -> int:
        """Give the number of the last row shown."""
        return min(self.total, self.number * self.size)


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Give a file that a spreadsheet opens; a text that would be a formula there is made harmless."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    answer = Response(file.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
