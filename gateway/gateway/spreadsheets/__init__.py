"""Lists of people as spreadsheets: read with suspicion, written so that they can be read again."""
