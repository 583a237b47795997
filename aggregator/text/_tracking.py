"""Which query parameters select no page, and which addresses only lead to another. Pure.

Only names that no site is known to use for selecting content stand here: a tracking parameter that
is kept costs a missed copy, a parameter wrongly dropped would merge two pages.
"""

import re

TRACKING_PREFIXES = (
    "utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "at_", "gaa_", "ga_", "guce_", "wt_",
    "stm_", "_hs", "__hs", "itm_", "oly_", "mc_", "vero_", "sc_c",
)  # fmt: skip

_TRACKING = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh igsi "
    "li_fat_id mkt_tok hsctatracking rb_clickid s_cid s_kwcid wickedid ncid nr_email_referer cmpid "
    "cmp_id xtor ocid _ga _gl _openstat guccounter trk trkcampaign spm ref_src ref_url sr_share "
    "linkid _branch_match_id _branch_referrer zanpid epik ef_id ml_subscriber ml_subscriber_hash "
    "mibextid echobox soc_src soc_trk smid smtyp ftag dpmsrc feedburner iref awc zarsrc "
    "cvid_source __twitter_impression amp"
)
TRACKING = frozenset(_TRACKING.split())

_FEED = re.compile(r"(?:web)?(?:rss|feed|atom)(?:$|[-_.0-9|:])")
TRACKING_BY_VALUE = {
    "source": re.compile(r"rss(?:$|[-_])"),  # medium.com: source=rss----7f60cf5620c9---4
    "src": _FEED,
    "from": _FEED,
    "via": _FEED,
    "mod": re.compile(r"rss"),
    "partner": re.compile(r"(?:rss|feed)"),
    "emc": re.compile(r"rss$"),
    "cmp": re.compile(r"(?:rss|feed|share|twt|fb)"),
    "ito": re.compile(r"(?:rss|feed|social|1490|\d{4}$)"),
    "feature": re.compile(r"(?:youtu\.be|share|emb_\w+|shared)$"),
    "rss": re.compile(r"(?:1|true|yes)?$"),
    "outputtype": re.compile(r"amp$"),
    "campaign_id": re.compile(r"rss"),
}

REDIRECTORS: dict[str, tuple[str, ...]] = {
    "google.com/url": ("url", "q"),
    "news.google.com/news/url": ("url",),
    "news.google.com/news/rss/url": ("url",),
    "bing.com/news/apiclick.aspx": ("url",),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "l.instagram.com": ("u",),
    "out.reddit.com": ("url",),
    "t.umblr.com/redirect": ("z",),
    "youtube.com/redirect": ("q",),
    "slack-redir.net/link": ("url",),
    "href.li": ("url",),
    "getpocket.com/redirect": ("url",),
    "go.skimresources.com": ("url",),
    "duckduckgo.com/l": ("uddg",),
    "steamcommunity.com/linkfilter": ("url", "u"),
    "vk.com/away.php": ("to",),
    "away.vk.com/away.php": ("to",),
    "exit.sc": ("url",),
    "deviantart.com/users/outgoing": ("url",),
}
