"""Content codings: what is chosen, and that it decodes to the same bytes."""

import gzip

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from feeds.coding import choose, encode


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, zstd", "zstd"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0, br;q=0.0", "identity"),
        ("*", "br"),
        ("br;q=0, *", "zstd"),
        ("*;q=0", "identity"),
        ("identity;q=0", "identity"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("gzip;q=nonsense", "identity"),
        ("gzip;q=5", "gzip"),
        ("deflate, compress", "identity"),
        (";;,,=", "identity"),
    ],
)
def test_the_coding_with_the_highest_weight_is_chosen(header: str | None, chosen: str) -> None:
    assert choose(header) == chosen


@given(st.text(max_size=80))
def test_any_header_chooses_something(header: str) -> None:
    assert choose(header) in ("identity", "br", "zstd", "gzip")


@given(st.binary(max_size=2000))
def test_what_is_encoded_decodes_to_the_same_bytes(body: bytes) -> None:
    assert encode(body, "identity") == body
    assert gzip.decompress(encode(body, "gzip")) == body
    assert brotli.decompress(encode(body, "br")) == body
    assert zstandard.ZstdDecompressor().decompress(encode(body, "zstd")) == body


def test_the_same_bytes_are_encoded_the_same_way_at_any_time() -> None:
    assert encode(b"mill" * 99, "gzip")[4:8] == bytes(4)  # MTIME, RFC 1952 2.3.1
    assert encode(b"mill" * 99, "zstd") == encode(b"mill" * 99, "zstd")
