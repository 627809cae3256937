"""Booking: visits, booked and started and ended."""
