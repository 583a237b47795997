"""The publication: stored stories in, documents that anyone may subscribe to out.

    Group + Stories --compose--> Feed of Entry --formats.render--> bytes --> server | export
    Groups, Sources --catalogue--> OPML and the index of all feeds

`aggregator` is the other half: it fills the store that this half reads and never calls back.
"""
