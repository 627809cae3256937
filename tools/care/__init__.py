"""`care`: what operators and auditors ask of a running platform."""
