"""Notifications: who is told what of their visits, by which way, and what became of it."""
