"""The hands: everything slow or outward, woken by a bell, working from rows."""
