"""The demo provider: its people, and visits to try."""
