"""The five words for what can go wrong; every room translates foreign failures into one of them."""

from collections.abc import Mapping, Sequence
from typing import Any


class Malformed(Exception):
    """Their bytes are not what was agreed. Doors answer 422.

    Shapes: fields maps a place ("data.answers.1") to what is wrong there.
    """

    def __init__(self, message: str, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, Any] = {place: list(faults) for place, faults in (fields or {}).items()}

    def in_full(self) -> str:
        """Give the sentence with every place and what is wrong there, for people."""
        return " ".join([str(self), *(f"{place}: {' '.join(faults)}" for place, faults in sorted(self.fields.items()))])


class Forbidden(Exception):
    """Their proof does not hold. Doors answer 401, or 403 when who they are is proven but not that they may."""

    def __init__(self, message: str, *, proven: bool = False) -> None:
        super().__init__(message)
        self.proven = proven


class Refused(Exception):
    """A final no, ours or the world's. Doors answer 409; jobs park the row with the reason."""


class Unavailable(Exception):
    """Not now, perhaps later. Doors answer 503; jobs try again.

    Shapes: of_one says that only this piece of work has to wait: the other side is there and answers.
    Units: retry_after_s is what the other side asked for, in seconds.
    """

    def __init__(self, message: str, *, retry_after_s: float | None = None, of_one: bool = False) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        self.of_one = of_one


class Impossible(Exception):
    """Our own bug: what must hold does not. Nobody answers it; it crashes and is seen."""
