"""What notifications can be asked, and what it has heard."""
