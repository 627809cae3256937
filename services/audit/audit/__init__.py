"""Audit: who read, searched and changed whose data."""
