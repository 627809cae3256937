"""The address where an operator tells what became of a message, with a part that nobody can guess."""

import hmac
from uuid import UUID


class ReceiptAddresses:
    def __init__(self, key: bytes, public_url: str) -> None:
        self._key, self._public_url = key, public_url.rstrip("/")

    def address(self, notice_id: UUID) -> str:
        return f"{self._public_url}/api/receipts/sms/{notice_id}/{self._proof(notice_id)}"

    def proves(self, notice_id: UUID, proof: str) -> bool:
        return hmac.compare_digest(self._proof(notice_id).encode(), proof.encode())

    def _proof(self, notice_id: UUID) -> str:
        return hmac.digest(self._key, b"receipt of " + notice_id.bytes, "sha256").hex()
