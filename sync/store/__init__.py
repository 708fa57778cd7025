"""The only rooms that know SQL: queries, one file per word."""
