"""A client's transport: the handshake, its limits and its end."""

import pytest
from aiortc.rtcdatachannel import RTCDataChannelParameters
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL

from tests.unit.visit_media.dtls_client import HOME, SERVER, DtlsClient, Line
from visit_media.sfu.transport.certificate import Fingerprint, Identity
from visit_media.sfu.transport.dtls import MOST_BYTES_OF_HANDSHAKE, Dtls, DtlsState
from visit_media.sfu.transport.paths import CONSENT_SECONDS
from visit_media.sfu.transport.peer import HANDSHAKE_SECONDS
from visit_media.sfu.transport.sctp import LOSSY, RELIABLE

CLIENT_CHANNELS = (
    RTCDataChannelParameters(label=RELIABLE),
    RTCDataChannelParameters(label=LOSSY, ordered=False, maxRetransmits=0),
)


def test_a_handshake_with_the_promised_certificate_yields_keys_that_both_ends_have() -> None:
    line = Line()

    line.connect(sctp_port=None)

    assert line.peer.is_connected
    [keys] = line.heard.keys
    material = line.client.connection.export_keying_material(b"EXTRACTOR-dtls_srtp", 56)
    assert line.client.connection.get_selected_srtp_profile() == b"SRTP_AEAD_AES_128_GCM"
    assert keys.inbound == material[:16] + material[32:44]
    assert keys.outbound == material[16:32] + material[44:56]
    assert all(len(datagram) <= 1200 for _, datagram in line.sent)


def test_a_handshake_with_another_certificate_is_refused() -> None:
    line = Line()
    line.peer.expect((Identity().fingerprint,), None)
    line.check()

    line.client.begin()
    line.carry()

    assert line.heard.failures == ["wrong_certificate"]
    assert line.heard.keys == []


def test_a_certificate_counts_only_by_sha_256_and_one_of_several_is_enough() -> None:
    line = Line()
    promised = line.client.identity.fingerprint
    line.peer.expect((Fingerprint("sha-1", "AA:BB"), Identity().fingerprint, promised), None)
    line.check()

    line.client.begin()
    line.carry()

    assert line.peer.is_connected
    assert not Fingerprint("sha-1", promised.value).counts


def test_a_client_that_cannot_encrypt_media_as_we_do_is_refused() -> None:
    line = Line()
    line.client.use(Identity(), srtp=b"SRTP_AES128_CM_SHA1_32")
    line.peer.expect((line.client.identity.fingerprint,), None)
    line.check()

    line.client.begin()
    line.carry()

    assert line.heard.failures == ["no_srtp"]


def test_a_lost_flight_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    line.peer.expect((line.client.identity.fingerprint,), None)
    line.check()
    line.client.begin()
    line.carry_one_way()
    asked: list[int] = []
    dtls = line.peer._dtls
    assert dtls is not None
    monkeypatch.setattr(dtls, "retransmit", lambda: asked.append(1))

    line.peer.tend(0.1)

    assert asked == [1]


def test_nothing_is_sent_before_an_address_is_proved_to_be_the_clients() -> None:
    line = Line()
    line.peer.expect((line.client.identity.fingerprint,), None)

    line.client.begin()
    line.carry()

    assert line.sent == []


def test_a_handshake_that_goes_on_for_ever_ends() -> None:
    dtls = Dtls(SERVER, (SERVER.fingerprint,), lambda _: None)
    client = DtlsClient(Identity())
    hello: list[bytes] = []
    client.to_server = hello.append
    client.begin()

    for _ in range(MOST_BYTES_OF_HANDSHAKE // len(hello[0]) + 1):
        for datagram in hello:
            dtls.receive(datagram)

    assert dtls.state is DtlsState.CLOSED
    assert dtls.failure == "handshake_too_long"


def test_a_handshake_that_is_not_finished_in_time_fails() -> None:
    line = Line()
    line.peer.expect((line.client.identity.fingerprint,), None)
    line.check()
    line.client.begin()
    line.carry_one_way()

    for second in range(int(HANDSHAKE_SECONDS) + 1):
        line.check(now=float(second))
        line.peer.tend(float(second))
    assert line.heard.failures == []

    line.check(now=HANDSHAKE_SECONDS + 1)
    line.peer.tend(HANDSHAKE_SECONDS + 1)
    assert line.heard.failures == ["handshake_timeout"]


def test_a_client_that_hangs_up_is_gone_at_once() -> None:
    line = Line()
    line.connect(sctp_port=None)

    line.client.hang_up()
    line.carry()

    assert line.heard.failures == ["closed_by_client"]
    assert line.peer.has_failed


def test_closing_says_goodbye_to_the_client_and_is_no_failure() -> None:
    line = Line()
    line.connect(sctp_port=None)

    line.peer.close()
    line.peer.close()
    line.carry()

    assert line.client.connection.get_shutdown() & SSL.RECEIVED_SHUTDOWN
    assert line.heard.failures == []
    assert line.check() is None


def test_a_client_that_checks_no_longer_has_taken_back_its_consent() -> None:
    line = Line()
    line.connect(sctp_port=None)

    line.peer.tend(CONSENT_SECONDS)
    assert not line.peer.has_failed

    line.peer.tend(CONSENT_SECONDS + 0.1)
    assert line.heard.failures == ["consent_expired"]

    line.peer.tend(CONSENT_SECONDS + 1)
    assert line.heard.failures == ["consent_expired"]


def test_whoever_listens_is_told_of_every_move_and_of_nothing_else() -> None:
    line = Line()
    line.check()
    line.check()
    line.check(("2001:db8::9", 9))
    line.check(("2001:db8::9", 9))
    line.peer.forget_path(("2001:db8::9", 9))

    assert line.heard.addresses == [HOME, ("2001:db8::9", 9), HOME]


def test_a_restart_changes_the_credentials_and_keeps_the_keys_and_the_channels() -> None:
    line = Line()
    line.connect(sctp_port=None)
    before = line.peer.ufrag, line.peer.password

    line.peer.restart()

    assert before != (line.peer.ufrag, line.peer.password)
    assert line.peer.address == HOME
    line.check(("192.0.2.99", 1))
    assert line.peer.address == ("192.0.2.99", 1)
    assert line.peer.is_connected
    assert len(line.heard.keys) == 1


@given(st.binary(min_size=1, max_size=100))
def test_garbage_does_not_end_a_handshake_by_force(raw: bytes) -> None:
    dtls = Dtls(SERVER, (SERVER.fingerprint,), lambda _: None)

    dtls.receive(b"\x16\xfe\xfd" + raw)
    dtls.receive(raw)
