"""Redirects, and what addresses show of themselves. (The chains on the wire are in test_fetch.)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import FetchError
from aggregator.hops import REDIRECTS, Hop, first_hop, may_see_headers, next_hop, shown

A = "https://a.example/f"


@given(st.lists(st.tuples(st.sampled_from(REDIRECTS), st.sampled_from("pqrstuvw")), max_size=8))
def test_a_chain_ends_and_its_move_is_its_permanent_beginning(chain) -> None:
    hop, moved, is_permanent = first_hop(A), "", True
    for status, name in chain:
        try:
            hop = next_hop(hop, status, f"/{name}")
        except FetchError:
            return
        is_permanent = is_permanent and status in (301, 308)
        moved = hop.url if is_permanent else moved
    assert hop.moved_to == moved
    assert len(hop.seen) <= 5
    assert hop.url not in hop.seen


def test_a_secure_address_does_not_lead_to_an_open_one() -> None:
    with pytest.raises(FetchError, match="from https to http") as caught:
        next_hop(first_hop(A), 301, "http://a.example/f")
    assert caught.value.kind == "refused"
    assert next_hop(Hop(url="http://a.example/f"), 301, A).moved_to == A


@given(location=st.text(max_size=80))
def test_no_location_breaks_anything_but_the_fetch(location: str) -> None:
    try:
        hop = next_hop(first_hop(A), 302, location)
    except FetchError:
        return
    assert hop.url.startswith(("http://", "https://"))
    assert "#" not in hop.url


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://ann:pw@a.example/f?token=1#x", "https://a.example/f?…"),
        ("https://a.example:8443/f", "https://a.example:8443/f"),
        ("https://a.example/\nf", "https://a.example/ f"),
        ("http://[oops", "an unreadable address"),
    ],
)
def test_an_address_in_a_message_shows_no_secret(url: str, text: str) -> None:
    assert shown(url) == text


def test_what_is_no_web_address_is_refused_before_it_is_asked() -> None:
    for url in ("ftp://a.example/", "https:///f", "javascript:1", "http://a.example:x/", ""):
        with pytest.raises(FetchError, match="no web address") as caught:
            first_hop(url)
        assert caught.value.kind == "refused"


@pytest.mark.parametrize(
    ("ours", "theirs", "may"),
    [
        (A, "https://a.example/g", True),
        (A, "https://a.example:443/g", True),
        (A, "https://A.EXAMPLE/g", True),
        (A, "https://b.example/f", False),
        (A, "https://a.example.evil.example/f", False),
        (A, "https://a.example:8443/f", False),
        (A, "http://a.example/f", False),
        ("http://a.example/f", A, True),
        ("http://a.example:80/f", A, True),
        ("http://a.example:8080/f", A, False),
        ("http://a.example/f", "https://a.example:8443/f", False),
    ],
)
def test_own_headers_go_to_their_own_origin(ours: str, theirs: str, may: bool) -> None:
    assert may_see_headers(ours, theirs) is may
