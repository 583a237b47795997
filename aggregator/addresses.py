"""An IP address and a port in, may it be reached out. Pure.

What is judged is the address that is about to be connected to, never a name or a spelling of one:
`127.1`, `0x7f000001` and a rebinding name all end as the same address. Only global unicast space is
open; the rest is closed unless the operator's `allow_networks` says otherwise. Python's own
`is_global` is not used: it says yes to multicast, 6to4, NAT64 and more (protocol.md section 4).
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

# IANA special-purpose registries and RFC 6890; names are what an operator reads in an error
_CLOSED_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), name)
    for network, name in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade private"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")  # RFC 4291 2.4: all global unicast that was ever handed out
_CLOSED_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), name)
    for network, name in (
        ("2001::/23", "reserved"),  # Teredo, ORCHID, benchmarking
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),  # carries any IPv4 address, and RFC 7526 retired it
        ("3fff::/20", "documentation"),
    )
)
_OUTSIDE_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), name)
    for network, name in (
        ("::1/128", "loopback"),
        ("::/96", "unspecified"),  # and the retired IPv4-compatible form
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: on IPv6-only hosts every IPv4 site is seen here

# The ports no browser asks either (fetch.spec.whatwg.org, port blocking): a feed address must not
# be a way to speak to a mail server
_CLOSED_PORTS = frozenset([
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
])  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One line of `allow_networks`: a network, and the only port in it when one is named."""

    network: IPv4Network | IPv6Network
    port: int | None = None


def parse_opening(text: str) -> Opening:
    """'10.1.0.0/16', '127.0.0.1', '127.0.0.1:8099', '[::1]:80'; ValueError when it is none."""
    match = re.fullmatch(r"(?:\[(?P<six>[^]]+)\]|(?P<four>[^:\[\]]+)):(?P<port>\d{1,5})", text)
    if match is None:
        return Opening(network=ip_network(text.strip("[]"), strict=False))
    network = ip_network(match["six"] or match["four"], strict=False)
    return Opening(network=network, port=int(match["port"]))


def plain(address: Address) -> Address:
    """The IPv4 address where an IPv6 one is only a way to write it (RFC 4291 2.5.5.2)."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def is_opened(address: Address, port: int, openings: tuple[Opening, ...]) -> bool:
    """Whether the operator has named this address as one that may be fetched."""
    address = plain(address)
    return any(
        address.version == opening.network.version
        and address in opening.network
        and opening.port in (None, port)
        for opening in openings
    )


def objection(address: str, port: int, openings: tuple[Opening, ...] = ()) -> str:
    """Why this address must not be connected to: 'a loopback address', or '' when it may be."""
    try:
        parsed = plain(ip_address(address.partition("%")[0]))
    except ValueError:
        return "no address"
    if is_opened(parsed, port, openings):
        return ""
    kind = _kind(parsed)
    if kind:
        return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} address"
    return f"port {port}, which is not for the web" if port in _CLOSED_PORTS else ""


def _kind(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return next((name for network, name in _CLOSED_V4 if address in network), "")
    if address in _NAT64:
        return _kind(IPv4Address(int(address) & 0xFFFFFFFF))
    if address not in _GLOBAL_V6:
        return next((name for network, name in _OUTSIDE_V6 if address in network), "reserved")
    return next((name for network, name in _CLOSED_V6 if address in network), "")
