"""Static files as production serves them: compressed, and named after what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Our scripts import each other: the names in an import are hashed, too.

    Otherwise a page would run one script twice, under both its names, each time with a state of its own; and
    after an upgrade a browser could still have the old script under the plain name.
    """

    support_js_module_import_aggregation = True
