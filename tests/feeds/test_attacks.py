"""Requests that nobody means well: each gets a plain answer, and none an error of ours."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.feeds.site import THREE, Site, open_site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with open_site(*THREE) as opened:
        yield opened


QUERIES = [
    "q=" + "a" * 60_000,
    "q=" + "%28" * 5_000,
    "q=" + "a+OR+" * 3_000 + "a",
    "q=%00%FF%FE%ED%A0%80",
    "q=%22%27%3B+DROP+TABLE+story%3B--",
    "q=NEAR(mill+weir)+%5Erowid%3A1+%7Btitle%7D",
    "q=mi*+*+**+-*+-%22%22",
    "q=%EF%BC%B1%E2%80%AE%F0%9F%A6%8A",
    "q=mill&q=weir&q=",
    "q=mill&limit=99999999999999999999&limit=-1&full=maybe",
    "topic=../../etc&source=%00&author=%2e%2e",
    "topic=Town&not_topic=t%C3%B6wn&lang=x-evil",
    "before=20260115T120000Z-aaaaaaaaaaaa%27%3B",
    "before=99990101T000000Z-a",
    "before=00010101T000000Z-a",
    "&" * 10_000,
    "=" * 10_000,
    ";".join(["q=1"] * 500),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:24])
@pytest.mark.parametrize("path", ["/search.atom", "/all.json", "/topics/town.rss"])
def test_no_query_string_is_an_error(site: Site, path: str, query: str) -> None:
    answer = site.get(f"{path}?{query}")
    assert answer.status_code == 200
    assert len(answer.content) < 100_000  # and none is repeated at length


@pytest.mark.parametrize(
    "path",
    ["/topics/töwn.atom", "/topics/%E2%80%AEtown.atom", "/topics/town%00.atom", "/topics/TOWN.atom",
 "/%2e%2e/etc/passwd", "/all.atom%2f", "/all/archive/１.atom",
     "/all/archive/00000000000000000001.atom", "/all/archive/1e3.atom", "/search.opml",
     "/sources/..%2fmill.atom", "/stories/%00", "/all.atom\\..\\x"],
)  # fmt: skip
def test_no_path_leads_anywhere_it_should_not(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code in (404, 301)
    assert answer.headers.get("location", "/x").startswith("/")
    assert not answer.headers.get("location", "/x").startswith("//")


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("range", "bytes=0-10", 200),  # ranges of a document that changes are no use
        ("if_range", '"x"', 200),
        ("if_match", '"x"', 200),
        ("if_none_match", '"' + "a" * 60_000 + '"', 200),
        ("if_none_match", ",".join(f'"{n}"' for n in range(5_000)), 200),
        ("if_none_match", 'W/"', 200),
        ("if_modified_since", "Thu, 99 Foo 99999 99:99:99 GMT", 200),
        ("a_im", "feed;q=" + "9" * 10_000, 200),
        ("accept_encoding", "gzip;q=" + "9" * 5_000, 200),
        ("accept_encoding", "identity;q=0, *;q=0", 200),
        ("x_forwarded_host", "evil.example", 200),
        ("content_length", "5", 200),
    ],
)
def test_no_header_is_an_error(site: Site, header: str, value: str, status: int) -> None:
    answer = site.get("/all.atom", **{header: value})
    assert answer.status_code == status
    assert b"evil.example" not in answer.content
    assert "set-cookie" not in answer.headers and "accept-ranges" not in answer.headers


def test_any_of_a_list_of_tags_is_enough_and_a_star_is_any(site: Site) -> None:
    etag = site.get("/all.atom").headers["etag"]
    for tags in (f'"a", W/{etag} ,"b"', f"{etag}", "*", f'"x",,{etag}'):
        assert site.get("/all.atom", if_none_match=tags).status_code == 304
        assert site.get("/all.atom", "HEAD", if_none_match=tags).status_code == 304


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(st.sampled_from("q=&%+-\"'()*:ORNOTANDa1猫 "), max_size=60))
def test_whatever_is_typed_the_answer_is_a_feed(site: Site, query: str) -> None:
    answer = site.get(f"/search.json?q={quote(query)}")
    assert answer.status_code == 200
    assert answer.json()["version"] == "https://jsonfeed.org/version/1.1"
