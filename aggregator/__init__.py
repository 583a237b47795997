"""The intake: configured sources in, stored stories out.

    Source --fetch--> Fetched --sources.read--> Feed of Entry
      --normalise--> Article --deduplicate--> Story --group--> Group --> store

`feeds` is the other half: it reads the store and writes the published documents.
"""

__version__ = "0.1.0"
