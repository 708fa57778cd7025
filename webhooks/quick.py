"""How a view and what serves it agree that nobody's thread waits for the disk.

A view that finds a `Quick` in its environ must not wait: it hands over, leaves the ticket and answers as if it were kept; the
front sends that answer once it is. Where the view cannot do without waiting it says so, and is called again in a thread. Where
it was not kept after all, it is called again with the ticket, to say so in its own words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from webhooks.keeper import Ticket

QUICK = "wayfinder.quick"
TICKET = "wayfinder.ticket"


@dataclass(slots=True)
class Quick:
    """What a view that must not wait leaves behind.

    Shapes: then is called, from whatever thread, when the ticket is answered.
    """

    then: Callable[[], None]
    ticket: Ticket | None = None
    is_slow: bool = False
