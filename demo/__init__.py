"""The embedded WordPress that shows Wayfinder at work, and the journey played on it."""


class Trouble(Exception):
    """One sentence for the person at the terminal: what is wrong and what to do."""
