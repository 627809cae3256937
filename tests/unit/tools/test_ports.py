"""Ports are chosen in one place, and a taken one is told in a sentence."""

import socket

import pytest

from tools.platform.ports import PORTS, PortInvalid, PortTaken, check_free, chosen_ports, ephemeral_ports


def test_ports_stand_at_their_usual_place_without_a_word():
    ports = chosen_ports({})

    assert (ports["gateway"], ports["media_ws"], ports["amqp"], ports["health_gateway"]) == (8400, 8401, 8410, 8427)


def test_the_base_moves_every_port():
    ports = chosen_ports({"CARE_PORT_BASE": "9000"})

    assert {number - 9000 for number in ports.values()} == {port.offset for port in PORTS}


def test_a_variable_of_its_own_moves_one_port_alone():
    ports = chosen_ports({"CARE_PORT_BASE": "9000", "CARE_PORT_GATEWAY": "80"})

    assert (ports["gateway"], ports["media_ws"]) == (80, 9001)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "8400.5", " "])
def test_a_number_that_is_no_port_is_named_with_its_variable(text):
    with pytest.raises(PortInvalid, match="CARE_PORT_GATEWAY"):
        chosen_ports({"CARE_PORT_GATEWAY": text})


def test_a_taken_port_is_told_with_number_purpose_and_variable():
    ports = ephemeral_ports()

    with socket.create_server(("127.0.0.1", ports["media_ws"])), pytest.raises(PortTaken) as taken:
        check_free(ports)

    assert f"Port {ports['media_ws']} (the media server's signalling)" in str(taken.value)
    assert "CARE_PORT_MEDIA_WS" in str(taken.value)


def test_a_taken_port_nobody_needs_is_no_obstacle():
    ports = ephemeral_ports()

    with socket.create_server(("127.0.0.1", ports["postgres"])):
        check_free(ports, unused=frozenset({"postgres"}))


def test_a_udp_port_is_checked_as_such():
    ports = ephemeral_ports()

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", ports["media_udp"]))

        with pytest.raises(PortTaken, match="sound and pictures"):
            check_free(ports)


def test_no_two_ports_share_a_number_or_a_variable():
    assert len({port.offset for port in PORTS}) == len(PORTS)
    assert len({port.variable for port in PORTS}) == len(PORTS)
