"""Media that is sealed: opened once, and never when forged."""

from visit_media.sfu.transport.srtp import PROFILES, Srtp, SrtpKeys


def keys() -> tuple[Srtp, Srtp]:
    profile = PROFILES[b"SRTP_AEAD_AES_128_GCM"]
    ours = profile.keys_of_server(bytes(range(profile.material_length)))
    return Srtp(ours), Srtp(SrtpKeys(ours.profile, inbound=ours.outbound, outbound=ours.inbound))


def test_media_is_opened_once_and_never_when_forged() -> None:
    here, there = keys()
    packet = bytes.fromhex("80600001 00000000 00000007".replace(" ", "")) + b"hello"

    sealed = here.protect(packet)

    assert sealed is not None
    assert there.unprotect(sealed[:-1] + b"x") is None
    assert there.unprotect(sealed) == packet
    assert there.unprotect(sealed) is None
    assert there.unprotect(b"\x80" * 2000) is None


def test_a_number_is_never_encrypted_twice() -> None:
    here, _ = keys()
    packet = bytes.fromhex("80600001 00000000 00000007".replace(" ", ""))

    assert here.protect(packet + b"one") is not None
    assert here.protect(packet + b"two") is None
