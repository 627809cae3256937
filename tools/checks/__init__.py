"""Runs the project's checks, one process each, and says at the end what held."""
