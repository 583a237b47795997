"""The tables. Migrations build them; a test holds that both say the same.

Times are milliseconds since 1970 in BIGINT, the same number in both databases. What is only ever
read whole is JSON text (`codec`); what is asked by has a column.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from .columns import Instant, Name, Number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(  # one row a counter: version of the published documents, stories' seq
    "meta",
    metadata,
    Column("name", Name, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

source = Table(
    "source",
    metadata,
    Column("id", Name, primary_key=True),
    Column("url", Name, nullable=False, unique=True),
    Column("seq", Integer, nullable=False),  # the place in the configuration
    Column("retired", Boolean, nullable=False),
    Column("config", Text, nullable=False),
)

poll_state = Table(
    "poll_state",
    metadata,
    Column("source", ForeignKey("source.id", ondelete="CASCADE"), primary_key=True),
    # when it is due: 1970 = at once, NULL = never (gone, paused or retired); the whole question
    # "what is due?" is one range of one index
    Column("due", Instant),
    Column("state", Text),  # NULL: never polled
    Column("bucket", Integer),  # of the host that is asked: `leases`
    Index(None, "due", "bucket"),
    Index(None, "bucket", "due"),
)

bucket = Table(  # who may ask the hosts of a bucket; a row comes with its first lease
    "bucket",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("epoch", BigInteger, nullable=False),  # grows with every holder
    Column("until", BigInteger),  # by the database's clock, in milliseconds; NULL: given back
)

host = Table(  # how soon a host may be asked again; no row: at will
    "host",
    metadata,
    Column("name", Name, primary_key=True),
    Column("bucket", Integer, nullable=False, index=True),
    Column("full_at", BigInteger, nullable=False),  # `hosts.Bucket`, by the database's clock
    Column("opens_at", BigInteger, nullable=False),
    Column("every", Float, nullable=False),  # seconds
)

article = Table(
    "article",
    metadata,
    Column("number", Number, primary_key=True),  # small: it stands in every row of article_key
    Column("id", Name, nullable=False, unique=True),
    Column("source", ForeignKey("source.id"), nullable=False),
    Column("url", Name, nullable=False),
    Column("link", Name),  # NULL when equal to url
    Column("fingerprint", Name, nullable=False),
    Column("published", Instant, nullable=False),
    Column("first_seen", Instant, nullable=False, index=True),
    Column("dated", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "source", "dated", "published"),
    Index(None, "url", "source"),
    Index(None, "link"),
    Index(None, "fingerprint", "source"),
)

entry = Table(
    "entry",
    metadata,
    Column("article", Number, primary_key=True, autoincrement=False),
    Column("original", LargeBinary, nullable=False),
    Column("keys", LargeBinary, nullable=False),  # its rows of article_key, to find them again
    # on PostgreSQL rows go by the span (`spans`), not one by one
    ForeignKeyConstraint(["article"], ["article.number"], ondelete="CASCADE").ddl_if("sqlite"),
    postgresql_partition_by="RANGE (article)",
)

# No foreign key: it would need a second index as large as this one. `articles.put` takes old rows
# out by entry.keys; a row that points nowhere is skipped by the join.
article_key = Table(
    "article_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    postgresql_partition_by="RANGE (article)",
)

edge = Table(
    "edge",
    metadata,
    Column("a", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("b", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("how", Name, nullable=False),
    Column("score", Float, nullable=False),
    Column("because", Text, nullable=False),
    Column("merges", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

story_seq = Sequence("story_seq", metadata=metadata)  # of PostgreSQL; SQLite counts in `meta`

story = Table(
    "story",
    metadata,
    Column("id", Name, primary_key=True),
    Column("uri", Name, nullable=False, unique=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("listed", Instant, nullable=False),
    Column("published", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("shown", Boolean, nullable=False),  # neither hidden nor made of held articles only
    Column("moved", Name),  # the story it was merged into
    Column("evidence", Name, nullable=False),
    Column("event", Name, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("authors", Text, nullable=False),
    Column("contributors", Text, nullable=False),
    Index(None, "shown", "listed", "id"),
    Index(None, "moved"),
    Index(None, "event"),
)

member = Table(
    "member",
    metadata,
    Column("article", ForeignKey("article.number", ondelete="CASCADE"), primary_key=True),
    Column("story", ForeignKey("story.id", ondelete="CASCADE"), nullable=False),
    Column("place", Integer, nullable=False),  # 0 leads
    Column("source", Name, nullable=False),  # of the article: the status page counts by it
    Column("how", Name),  # NULL for the lead, as are the next two
    Column("score", Float),
    Column("because", Text),
    Index(None, "story", "place"),
    Index(None, "source", "story", "place"),
)

grp = Table(
    "grp",
    metadata,
    Column("kind", Name, primary_key=True),
    Column("slug", Name, primary_key=True),
    Column("title", Name, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("updated", Instant),
)

membership = Table(
    "membership",
    metadata,
    Column("story", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Name, primary_key=True),
    Column("slug", Name, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("shown", Boolean, nullable=False),  # as of the story, so that a page is one index range
    Column("listed", Instant, nullable=False),
    Column("because", Text, nullable=False),
    ForeignKeyConstraint(["kind", "slug"], ["grp.kind", "grp.slug"]),
    Index(None, "kind", "slug", "shown", "listed", "story"),
    sqlite_with_rowid=False,
)

author = Table(
    "author",
    metadata,
    Column("key", Name, primary_key=True),
    Column("slug", Name, nullable=False, unique=True),
    Column("name", Name, nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("kind", Name, primary_key=True),
    Column("slug", Name, primary_key=True),
    Column("story", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("at", Instant, nullable=False),
    Column("comment", Name, nullable=False),
    Index(None, "kind", "slug", "at"),
)

news = Table(  # a row a story that was ever published; `first` and `version` are of `meta`
    "news",
    metadata,
    Column("story", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("first", BigInteger, nullable=False),  # the version it was published at
    Column("version", BigInteger, nullable=False),  # the version of its last change or withdrawal
    Index(None, "version", "story"),
    sqlite_with_rowid=False,
)

archive = Table(  # RFC 5005: written once, served as it is
    "archive",
    metadata,
    Column("kind", Name, primary_key=True),
    Column("slug", Name, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # from 1, the oldest
    Column("stories", Name, nullable=False),  # the ids of its entries' stories, between spaces
    Column("body", LargeBinary, nullable=False),  # compressed
)

rendition = Table(  # a group's feed as it was rendered, for every server to send
    "rendition",
    metadata,
    Column("kind", Name, primary_key=True),
    Column("slug", Name, primary_key=True),
    Column("format", Name, primary_key=True),
    Column("imprint", Name, primary_key=True),  # of what shapes it but the stories
    Column("version", BigInteger, nullable=False),  # of `grp`, at which it was made
    Column("digest", Name, nullable=False),
    Column("updated", Instant),
    Column("made", Instant, nullable=False),
    Column("head", Text, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),  # compressed
    ForeignKeyConstraint(["kind", "slug"], ["grp.kind", "grp.slug"], ondelete="CASCADE"),
)

filed = Table(  # how a story stands in the archive of each group that ever held it
    "filed",
    metadata,
    Column("story", ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Name, primary_key=True),
    Column("slug", Name, primary_key=True),
    Column("number", Integer),  # the document that holds it; NULL while it waits
    Column("gone", Boolean, nullable=False),  # told, or to be told, is that it left
    Index(
        None,
        "kind",
        "slug",
        "story",
        sqlite_where=text("number IS NULL"),
        postgresql_where=text("number IS NULL"),
    ),
    sqlite_with_rowid=False,
)

subscription = Table(  # who is pushed to; every row was verified
    "subscription",
    metadata,
    Column("number", Number, primary_key=True),
    Column("callback", Name, nullable=False),
    Column("feed_url", Name, nullable=False),
    Column("host", Name, nullable=False, index=True),
    Column("secret", Name, nullable=False),
    Column("expires", Instant, nullable=False, index=True),
    # all of the feed up to this version, and of the next one the stories up to this id
    Column("delivered", BigInteger, nullable=False),
    Column("through", Name, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("due", Instant, nullable=False),  # not before; later than now after a failure
    UniqueConstraint("callback", "feed_url"),
    Index(None, "feed_url", "delivered"),
    sqlite_autoincrement=True,  # what was said of an ended subscription is not said of another
)

asking = Table(  # what was asked of our hub and is not verified yet; never more than one a pair
    "asking",
    metadata,
    Column("number", Number, primary_key=True),
    Column("callback", Name, nullable=False),
    Column("feed_url", Name, nullable=False),
    Column("host", Name, nullable=False, index=True),
    Column("mode", Name, nullable=False),
    Column("secret", Name, nullable=False),
    Column("lease", Integer, nullable=False),  # seconds
    Column("since", BigInteger, nullable=False),  # the version when it was asked
    Column("reason", Name, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due", Instant, nullable=False, index=True),
    UniqueConstraint("callback", "feed_url"),
    sqlite_autoincrement=True,
)

verdict = Table(
    "verdict",
    metadata,
    Column("number", Number, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("article", ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Name, nullable=False),
    Column("story", Name),
    Column("how", Name),
    Column("score", Float, nullable=False),
    Column("because", Text, nullable=False),
)

pin = Table(  # no foreign keys: an editor's decision outlives the article
    "pin",
    metadata,
    Column("id", Number, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("article", Name, nullable=False, index=True),
    Column("other", Name, index=True),
    Column("value", Name, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,  # an undone pin's number is not given again
)

trace = Table(  # of an article that is no longer kept: hashes of 64 bits, see `aggregator.trace`
    "trace",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("link", BigInteger, nullable=False, index=True),
    Column("title", BigInteger, nullable=False),
    Column("text", BigInteger, nullable=False, index=True),
    Column("published", Instant),
    sqlite_with_rowid=False,
)

note = Table(
    "note",
    metadata,
    Column("name", Name, primary_key=True),
    Column("text", Name, nullable=False),
)
