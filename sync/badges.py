"""What earns which badge."""

from sync.orientation import Result

ORIENTATION = "contributor-orientation"


def earned_by(result: Result) -> tuple[str, ...]:
    """Give the slugs of the badges that a kept result earns: taking part is enough, whatever the answers."""
    return (ORIENTATION,) if result.answers else ()
