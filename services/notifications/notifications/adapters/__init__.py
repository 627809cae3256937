"""The ways to people, and those who know about them."""
