"""The database's history, numbered and worded."""
