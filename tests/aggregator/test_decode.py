"""Decoding within bounds: whatever comes, no more than the limit comes out."""

import gzip
import os
import zlib
from contextlib import suppress

import brotli
import pytest
import zstandard
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aggregator.decode import Body, DecodeError, TooLarge


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: bytes(brotli.compress(data, quality=2)),
    "zstd": zstandard.compress,
    "": bytes,
}
MIXED = os.urandom(100_000) + bytes(400_000) + b"words " * 1000


def decoded(coding: str, data: bytes, *, chunk: int = 1000, limit: int = 10**7) -> bytes:
    body = Body(coding, limit)
    for start in range(0, len(data), chunk):
        body.add(data[start : start + chunk])
    return body.finish()


@settings(max_examples=60)
@given(
    part=st.binary(max_size=400),
    times=st.sampled_from([1, 10, 500]),
    coding=st.sampled_from(sorted(PACK)),
    chunk=st.sampled_from([1, 2, 3, 64, 65, 1000, 10**6]),
)
def test_what_was_packed_comes_out_again_in_pieces_of_any_size(
    part: bytes, times: int, coding: str, chunk: int
) -> None:
    data = part * times
    assume(coding or not data.startswith(b"\x1f\x8b\x08"))
    assert decoded(coding, PACK[coding](data), chunk=chunk) == data


@pytest.mark.parametrize("coding", sorted(PACK))
@pytest.mark.parametrize("chunk", [7, 65536, 10**6])
def test_large_bodies_come_out_whole(coding: str, chunk: int) -> None:
    assert decoded(coding, PACK[coding](MIXED), chunk=chunk) == MIXED


def test_deflate_is_read_with_and_without_its_wrapper() -> None:
    assert decoded("deflate", bare_deflate(MIXED), chunk=1) == MIXED


@pytest.mark.parametrize("chunk", [1, 2, 29, 30, 31, 32, 1000])
def test_gzip_members_and_zstd_frames_are_joined_wherever_they_are_cut(chunk: int) -> None:
    members = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two")
    frames = zstandard.compress(b"one ") + zstandard.compress(b"two")
    assert decoded("gzip", members, chunk=chunk) == b"one two"
    assert decoded("zstd", frames, chunk=chunk) == b"one two"


@pytest.mark.parametrize("coding", ["", "identity"])
def test_gzip_that_does_not_say_so_is_read_within_the_same_limit(coding: str) -> None:
    assert decoded(coding, gzip.compress(MIXED), chunk=1) == MIXED
    assert decoded(coding, gzip.compress(bytes(5000)), limit=5000) == bytes(5000)
    with pytest.raises(TooLarge, match="larger than 100000 bytes when decoded"):
        decoded(coding, gzip.compress(bytes(50_000_000)), limit=100_000)
    with pytest.raises(DecodeError, match="the gzip data is cut short"):
        decoded(coding, gzip.compress(MIXED)[:-9])


def test_gzip_that_does_not_say_so_is_undone_once() -> None:
    twice = gzip.compress(gzip.compress(b"one"))
    assert decoded("", twice) == decoded("gzip", twice) == gzip.compress(b"one")


def test_padding_after_the_end_is_ignored() -> None:
    assert decoded("gzip", gzip.compress(b"one") + b"\0" * 500, chunk=100) == b"one"


@given(coding=st.sampled_from(["gzip", "deflate", "br", "zstd"]), cut=st.integers(1, 90))
def test_cut_data_is_an_error(coding: str, cut: int) -> None:
    packed = PACK[coding](bytes(range(256)))
    with pytest.raises(DecodeError):
        decoded(coding, packed[: max(1, len(packed) - cut)])


@given(data=st.binary(min_size=1, max_size=300), coding=st.sampled_from(sorted(PACK)))
def test_noise_is_decoded_or_refused_and_never_more_than_the_limit(
    data: bytes, coding: str
) -> None:
    with suppress(DecodeError):
        assert len(decoded(coding, data, limit=1000)) <= 1000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_within_a_step_of_the_limit(coding: str) -> None:
    body = Body(coding, 100_000)
    packed = PACK[coding](bytes(50_000_000))
    with pytest.raises(TooLarge, match="larger than 100000 bytes when decoded"):
        body.add(packed)


def test_a_body_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    assert decoded("gzip", gzip.compress(bytes(5000)), limit=5000) == bytes(5000)
    with pytest.raises(TooLarge):
        decoded("gzip", gzip.compress(bytes(5001)), limit=5000)


def test_a_zstd_window_beyond_what_http_allows_is_refused() -> None:
    packer = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=25)
    ).compressobj()
    packed = packer.compress(os.urandom(10_000)) + packer.flush()
    with pytest.raises(DecodeError, match="broken zstd"):
        decoded("zstd", packed)


def test_endless_empty_parts_are_refused() -> None:
    for coding, part in (("gzip", gzip.compress(b"")), ("zstd", zstandard.compress(b""))):
        with pytest.raises(DecodeError, match="more than 1000 parts"):
            decoded(coding, part * 1001)


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip,br", "identity, gzip, deflate"])
def test_more_than_one_coding_is_refused(coding: str) -> None:
    with pytest.raises(DecodeError, match="more than one"):
        Body(coding, 1000)


def test_a_coding_nobody_asked_for_is_refused() -> None:
    with pytest.raises(DecodeError, match="nobody asked"):
        Body("compress", 1000)


def test_an_announced_length_beyond_the_limit_is_refused_at_once() -> None:
    body = Body("", 1000)
    body.expect("")
    body.expect("nonsense")
    body.expect("1000")
    with pytest.raises(TooLarge):
        body.expect("20000000")


def test_an_empty_body_is_empty_whatever_its_coding() -> None:
    assert Body("gzip", 1000).finish() == b""


def test_what_a_decoder_holds_back_at_a_step_is_not_lost() -> None:
    for size in range(65536, 65536 + 1300, 25):
        packed = bare_deflate(bytes(size))
        assert decoded("deflate", packed, chunk=10**6) == bytes(size)
        assert decoded("gzip", gzip.compress(bytes(size)), chunk=len(packed) + 10) == bytes(size)


def test_what_follows_the_end_of_brotli_data_is_ignored() -> None:
    packed = brotli.compress(b"one")
    assert decoded("br", packed + bytes(len(packed)), chunk=len(packed)) == b"one"


def test_an_endless_coded_body_is_cut_off_by_what_was_received() -> None:
    body = Body("gzip", 1000)
    with pytest.raises(TooLarge, match=r"larger than 1000 bytes$"):
        body.add(bytes(100_000))
