"""Receipts: the SMS operator says what became of a message, at the secret address that it was given for it."""

from urllib.parse import parse_qs

from starlette.responses import Response

from contracts.notifications.calls import RecordReceipt
from contracts.refusals import Refused
from gateway.endpoints import Asked, Endpoint, Limit

FORM = "application/x-www-form-urlencoded"
FORM_BYTES_MAX = 4000
FIELDS_MAX = 20
LENGTH_MAX = 100
OUTCOMES = frozenset({"sent", "delivered", "failed"})


async def sms_receipt(asked: Asked) -> Response:
    """A receipt that comes twice, or late, is as right as the first. Whoever cannot prove it finds nothing here."""
    form, proof = _form(asked.raw), asked.path["proof"]
    operator_id, outcome = form.get("id", ""), form.get("status", "")
    if not 0 < len(operator_id) <= LENGTH_MAX or len(proof) > LENGTH_MAX or outcome not in OUTCOMES:
        raise Refused("not_found", "not_found")
    try:
        await asked.caller.call(
            RecordReceipt, notice_id=asked.path["notice_id"], proof=proof, operator_id=operator_id, outcome=outcome
        )
    except Refused as refused:
        if refused.kind in ("forbidden", "invalid", "not_found"):
            raise Refused("not_found", "not_found") from None
        raise  # the operator brings it again
    return Response(status_code=204)


def _form(raw: bytes) -> dict[str, str]:
    """The fields that stand there once."""
    try:
        fields = parse_qs(raw.decode("ascii", "replace"), max_num_fields=FIELDS_MAX)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items() if len(values) == 1}


ENDPOINTS = (
    Endpoint(
        access="anyone",
        method="POST",
        path="/api/receipts/sms/{notice_id:uuid}/{proof}",
        handler=sms_receipt,
        summary="The SMS operator says what became of a message (a form with id and status)",
        raw_body=(FORM,),
        body_bytes_max=FORM_BYTES_MAX,
        status=204,
        refusals=(409,),
        limits=(Limit(600, 60, "address"), Limit(3000, 60, "everyone")),
        foreign_origin_ok=True,
    ),
)
