"""Speaks the LiveKit protocol with the clients of a visit."""
