"""How a service of the platform runs: its log, its bus, its health. Knows no word of care."""
