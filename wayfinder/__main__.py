"""`python -m wayfinder` is `wayfinder`."""

from wayfinder.command import main

main()
