"""Static files under names that change with their content: a browser never mixes old and new ones.

That a script imports another is rewritten as well; without it the imported ones would keep a name that caches know.
"""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True


class CompressedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    support_js_module_import_aggregation = True
