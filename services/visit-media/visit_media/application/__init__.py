"""What visit-media can be told, one transaction each."""

from visit_media.application.attending import VisitMedia

__all__ = ["VisitMedia"]
