from pathlib import Path

from aggregator.config import parse_config
from aggregator.roster import call_roster, keep_outlines, missing_files
from aggregator.store import open_store
from aggregator.store.polling import _free_id
from aggregator.subscriptions import Outline
from tests.build import source
from tests.rim import Site


def called(config, directory=Path(), store=None, now=None):
    from tests.build import NOW

    store = store or open_store("sqlite:///:memory:")
    return call_roster(parse_config(config), directory, store, now or NOW)


def test_a_glob_is_a_source_a_file_named_after_it_and_relative(tmp_path):
    for name in ("weir.xml", "mill.xml"):
        (tmp_path / name).write_text("x")
    rules = called('[[sources]]\nurl = "file:*.xml"\ntitle = "All"\nrank = 3\n', tmp_path)
    assert [(s.id, s.url, s.title, s.rank) for s in rules.sources.values()] == [
        ("mill", "file:mill.xml", "", 3),
        ("weir", "file:weir.xml", "", 3),
    ]
    assert str(tmp_path) not in str(rules.sources)


class Counted(set):
    """A set that counts how often it is looked into."""

    looks = 0

    def __contains__(self, one):
        self.looks += 1
        return super().__contains__(one)


def test_a_thousand_sources_of_one_title_get_their_ids_at_once():
    """A list of 10,000 held the store for 9 s, one of 100,000 would have for a quarter hour."""
    taken, numbers = Counted(["mill", "mill-2"]), {}
    for _ in range(1000):
        taken.add(_free_id(source(id="", title="Mill"), taken, numbers))
    assert {"mill-3", "mill-1002"} <= set(taken)
    assert len(taken) == 1002
    assert taken.looks < 3000


def test_links_are_followed_and_no_file_is_two_sources(tmp_path):
    """A farm of links is a way to say which files; one that leads in a circle is a slip."""
    farm, outside = tmp_path / "farm", tmp_path / "outside"
    farm.mkdir()
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "weir.xml").write_text("x")
    (outside / "mill.xml").write_text("x")
    (farm / "mill.xml").symlink_to(outside / "mill.xml")
    (farm / "folder").symlink_to(outside)
    (farm / "circle").symlink_to(farm)
    (farm / "nowhere.xml").symlink_to(outside / "gone.xml")
    rules = called('[[sources]]\nurl = "file:**/*.xml"\n', farm)
    assert {source.url for source in rules.sources.values()} == {
        "file:mill.xml",
        "file:folder/deep/weir.xml",
    }


def test_what_is_configured_by_hand_wins_over_a_glob(tmp_path):
    (tmp_path / "mill.xml").write_text("x")
    config = '[[sources]]\nurl = "file:mill.xml"\ntitle = "Mine"\n[[sources]]\nurl = "file:*.xml"\n'
    assert [source.title for source in called(config, tmp_path).sources.values()] == ["Mine"]


def test_a_glob_that_fits_nothing_and_a_missing_file_are_said(tmp_path):
    config = parse_config('[[sources]]\nurl = "file:*.xml"\n[[sources]]\nurl = "file:a.xml"\n')
    assert missing_files(config, tmp_path) == ("file:*.xml", "file:a.xml")


def test_a_source_keeps_its_id_when_its_title_changes():
    store = open_store("sqlite:///:memory:")
    one = '[[sources]]\nurl = "https://mill.example/f"\ntitle = "{}"\n'
    assert list(called(one.format("Mill"), store=store).sources) == ["mill"]
    assert list(called(one.format("The Old Mill"), store=store).sources) == ["mill"]


def test_a_followed_lists_sources_stay_when_it_cannot_be_reached():
    list_url = "https://list.example/o"
    site = Site({list_url: b"gone"}, config=f'[[sources]]\nopml = "{list_url}"\ntopics = []\n')
    (followed,) = site.sources
    with site.store.writing() as write:
        keep_outlines(write, followed, [Outline(url="https://mill.example/f", title="Mill")])
    assert [polled.outcome for polled in site.poll_all()] == ["failed"]
    rules = call_roster(site.config, Path(), site.store, site.now)
    assert {source.url for source in rules.sources.values()} == {list_url, "https://mill.example/f"}
