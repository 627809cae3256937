"""Figures of the platform beside a peer measured in the same run; `make bench` writes them to bench/*.json."""
