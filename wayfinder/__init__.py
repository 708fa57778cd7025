"""The front hall: the operator's command; puts settings, store, world and doors together; nobody imports it."""
