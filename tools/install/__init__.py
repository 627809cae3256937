"""Brings a machine to where the platform runs; needs nothing but Python's own library."""
