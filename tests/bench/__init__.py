"""How light and how quick the quiz is, beside a page without it and beside what the older tools cannot do without."""
