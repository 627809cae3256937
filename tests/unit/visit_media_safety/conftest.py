"""A server with nobody in it."""

from tests.unit.visit_media_signalling.conftest import house

__all__ = ["house"]
