"""The whole platform on one machine: what runs, in which order, on which ports."""
