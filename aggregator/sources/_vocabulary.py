"""The elements of feeds by feedparser's names for them, and where it keeps what they say. Pure."""

DATES = {
    "pubdate": "published", "published": "published", "issued": "published",
    "dcterms_issued": "published", "updated": "updated", "modified": "updated",
    "lastbuilddate": "updated", "dcterms_modified": "updated", "created": "created",
    "dcterms_created": "created", "dc_date": "x_dc_date",
}  # fmt: skip

PLAIN = {
    "language": "language", "dc_language": "language", "media_title": "x_media_title",
    "media_description": "x_media_text", "itunes_summary": "x_itunes_text",
    "itunes_subtitle": "x_itunes_line", "itunes_title": "itunes_title", "ttl": "ttl",
    "sy_updateperiod": "sy_updateperiod", "sy_updatefrequency": "sy_updatefrequency",
    "feedburner_origlink": "feedburner_origlink", "pheedo_origlink": "pheedo_origlink",
    "itunes_duration": "x_itunes_duration", "itunes_episode": "x_itunes_episode",
    "itunes_season": "x_itunes_season", "itunes_episodetype": "x_itunes_kind",
    "itunes_explicit": "x_itunes_explicit",
}  # fmt: skip

ADDRESSES = frozenset({"comments", "icon", "logo"})

CONSTRUCTS = {
    "title": ("title", "text/plain"), "dc_title": ("title", "text/plain"),
    "rights": ("rights", "text/plain"), "copyright": ("rights", "text/plain"),
    "dc_rights": ("rights", "text/plain"), "subtitle": ("subtitle", "text/plain"),
    "tagline": ("subtitle", "text/plain"), "summary": ("summary", "text/plain"),
    "description": ("description", "text/html"), "dc_description": ("description", "text/html"),
    "content": ("content", "text/plain"), "content_encoded": ("content", "text/html"),
}  # fmt: skip
"""Texts: where they are kept, and the type of one that states none."""

AUTHORS = frozenset({"author", "dc_author", "dc_creator", "itunes_author", "managingeditor"})
CONTRIBUTORS = frozenset({"contributor", "dc_contributor"})
CATEGORIES = frozenset({"category", "keywords", "dc_subject", "media_category", "itunes_category"})
FILES = {
    "enclosure": "enclosure", "podcast_transcript": "transcript", "podcast_chapters": "chapters",
}  # fmt: skip
"""Elements that are links to files, and the relation of each."""
KEYWORDS = {"itunes_keywords": "http://www.itunes.com/", "media_keywords": None}

_NOTHING = """
    generator cloud docs webmaster dc_publisher itunes_block media_rating
    media_credit
    media_restriction media_license media_player expirationdate newlocation info
    feedburner_browserfriendly georss_point georss_line georss_polygon georss_box geo_lat geo_long
    admin_generatoragent admin_errorreportsto
"""
NOTHING = frozenset(_NOTHING.split())
"""What feedparser keeps where nobody here looks."""

_RESERVED = """
    links authors contributors tags href image source content id media_content media_thumbnail
    x_base x_language x_permalink x_hours x_days
"""
RESERVED = frozenset(_RESERVED.split()) | {key for key in PLAIN.values() if key[:2] == "x_"}
"""Keys that an element without a handler would overwrite."""
