"""A whole project of macros: its streams, compressed and put into a compound file.

Source: [MS-OVBA] §2.2.1 (storages and streams), §2.3.4.1 (_VBA_PROJECT: 0xFFFF is the version of writers that
keep no caches).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from xl_massbill.template.vba_project.compound import compound_file
from xl_massbill.template.vba_project.compression import compress
from xl_massbill.template.vba_project.module import Module
from xl_massbill.template.vba_project.streams import dir_stream, project_stream, projectwm_stream

_WITHOUT_CACHES = bytes.fromhex("CC61FFFF000000")


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Return vbaProject.bin; its id comes from its name, so the same modules give the same bytes.

    Raises ValueError if two modules have the same name (VBA compares without case) or one the project's.
    """
    names = [name.lower(), *(module.name.lower() for module in modules)]
    for twice in names:
        if names.count(twice) > 1:
            raise ValueError(f"two parts of the project are called {twice}")
    guid = f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'vba:{name}')}}}".upper()
    streams = {"_VBA_PROJECT": _WITHOUT_CACHES, "dir": compress(dir_stream(name, modules))}
    streams |= {module.name: compress(module.data) for module in modules}
    return compound_file(
        {
            "VBA": streams,
            "PROJECT": project_stream(name, guid, modules),
            "PROJECTwm": projectwm_stream(modules),
        }
    )
