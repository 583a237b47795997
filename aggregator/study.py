"""What the stored stories teach about topics: read at intervals, kept in the store.

Works on the store that its caller opens. Learning is apart from placing: a poll only asks what was
learned by then (`Rules.learned`), so that it costs a poll nothing and several processes may poll
while one studies. What a kill interrupts is learned at the next interval.
"""

import json

from .classify import Learned, learn
from .group import lesson_of, taught
from .model import Story
from .placing import Rules
from .store import Cursor, Store, View

_NOTE = "learned"
_PAGE = 200
_MOST = 2000  # stories in one study: a new store has all of them at once
_REMEMBERED = 5000  # stories known to have been learned, so that none teaches twice


def recall(store: Store) -> Learned:
    """What was learned by now; nothing when the note is missing or of another form."""
    return _read(_note(store))[0]


def study(store: Store, rules: Rules) -> Learned:
    """Learn from the stories that are new since the last time, and remember it."""
    learned, known = _read(_note(store))
    fresh = _fresh(store, set(known))
    topics = rules.config.topics
    lessons = [lesson_of(story, topics, rules.sources) for story in reversed(fresh)]
    if not lessons and learned.topics.keys() == taught(topics):
        return learned
    learned = learn(learned, lessons, taught(topics))
    known = [*known, *(story.id for story in reversed(fresh))][-_REMEMBERED:]
    told = {"form": 1, "state": learned.as_json(), "stories": known}
    with store.writing() as write:
        write.put_note(_NOTE, json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    return learned


def _note(store: Store) -> str:
    return store.write(lambda write: write.get_note(_NOTE)) or "{}"


def _read(note: str) -> tuple[Learned, list[str]]:
    told = json.loads(note)
    if told.get("form") != 1:
        return Learned(), []
    return Learned.from_json(told["state"]), told["stories"]


def _fresh(store: Store, known: set[str]) -> list[Story]:
    """Stories that have not taught yet, newest first; the search ends at a page of known ones."""
    fresh: list[Story] = []
    with store.reading() as read:
        page = read.stories(View(), limit=_PAGE)
        while page and len(fresh) < _MOST:
            new = [story for story in page if story.id not in known]
            fresh += new
            if not new:
                break
            page = read.stories(View(), limit=_PAGE, before=Cursor.after(page[-1]))
    return fresh
