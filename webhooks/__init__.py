"""The public door: proves, reads and keeps what WordPress sites deliver."""
