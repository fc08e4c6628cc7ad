"""Fill a template with facts: every value is text and nothing else, whatever stands in it.

A template that the office edited may be broken or ask for a word that no letter knows: that is said in one
sentence, without quoting the letter.

Source: handbook §9.3; docxtpl (Jinja in Word files).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from xl_massbill.errors import Unreadable
from xl_massbill.forms.letters.package import sealed

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORD = re.compile(r"'([A-Za-z_][A-Za-z_0-9]*)' is undefined|has no attribute '([A-Za-z_][A-Za-z_0-9]*)'")


def written(template: bytes, name: str, facts: Mapping[str, Any]) -> bytes:
    """Return a letter as a Word file; the same facts and template give the same bytes.

    Raises:
        Unreadable: the template is no Word file, or asks for what no letter knows; `name` is its file.
    """
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    out = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(_clean(dict(facts)), environment, autoescape=True)
        document.save(out)
    except UndefinedError as unknown:
        found = _WORD.search(str(unknown))
        word = f" “{next(filter(None, found.groups()))}”" if found else ""
        raise Unreadable(
            f"The template {name} asks for a word{word} that this letter does not know."
        ) from None
    except TemplateError as broken:
        raise Unreadable(
            f"The template {name} has a mistake in its braces: {type(broken).__name__}."
        ) from None
    except Exception as broken:  # noqa: BLE001 - somebody's file: what the libraries raise has no common name
        raise Unreadable(
            f"The template {name} is no Word file that can be filled ({type(broken).__name__})."
        ) from None
    return sealed(out.getvalue())


def _clean(value: Any) -> Any:
    """Return facts whose texts hold nothing that a Word file cannot hold."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value
