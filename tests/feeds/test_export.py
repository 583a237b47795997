"""The static site: the server's bytes, and no harm to what else is in the directory."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from aggregator.errors import ConfigError
from feeds.export import ABSENT, build, file_of
from feeds.folder import MANIFEST
from tests.build import NOW, at
from tests.feeds.site import CONFIG, THREE, Site, open_site, told


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site(*THREE) as opened:
        yield opened


def built(site: Site, directory: Path) -> list[str]:
    """Build, and tell the path of each document."""
    paths: list[str] = []
    assert build(site.store, site.config, directory, paths.append) == len(paths)
    return paths


def without_search(answer: httpx.Response) -> bytes:
    """What a file can answer as well: a page loses its form, all else stays as it is."""
    asking = rb'(?s)    <a class="find".*?</a>\n|    <form class="search".*?</form>\n'
    if not answer.headers["content-type"].startswith("text/html"):
        return answer.content
    return re.sub(asking, b"", answer.content)


def files(directory: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(directory)): file.read_bytes()
        for file in directory.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def test_every_document_has_the_bytes_that_the_server_sends(site: Site, tmp_path: Path) -> None:
    site.publish(*(told(str(n), published=at(days=-n)) for n in range(10, 30)))
    paths = built(site, tmp_path)
    assert len(paths) == len(set(paths)) > 60
    for path, answer in zip(paths, site.get_all(paths), strict=True):
        assert answer.status_code == 200, path
        file = tmp_path / file_of(path, answer.headers["content-type"])
        assert file.read_bytes() == without_search(answer), path


def test_the_whole_site_is_there(site: Site, tmp_path: Path) -> None:
    built(site, tmp_path / "new" / "site")
    found = files(tmp_path / "new" / "site")
    assert {
        "index.html",
        "all.atom",
        "topics/index.html",
        "topics/science/rivers/index.html",
        "topics/science/rivers.rss",
        "topics/town/authors/ada-miller.json",
        "authors/ada-miller/index.html",
        "sources/fresh.atom",
        f"stories/{THREE[0].id}/index.html",
        "feeds.opml",
        "status.json",
        ABSENT,
    } <= set(found)
    style = next(name for name in found if name.endswith(".css"))
    assert f'href="/{style}"'.encode() in found["index.html"]


def test_every_link_between_pages_leads_to_a_file(site: Site, tmp_path: Path) -> None:
    site.publish(*(told(str(n), published=at(days=-n)) for n in range(10, 30)))
    built(site, tmp_path)
    found = files(tmp_path)
    for name, body in found.items():
        if name.endswith(".html"):
            for path in re.findall(r'(?:href|src)="/([^"]*)"', body.decode()):
                places = {path, f"{path}/index.html", f"{path}index.html"}
                assert places & set(found), (name, path)


def test_a_second_build_leaves_right_files_alone(site: Site, tmp_path: Path) -> None:
    built(site, tmp_path)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
    built(site, tmp_path)
    assert before == {file: file.stat().st_mtime_ns for file in before}


def test_what_is_no_longer_published_goes_and_what_others_put_there_stays(
    site: Site, tmp_path: Path
) -> None:
    built(site, tmp_path)
    page = tmp_path / "stories" / THREE[1].id / "index.html"
    edited = tmp_path / "stories" / THREE[2].id / "index.html"
    foreign = tmp_path / "stories" / "notes.txt"
    assert page.exists()
    foreign.write_text("mine")
    edited.write_text("mine too")
    with site.store.writing() as write:
        write.withdraw(THREE[1].id, into=None, comment="", now=NOW)
        write.withdraw(THREE[2].id, into=None, comment="", now=NOW)
    built(site, tmp_path)
    assert not page.exists() and not page.parent.exists()
    assert edited.read_text() == "mine too"
    assert foreign.read_text() == "mine"


def test_a_merged_story_leaves_a_page_that_leads_on(site: Site, tmp_path: Path) -> None:
    built(site, tmp_path)
    with site.store.writing() as write:
        write.withdraw(THREE[1].id, into=THREE[0].id, comment="", now=NOW)
    for _ in range(2):  # and keeps it at the next build
        built(site, tmp_path)
        page = (tmp_path / "stories" / THREE[1].id / "index.html").read_text()
        assert f"url=/stories/{THREE[0].id}" in page


def test_a_manifest_cannot_lead_out_of_the_directory(site: Site, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("keep me")
    directory = tmp_path / "site"
    built(site, directory)
    manifest = directory / MANIFEST
    digest = next(iter(json.loads(manifest.read_text()).values()))
    names = {"../outside.txt": digest, str(outside): digest, "": digest, "a\0b": digest}
    for content in (json.dumps(names), "[]", "{", '{"index.html": 7}'):
        manifest.write_text(content)
        built(site, directory)
        assert outside.read_text() == "keep me"


def test_no_half_written_file_is_left(site: Site, tmp_path: Path) -> None:
    built(site, tmp_path)
    assert not [file for file in tmp_path.rglob("*") if file.name.endswith(".new")]


def test_when_a_build_fails_nothing_is_removed_and_all_stays_known(
    site: Site, tmp_path: Path
) -> None:
    built(site, tmp_path)
    before = files(tmp_path)

    class StopError(Exception):
        pass

    def stop(path: str) -> None:
        raise StopError

    with pytest.raises(StopError):
        build(site.store, site.config, tmp_path, stop)
    assert files(tmp_path) == before
    known = json.loads((tmp_path / MANIFEST).read_text())
    assert set(before) == set(known)


def test_a_feed_that_cannot_be_rendered_stays_as_it_was(site: Site, tmp_path: Path) -> None:
    built(site, tmp_path)
    before = (tmp_path / "all.atom").read_bytes()
    nameless = CONFIG.model_copy(update={"site": CONFIG.site.model_copy(update={"title": ""})})
    build(site.store, nameless, tmp_path)
    assert (tmp_path / "all.atom").read_bytes() == before


def test_a_directory_that_cannot_be_written_is_one_clear_error(site: Site, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ConfigError, match="file"):
        build(site.store, site.config, blocked)
