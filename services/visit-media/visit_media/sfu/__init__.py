"""Forwards media and data between peers without ever decoding it."""
