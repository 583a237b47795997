"""Which addresses may be reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.addresses import is_opened, objection, parse_opening

CLOSED = {
    "127.0.0.1": "a loopback address",
    "127.8.9.10": "a loopback address",
    "0.0.0.0": "an unspecified address",
    "0.1.2.3": "an unspecified address",
    "10.1.2.3": "a private address",
    "100.64.0.1": "a carrier-grade private address",
    "100.127.255.255": "a carrier-grade private address",
    "169.254.169.254": "a link-local address",
    "172.16.0.1": "a private address",
    "172.31.255.255": "a private address",
    "192.0.0.8": "a reserved address",
    "192.0.2.1": "a documentation address",
    "192.88.99.1": "a 6to4 relay address",
    "192.168.1.1": "a private address",
    "198.18.0.1": "a benchmarking address",
    "198.51.100.1": "a documentation address",
    "203.0.113.1": "a documentation address",
    "224.0.0.1": "a multicast address",
    "239.255.255.250": "a multicast address",
    "240.0.0.1": "a reserved address",
    "255.255.255.255": "a reserved address",
    "::": "an unspecified address",
    "::1": "a loopback address",
    "::127.0.0.1": "an unspecified address",
    "::ffff:127.0.0.1": "a loopback address",
    "::ffff:10.0.0.1": "a private address",
    "::ffff:0:127.0.0.1": "a reserved address",
    "64:ff9b::127.0.0.1": "a loopback address",
    "64:ff9b::a9fe:a9fe": "a link-local address",
    "64:ff9b:1::1": "a reserved address",
    "100::1": "a reserved address",
    "2001::1": "a reserved address",
    "2001:0:53aa:64c:0:7e8:80ff:fffe": "a reserved address",
    "2001:db8::1": "a documentation address",
    "2002:7f00:1::": "a 6to4 address",
    "2002:808:808::": "a 6to4 address",
    "3fff::1": "a documentation address",
    "5f00::1": "a reserved address",
    "fc00::1": "a private address",
    "fd12:3456::1": "a private address",
    "fe80::1": "a link-local address",
    "fe80::1%eth0": "a link-local address",
    "fec0::1": "a site-local address",
    "ff02::1": "a multicast address",
    "not an address": "no address",
}

OPEN = [
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.32.0.1",
    "172.15.255.255", "192.0.1.1", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    "2606:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888", "2400:cb00::1",
]  # fmt: skip


@pytest.mark.parametrize(("address", "words"), CLOSED.items())
def test_what_is_not_of_the_public_internet_is_closed(address: str, words: str) -> None:
    assert objection(address, 80) == words


@pytest.mark.parametrize("address", OPEN)
def test_the_public_internet_is_open(address: str) -> None:
    assert objection(address, 443) == ""


@given(st.ip_addresses(network="2000::/3"))
def test_outside_the_table_global_unicast_is_what_python_calls_global(address) -> None:
    """The other way round does not hold: is_global is wrong for 6to4 and more."""
    if objection(str(address), 80) == "":
        assert address.is_global or address.sixtofour


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_means_the_same_however_it_is_embedded(address) -> None:
    for form in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert objection(form, 80) == objection(str(address), 80)


@pytest.mark.parametrize("port", [22, 25, 53, 110, 143, 465, 587, 6667, 0])
def test_ports_that_are_not_for_the_web_are_closed(port: int) -> None:
    assert objection("8.8.8.8", port) == f"port {port}, which is not for the web"


@pytest.mark.parametrize("port", [80, 443, 8080, 8443, 3000, 1234])
def test_other_ports_are_open(port: int) -> None:
    assert objection("8.8.8.8", port) == ""


@pytest.mark.parametrize(
    ("opening", "inside", "outside"),
    [
        ("10.1.0.0/16", [("10.1.2.3", 80), ("::ffff:10.1.2.3", 81)], [("10.2.0.1", 80)]),
        ("10.1.2.3/16", [("10.1.9.9", 80)], [("10.2.0.1", 80)]),
        ("127.0.0.1", [("127.0.0.1", 80), ("127.0.0.1", 22)], [("127.0.0.2", 80), ("::1", 80)]),
        ("127.0.0.1:8099", [("127.0.0.1", 8099)], [("127.0.0.1", 80), ("127.0.0.1", 22)]),
        ("10.0.0.0/8:8080", [("10.9.9.9", 8080)], [("10.9.9.9", 80)]),
        ("::1", [("::1", 80)], [("127.0.0.1", 80), ("64:ff9b::7f00:1", 80)]),
        ("[::1]:80", [("::1", 80)], [("::1", 81)]),
        ("[fd00::1]", [("fd00::1", 80)], [("fd00::2", 80)]),
        ("fd00::/8", [("fd00::1", 80)], [("fe80::1", 80)]),
    ],
)
def test_the_operator_may_open_a_network_or_one_port_of_it(opening, inside, outside) -> None:
    openings = (parse_opening(opening),)
    assert [objection(address, port, openings) for address, port in inside] == [""] * len(inside)
    assert all(objection(address, port, openings) for address, port in outside)


@pytest.mark.parametrize("text", ["localhost", "localhost:80", "10.1.0.0/99", "", "127.0.0.1:x"])
def test_what_is_no_network_is_no_opening(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_opening(text)


def test_an_opening_without_port_holds_for_all_of_them() -> None:
    from ipaddress import ip_address

    assert is_opened(ip_address("10.0.0.1"), 25, (parse_opening("10.0.0.0/8"),))
