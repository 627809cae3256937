"""What the platform promises, checked."""
