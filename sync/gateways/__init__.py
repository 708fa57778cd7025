"""The only rooms that know the network: one file per foreign side, and their fakes."""
