"""The JSON that browsers send and receive, built on the contracts; one file for each matter."""
