"""A folder of templates in, a theme that every page was tried with out.

Reads the folder once, when a site starts or its configuration is reloaded. A wrong template is a
`ConfigError` that names its file, before anything is served with it.
"""

from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta

from aggregator.config import Site
from aggregator.errors import ConfigError, FormatError

from .pages import OURS, Pages, Theme
from .trial import try_out

STYLE, ICON = "theme.css", "favicon.svg"


def theme_of(site: Site, directory: Path) -> Theme:
    """The theme that `[site] theme` names, beside the configuration in `directory`."""
    if not site.theme:
        return OURS
    folder = directory / site.theme
    if not folder.is_dir():
        raise ConfigError(f"site.theme: {folder}: no such folder")
    theme = _read(folder)
    _refuse_unused(theme, folder)
    for live in (True, False):
        try:
            try_out(Pages(site, theme, live=live))
        except FormatError as error:
            raise ConfigError(f"site.theme: {folder / str(error)}") from error
    return theme


def _read(folder: Path) -> Theme:
    try:
        return Theme(
            templates={
                path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
                for path in sorted(folder.rglob("*.html"))
            },
            style=(folder / STYLE).read_text(encoding="utf-8") if (folder / STYLE).exists() else "",
            icon=(folder / ICON).read_bytes() if (folder / ICON).exists() else b"",
        )
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"site.theme: {folder}: cannot be read: {error}") from error


def _refuse_unused(theme: Theme, folder: Path) -> None:
    """A template that is neither in place of one of ours nor asked for by another is misspelt."""
    known = Pages(Site()).templates
    asked: set[str | None] = set()
    for name, text in theme.templates.items():
        try:
            asked |= set(meta.find_referenced_templates(Environment(autoescape=True).parse(text)))
        except TemplateSyntaxError as error:
            raise ConfigError(
                f"site.theme: {folder / name}: line {error.lineno}: {error.message}"
            ) from error
    for name in theme.templates:
        if name not in known and name not in asked:
            raise ConfigError(
                f"site.theme: {folder / name}: no page uses it (ours are: {', '.join(known)})"
            )
