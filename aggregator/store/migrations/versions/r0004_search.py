"""Full-text search. `search.prepare` fills it when the store is opened."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # the words come cut and folded: the tokenizer has but to split them at spaces
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(title, content, author, category, source, "
            "lang, tokenize = \"ascii tokenchars '+#'\")"
        )
        return
    op.execute("CREATE TABLE search (seq BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
    op.execute("CREATE INDEX ix_search_words ON search USING gin (words)")
