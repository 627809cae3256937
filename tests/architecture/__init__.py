"""What was agreed about the house, as tests."""
