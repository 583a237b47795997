"""String algorithms: str in; str, set or number out. Pure, and they know nothing of feeds."""
