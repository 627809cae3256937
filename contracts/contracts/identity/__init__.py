"""What the identity service tells and answers."""
