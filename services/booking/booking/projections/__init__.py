"""What booking can be asked, and what it has heard."""
