"""Tokens and join requests, as they come in the address of a WebSocket."""

import base64
import gzip
import hashlib
import hmac
import json
from uuid import UUID

from livekit.protocol import rtc

from tests.fuzz.case import Case
from tests.fuzz.target import Broken, Target, at_most, must
from tests.unit.visit_media_signalling.house import KEY, offer
from visit_media.signalling.joining import MOST_OF_SID, Join, read_join
from visit_media.signalling.protocol import Unreadable
from visit_media.signalling.tokens import TokenKey, TokenRefused, issue

REQUEST, INNER, PACKED, PARAMETERS, TOKEN, CLAIMS = range(6)
VISIT = PERSON = UUID(int=7)
ISSUED = issue(KEY, visit_id=VISIT, person_id=PERSON, visit_version=1, staff=False)
WHOLE = rtc.JoinRequest(
    client_info=rtc.JoinRequest().client_info,
    connection_settings=rtc.ConnectionSettings(auto_subscribe=True, adaptive_stream=True),
    metadata="m",
    participant_attributes={"a": "b"},
    add_track_requests=[rtc.AddTrackRequest(cid="c", name="camera", width=3)],
    publisher_offer=offer("python_v1_joins"),
    reconnect=True,
    participant_sid="PA_before",
    sync_state=rtc.SyncState(track_sids_disabled=["TR_a"]),
).SerializeToString()
CLAIMED = {
    "iss": KEY.name, "sub": str(PERSON), "exp": 32_503_680_000, "visit_version": 1, "staff": True,
    "session": str(VISIT),
    "metadata": "m", "attributes": {"a": "b"}, "video": {
        "room": str(VISIT), "roomJoin": True, "canPublish": True, "canPublishSources": ["camera"], "hidden": False,
    },
}  # fmt: skip


class Joining(Target):
    """The first byte says which part of the address this is."""

    name = "joining"
    seeds: Case = (
        bytes((REQUEST,)) + base64.urlsafe_b64encode(rtc.WrappedJoinRequest(join_request=WHOLE).SerializeToString()),
        bytes((INNER,)) + WHOLE,
        bytes((PACKED,)) + gzip.compress(WHOLE, mtime=0),
        bytes((PARAMETERS,)) + b"reconnect=1&sid=PA_before&auto_subscribe=0&client_protocol=2&adaptive_stream=1",
        bytes((TOKEN,)) + ISSUED.encode(),
        bytes((CLAIMS,)) + json.dumps(CLAIMED).encode(),
    )
    most_messages = 6
    longest = 100_000
    lines_per_message = 20_000
    lines_per_byte = 60

    def attempt(self, case: Case) -> None:
        """Nothing but Unreadable and TokenRefused says no."""
        for message in case:
            how, body = message[0] % 6 if message else REQUEST, message[1:]
            try:
                if how in (TOKEN, CLAIMS):
                    _verify(body, is_signed=how == CLAIMS)
                else:
                    _look_at(_read(how, body))
            except (Unreadable, TokenRefused) as refusal:
                at_most(len(str(refusal)), 100, "characters of a refusal")


def _read(how: int, body: bytes) -> Join:
    if how == PARAMETERS:
        pairs = (one.partition("=") for one in body.decode("utf-8", "replace").split("&"))
        return read_join({name: [value] for name, _, value in pairs})
    if how == REQUEST:
        return read_join({"join_request": [body.decode("utf-8", "replace")]}, is_single=True)
    kinds = rtc.WrappedJoinRequest.Compression
    wrapped = rtc.WrappedJoinRequest(join_request=body, compression=kinds.GZIP if how == PACKED else kinds.NONE)
    return read_join({"join_request": [base64.urlsafe_b64encode(wrapped.SerializeToString()).decode()]})


def _look_at(join: Join) -> None:
    at_most(len(join.participant_sid), MOST_OF_SID, "characters of a sid")


def _verify(body: bytes, *, is_signed: bool) -> None:
    text = body.decode("utf-8", "replace")
    if is_signed:
        text = _signed(body)
    grant = KEY.verify(text)
    must(is_signed or grant.claims == KEY.read(ISSUED), "a token that nobody signed opened the door")
    must(bool(grant.visit_id) and bool(grant.person_id), "a token for nobody opened the door")
    forged = TokenKey(KEY.name, "another secret of the right length!!!!!!")
    try:
        forged.verify(text)
    except TokenRefused:
        return
    raise Broken("a token was believed under another key")


def _signed(claims: bytes) -> str:
    """Sign whatever it is, as JWT does with what it takes for claims."""

    def plain(raw: bytes) -> bytes:
        return base64.urlsafe_b64encode(raw).rstrip(b"=")

    signing = plain(b'{"alg":"HS256","typ":"JWT"}') + b"." + plain(claims)
    return (signing + b"." + plain(hmac.new(KEY.secret.encode(), signing, hashlib.sha256).digest())).decode()
