"""What the visit-media service tells and answers."""
