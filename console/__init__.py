"""The staff door: what the people of the program see and decide, and what the operator repairs."""
