"""What is kept beside the log, because only the latest of it matters."""
