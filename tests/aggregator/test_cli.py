import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import typer
from typer.testing import CliRunner

from aggregator import cli
from aggregator.errors import ConfigError
from aggregator.store import open_store

FEED = """<rss version="2.0"><channel><title>Mill</title><link>https://mill.example/</link>
<item><title>The mill stays open</title><guid>https://mill.example/1</guid>
<link>https://mill.example/1</link><author>ada@mill.example (Ada Miller)</author>
<pubDate>Mon, 16 Nov 2026 10:00:00 GMT</pubDate>
<description>The council voted on Tuesday to keep the old mill at Ferry Lane open.</description>
</item></channel></rss>"""

CONFIG = """# my planet
[site]
title = "Test planet"

[[topics]]
slug = "mills"
match = "mill"

[[sources]]
url = "file:feeds/*.xml"
"""


@pytest.fixture
def planet(tmp_path, monkeypatch):
    """A directory with a configuration and a source in a file; commands run inside it."""
    (tmp_path / "config.toml").write_text(CONFIG)
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "mill.xml").write_text(FEED)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FEEDMILL_CONFIG", raising=False)
    return tmp_path


def run(*words):
    return CliRunner().invoke(cli.app, list(words))


def test_init_writes_a_configuration_that_is_right_and_never_overwrites(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init", "planet").exit_code == 0
    text = (tmp_path / "planet" / "config.toml").read_text()
    assert "[site]" in text
    assert "#" in text
    assert run("check", "--config", "planet/config.toml").exit_code == 0
    assert isinstance(run("init", "planet").exception, ConfigError)
    assert (tmp_path / "planet" / "config.toml").read_text() == text


def test_fetch_reads_what_is_due_once_and_tells_it_as_a_table(planet):
    first = run("fetch")
    assert first.exit_code == 0
    assert re.search(r"mill +read +1 +0", first.stdout)
    assert "1 sources, 0 failed, 1 new, 0 copies" in first.stdout
    assert "0 sources" in run("fetch").stdout
    again = run("fetch", "--all", "--json")
    assert json.loads(again.stdout)[0]["outcome"] == "unchanged"
    assert json.loads(run("fetch", "mill", "--force", "--json").stdout)[0]["outcome"] == "read"


def test_fetch_exits_3_when_a_source_failed_and_names_it(planet):
    (planet / "feeds" / "bad.xml").write_text("no feed")
    result = run("fetch")
    assert result.exit_code == 3
    assert "file:feeds/bad.xml" in result.stdout
    assert re.search(r"mill +read +1 +0", result.stdout)


def test_build_writes_the_site(planet):
    run("fetch")
    assert run("build", "public").exit_code == 0
    assert b"The mill stays open" in (planet / "public" / "all.atom").read_bytes()
    assert (planet / "public" / "index.html").is_file()
    assert (planet / "public" / "topics" / "mills.json").is_file()


def test_check_counts_what_is_right_and_names_what_is_wrong(planet):
    assert "1 sources, 1 topics" in run("check").stdout
    (planet / "config.toml").write_text(CONFIG.replace("*.xml", "nowhere.xml"))
    assert run("check").exit_code == 2
    (planet / "config.toml").write_text(CONFIG + '\n[fetch]\nevery = "soon"\n')
    error = run("check").exception
    assert isinstance(error, ConfigError)
    assert re.match(r"config\.toml:\d+: fetch\.every: ", str(error))


def test_check_published_validates_every_document(planet):
    run("fetch")
    told = run("check", "--published")
    assert re.search(r"published: \d+ documents, 0 not valid, 0 warnings", told.stdout)
    # a hub in a scheme that nobody can ask: what the configuration allows, documents must not say
    text = CONFIG.replace("[site]", '[site]\nhub = "http://hub.example/<>"')
    (planet / "config.toml").write_text(text)
    told = run("check", "--published")
    assert told.exit_code == 1
    assert "/all.atom: error: feed/link: href" in told.output
    assert "(RFC 4287 4.2.7.1)" in told.output


def test_status_tells_health_as_table_and_as_data(planet):
    run("fetch")
    assert re.search(r"mill +ok ", run("status").stdout)
    value = json.loads(run("status", "--json").stdout)
    assert (value["stories"], value["articles"], value["topics"]) == (1, 1, 1)
    assert value["sources"][0]["health"] == "ok"


def test_what_is_older_than_is_kept_is_planned_let_go_after_a_fetch_and_counted(planet):
    run("fetch")
    with closing(sqlite3.connect(planet / "feedmill.db")) as stored, stored:
        stored.execute("UPDATE article SET first_seen = 0")
        stored.execute("UPDATE story SET listed = 0")
    (planet / "config.toml").write_text('[store]\nkeep = "400d"\n' + CONFIG)
    assert "1 articles and 1 whole stories would be kept no longer" in run("plan").stdout
    run("fetch", "--force")
    assert "0 stories from 0 articles" in run("status").stdout
    assert json.loads(run("status", "--json").stdout)["let_go"] == 1
    run("fetch", "--force")
    assert "0 stories from 0 articles" in run("status").stdout


def test_why_tells_all_that_is_known_of_an_article(planet):
    run("fetch")
    told = run("why", "https://mill.example/1")
    assert told.exit_code == 0
    for words in ("Ada Miller", "mills", "The mill stays open", "verdict: new"):
        assert words in told.stdout
    value = json.loads(run("why", "https://mill.example/1", "--json").stdout)
    assert value["stories"][0]["lead"]["source"] == "mill"
    assert isinstance(run("why", "https://mill.example/other").exception, ConfigError)


def test_why_finds_an_entry_by_an_id_that_is_no_address(planet):
    feed = planet / "feeds" / "mill.xml"
    feed.write_text(FEED.replace("<guid>https://mill.example/1", "<guid>post 4711"))
    run("fetch")
    value = json.loads(run("why", "post 4711", "--json").stdout)
    assert value["stories"][0]["lead"]["entry id"] == "post 4711"
    assert "pin 1 (hide)" in run("hide", "post 4711").stdout


def test_why_says_who_leads_and_by_what_evidence(planet):
    text = (
        "The council voted on Tuesday to keep the old mill at Ferry Lane open for three more years,"
        " after Ada Miller had shown that its wheel still turns. Repairs cost 41,300 in all."
    )
    feed = FEED.replace(
        "The council voted on Tuesday to keep the old mill at Ferry Lane open.", text
    )
    (planet / "feeds" / "mill.xml").write_text(feed)
    copy = feed.replace("mill.example", "weir.example").replace("10:00:00", "13:00:00")
    (planet / "feeds" / "weir.xml").write_text(copy.replace("<title>Mill<", "<title>Weir<"))
    run("fetch")
    (story,) = json.loads(run("why", "https://mill.example/1", "--json").stdout)["stories"]
    assert story["who leads"]["leads"].startswith("https://mill.example/1 with")
    assert story["who leads"]["next best"] == (
        "https://weir.example/1 with -3.0: published later (-3.0)"
    )


def test_sources_are_listed_added_and_removed_and_comments_stay(planet):
    assert json.loads(run("sources", "list", "--json").stdout)[0]["id"] == "mill"
    (planet / "list.opml").write_text(
        '<opml version="2.0"><body><outline text="Weir" xmlUrl="https://weir.example/f"/></body>'
        "</opml>"
    )
    assert "1 added" in run("import", "list.opml").stdout
    assert "0 added" in run("import", "list.opml").stdout
    text = (planet / "config.toml").read_text()
    assert "# my planet" in text
    assert "https://weir.example/f" in text
    assert b"weir.example" in run("export", "opml").stdout_bytes
    assert run("sources", "remove", "https://weir.example/f").exit_code == 0
    assert "weir" not in (planet / "config.toml").read_text()


def test_one_source_is_told_in_full(planet):
    run("fetch")
    assert "health: ok" in run("sources", "status", "mill").stdout
    assert isinstance(run("sources", "status", "nobody").exception, ConfigError)


def test_editors_decisions_are_listed_and_undone(planet):
    run("fetch")
    assert "pin 1 (hide)" in run("hide", "https://mill.example/1").stdout
    assert json.loads(run("pins", "--json").stdout)[0]["kind"] == "hide"
    assert json.loads(run("status", "--json").stdout)["stories"] == 0
    assert "undone" in run("pins", "--undo", "1").stdout
    assert json.loads(run("status", "--json").stdout)["stories"] == 1
    assert "pin 2 (author)" in run("author", "https://mill.example/1", "Berta Holm").stdout


def test_recluster_reports_before_it_carries_out(planet):
    text = "The council voted on Tuesday, eight to five, to keep the old mill at Ferry Lane open."
    told = FEED.replace(
        "The council voted on Tuesday to keep the old mill at Ferry Lane open.", text
    )
    (planet / "feeds" / "mill.xml").write_text(told)
    (planet / "feeds" / "weir.xml").write_text(told.replace("mill.example", "weir.example"))
    run("fetch")
    assert "2 articles judged anew: no difference" in run("recluster", "--days", "7").stdout
    store = open_store(f"sqlite:///{planet}/feedmill.db")
    with store.writing() as write:
        one, two = write.arrived(datetime(2026, 1, 1, tzinfo=UTC))
        write.drop_edge(one, two)
        (story,) = write.stories_of([one])
        (copy,) = write.articles([{one, two}.difference([story.lead.id]).pop()])
        write.put_story(replace(story, copies=()))
        write.put_story(replace(story, id="apart", uri="urn:x:2", lead=copy, copies=()))
    store.close()
    (row,) = json.loads(run("recluster", "--json").stdout)
    assert row["change"] == "merge"
    assert "The mill stays open (apart)" in row["before"]
    assert json.loads(run("status", "--json").stdout)["stories"] == 2
    assert "1 differences, carried out" in run("recluster", "--apply").stdout
    assert json.loads(run("status", "--json").stdout)["stories"] == 1
    assert "no difference" in run("recluster", "--apply").stdout


def test_forecast_counts_requests_by_host(planet):
    (planet / "config.toml").write_text(CONFIG + '\n[[sources]]\nurl = "https://weir.example/f"\n')
    rows = json.loads(run("forecast", "--hours", "4", "--json").stdout)
    assert rows == [{"host": "weir.example", "sources": 1, "requests": 5, "bucket allows": 14420}]


def test_forecast_names_the_hosts_whose_polls_will_come_late(planet):
    slow = '[fetch]\nhost_every = "1h"\nhost_burst = 1\nmin_every = "10m"\n'
    source = '\n[[sources]]\nurl = "https://weir.example/f"\nevery = "10m"\n'
    (planet / "config.toml").write_text(slow + CONFIG + source)
    told = run("forecast", "--hours", "4").stdout
    assert "too many for weir.example, where polls come late: for more: WebSub" in told


def test_forecast_knows_the_pause_agreed_with_a_host(planet):
    agreed = '[fetch.hosts]\n"weir.example" = "60s"\n'
    source = '\n[[sources]]\nurl = "https://weir.example/f"\n'
    (planet / "config.toml").write_text(agreed + CONFIG + source)
    rows = json.loads(run("forecast", "--hours", "4", "--json").stdout)
    assert [row["bucket allows"] for row in rows] == [260]


def test_plan_names_the_hosts_of_the_configuration_that_would_be_too_hot(planet):
    (planet / "config.toml").write_text(CONFIG + '\n[[sources]]\nurl = "https://weir.example/f"\n')
    rows = json.loads(run("plan", "--scale", "100000", "--json").stdout)
    assert any(row["quantity"] == "host weir.example" for row in rows)


def test_a_configuration_may_be_named_before_or_after_the_command_or_in_the_environment(
    planet, tmp_path_factory, monkeypatch
):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    path = str(planet / "config.toml")
    assert run("check", "--config", path).exit_code == 0
    assert CliRunner().invoke(cli.app, ["check"], env={"FEEDMILL_CONFIG": path}).exit_code == 0
    assert isinstance(run("check").exception, ConfigError)
    assert run("fetch", "--config", path).exit_code == 0
    assert (planet / "feedmill.db").is_file()


def test_errors_are_one_line_and_an_exit_code(planet, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["feedmill", "check", "--config", "nowhere.toml"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.strip() == (
        "feedmill: nowhere.toml: no such file (feedmill init writes one)"
    )


@pytest.mark.parametrize(
    "command",
    sorted(typer.main.get_command(cli.app).commands),
)
def test_every_command_has_help_with_an_example(command):
    told = run(command, "--help")
    assert told.exit_code == 0
    assert "Example: feedmill" in told.stdout or command == "sources"


def test_check_says_what_to_install_for_the_database_that_is_named(planet):
    (planet / "config.toml").write_text('[store]\nurl = "postgresql+pg8000://u@h/d"\n')
    result = run("check")
    assert "pip install 'feedmill[scale]'" in str(result.exception)


@pytest.mark.parametrize("role", ["serve", "schedule", "worker"])
def test_a_role_of_its_own_needs_a_database_that_can_be_shared(planet, role):
    result = run(role)
    assert isinstance(result.exception, ConfigError)
    assert "PostgreSQL" in str(result.exception)
