"""What notifications can be told, one file for each matter."""
