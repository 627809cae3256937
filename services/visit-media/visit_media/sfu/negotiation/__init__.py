"""Turns an SDP offer into an answer and the terms both sides then keep."""
