"""Writes vbaProject.bin, the part of a workbook that holds its macros, from the text of its modules.

Only what the published format asks of a writer that is not Office: no compiled code and no caches, so Excel
compiles the text when it opens the file. The same texts always give the same bytes.

Source: [MS-OVBA] (project, compression, encryption), [MS-CFB] version 3 (the file around it).
"""

from xl_massbill.template.vba_project.module import Kind, Module, read_module
from xl_massbill.template.vba_project.project import vba_project

__all__ = ["Kind", "Module", "read_module", "vba_project"]
