"""Identity: who people are, what they may do, whether they are signed in."""
