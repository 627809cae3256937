"""Signing in by BankID: an order belongs to the browser that began it, and opens one session."""

from starlette.responses import JSONResponse, Response

from contracts.identity.calls import BeginBankId, CancelBankId, CollectBankId
from contracts.refusals import Refused
from gateway.devices import device
from gateway.endpoints import Asked, Endpoint, Limit
from gateway.shapes.signing_in import BankIdOrder, BankIdProgress, BankIdReturn, BankIdSignIn
from gateway.signing_in import (
    browser_secret,
    change_session,
    count_for,
    keep_browser_secret,
    new_browser_secret,
    own_path,
)

BEGUN_BY_A_BROWSER = 12
COLLECTED_OF_AN_ATTEMPT = 120


async def begin_bank_id(asked: Asked) -> Response:
    browser = browser_secret(asked.request) or new_browser_secret()
    count_for(asked, "bankid browser", browser, BEGUN_BY_A_BROWSER)
    begun = await asked.caller.call(
        BeginBankId,
        browser=browser,
        user_ip=asked.address,
        device=device(asked.request),
        language=asked.body["language"],
        same_device=asked.body["same_device"],
        back=own_path(asked.body["back"]),
    )
    response = JSONResponse(BankIdOrder().dump(begun))
    keep_browser_secret(response, browser)
    return response


async def collect_bank_id(asked: Asked) -> Response:
    attempt_id = asked.path["attempt_id"]
    count_for(asked, "bankid attempt", str(attempt_id), COLLECTED_OF_AN_ATTEMPT)
    browser = browser_secret(asked.request)
    if browser is None:
        raise Refused("conflict", "sign_in_expired")
    progress = await asked.caller.call(CollectBankId, attempt_id=attempt_id, browser=browser, nonce=asked.body["nonce"])
    back = own_path(progress["back"]) if progress["back"] is not None else None
    response = JSONResponse(BankIdProgress().dump(progress | {"back": back}))
    if progress["token"] is not None:
        await change_session(asked, response, progress["token"])
    return response


async def cancel_bank_id(asked: Asked) -> None:
    """What is over already, or never was this browser's, needs no giving up."""
    browser = browser_secret(asked.request)
    if browser is not None:
        await asked.caller.call(CancelBankId, attempt_id=asked.path["attempt_id"], browser=browser)


ENDPOINTS = (
    Endpoint(
        access="anyone",
        method="POST",
        path="/api/sign-in/bankid",
        handler=begin_bank_id,
        summary="Begin to sign in by BankID",
        body=BankIdSignIn,
        answer=BankIdOrder,
        refusals=(403, 409),
        limits=(Limit(60, 60, "address"),),
    ),
    Endpoint(
        access="anyone",
        method="POST",
        path="/api/sign-in/bankid/{attempt_id:uuid}/collect",
        handler=collect_bank_id,
        summary="How the BankID order stands; asked once a second, and signed in when it is complete",
        body=BankIdReturn,
        answer=BankIdProgress,
        refusals=(403, 409),
        limits=(Limit(1800, 60, "address"),),
    ),
    Endpoint(
        access="anyone",
        method="POST",
        path="/api/sign-in/bankid/{attempt_id:uuid}/cancel",
        handler=cancel_bank_id,
        summary="Give up the BankID order",
        status=204,
        refusals=(403,),
        limits=(Limit(60, 60, "address"),),
    ),
)
