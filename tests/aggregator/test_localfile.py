"""file: sources: the same values as from the network, and nothing but regular files."""

import os
from pathlib import Path

import pytest

from aggregator.model import Fetched, NotModified
from tests.aggregator.asking import ask, failure
from tests.world.behaviours import FEED


@pytest.fixture
def config():
    from aggregator.config import Config, Fetch

    return Config(fetch=Fetch(max_bytes="1KiB"))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("file:feeds/a.xml", "feeds/a.xml"),
        ("file:feeds/a%20b.xml", "feeds/a b.xml"),
        ("file:feeds/a b.xml", "feeds/a b.xml"),
        ("file:feeds/100%25.xml", "feeds/100%25.xml"),
        ("file:feeds/is it #1?.xml", "feeds/is it #1?.xml"),
        ("file://feeds/a.xml", "feeds/a.xml"),
        ("file://localhost/{tmp}/feeds/a.xml", "feeds/a.xml"),
        ("file:///{tmp}/feeds/a.xml", "feeds/a.xml"),
    ],
)
def test_a_file_is_read_relative_to_the_configuration(
    url: str, name: str, tmp_path: Path, config
) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / name).write_bytes(FEED)
    answered = ask(url.replace("/{tmp}", str(tmp_path)), config, directory=tmp_path)
    assert isinstance(answered, Fetched)
    assert answered.body == FEED
    assert answered.content_type == "application/xml"
    assert answered.validators.url == answered.url == url.replace("/{tmp}", str(tmp_path))


def test_an_untouched_file_is_not_modified_and_a_touched_one_with_the_same_bytes_neither(
    tmp_path: Path, config
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(FEED)
    first = ask("file:a.json", config, directory=tmp_path)
    untouched = ask("file:a.json", config, directory=tmp_path, known=first)
    os.utime(path, (1, 1))
    touched = ask("file:a.json", config, directory=tmp_path, known=first)
    path.write_bytes(FEED + b" ")
    changed = ask("file:a.json", config, directory=tmp_path, known=touched)
    assert isinstance(untouched, NotModified)
    assert isinstance(touched, NotModified)
    assert touched.validators.etag not in ("", first.validators.etag)
    assert isinstance(changed, Fetched)


@pytest.mark.parametrize(
    ("url", "kind", "words"),
    [
        ("file:none.xml", "fetch", "no such file or directory"),
        ("file:.", "refused", "not a regular file"),
        ("file:pipe", "refused", "not a regular file"),
        ("file:///dev/zero", "refused", "not a regular file"),
        ("file:large.xml", "fetch", "larger than 1024 bytes"),
        ("file:%00", "fetch", "no name of a file"),
    ],
)
def test_what_is_no_small_regular_file_is_an_error(
    url: str, kind: str, words: str, tmp_path: Path, config
) -> None:
    (tmp_path / "large.xml").write_bytes(bytes(1025))
    os.mkfifo(tmp_path / "pipe")
    error = failure(url, config, directory=tmp_path)
    assert (error.kind, str(error)) == (kind, f"{url}: {words}")


def test_a_file_that_changes_while_it_is_read_is_read_another_time(
    tmp_path: Path, config, monkeypatch
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(FEED[:300])
    known = os.fstat
    looks = []

    def fstat(descriptor: int) -> os.stat_result:
        looks.append(known(descriptor))
        if len(looks) == 2:  # it is a regular file, and looked at before reading
            path.write_bytes(FEED)
            os.utime(path, ns=(1, 1))
        return looks[-1]

    monkeypatch.setattr("aggregator.localfile.os.fstat", fstat)
    assert str(failure("file:a.xml", config, directory=tmp_path)) == (
        "file:a.xml: changed while it was read"
    )
    monkeypatch.undo()
    assert ask("file:a.xml", config, directory=tmp_path).body == FEED
