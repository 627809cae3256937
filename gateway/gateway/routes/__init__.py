"""What browsers may ask, one file for each part of the platform."""
