"""Moves packets from whoever sends to whoever receives."""
