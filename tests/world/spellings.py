"""Addresses that nothing of ours may reach, in every way of writing them that a system takes."""

REFUSED = (
    "http://127.0.0.1/", "http://127.1/", "http://0x7f000001/", "http://0x7f.1/",
    "http://2130706433/", "http://0177.0.0.1/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
    "http://0/", "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/",
    "http://[fec0::1]/", "http://[fd00::1]/", "http://[ff02::1]/",
    "http://169.254.169.254/latest/meta-data/", "http://2852039166/latest/meta-data/",
    "http://100.64.0.1/", "http://0.0.0.0/", "http://10.0.0.1/", "http://172.16.0.1/",
    "http://192.168.1.1/", "http://192.88.99.1/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://localhost/", "http://LOCALHOST/", "http://user:pass@127.0.0.1/", "http://8.8.8.8:25/",
)  # fmt: skip


def as_sent(url: str) -> str:
    """As a server would send it in a header field: fields are bytes."""
    return url.encode("utf-8").decode("latin-1")
