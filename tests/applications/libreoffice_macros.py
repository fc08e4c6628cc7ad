"""Run by a Python that has LibreOffice's `uno`: load a workbook, run its self-test, calculate its formulas.

    python3 libreoffice_macros.py BOOK PROFILE_FOLDER SHEET_TO_REMOVE

prints one JSON object. LibreOffice cannot compile the modules of xlwings, and one such module makes every
call of the library return nothing; so they are taken out of the loaded document before anything is called.
"""

import json
import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

THEIRS = ("xlwings", "Dictionary")
ERROR = 4  # com.sun.star.sheet.FormulaResult.ERROR
NUMBERS_AND_TEXTS = 3


def connect(profile):
    """Start LibreOffice with a profile of its own; return its process and its desktop."""
    pipe = f"massbill{time.time_ns()}"
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
    ]
    process = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"])
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.25)
    manager = context.ServiceManager
    return process, manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def call(document, library, macro, *arguments):
    address = f"vnd.sun.star.script:{library}.{macro}?language=Basic&location=document"
    return document.getScriptProvider().getScript(address).invoke(arguments, (), ())[0]


def formulas(document, kind):
    """Return the places of all cells whose formula gives a result of this kind."""
    found = {}
    for name in document.Sheets.ElementNames:
        cells = document.Sheets.getByName(name).queryFormulaCells(kind)
        if cells.Count:
            found[name] = cells.RangeAddressesAsString
    return found


def main(book, profile, gone):
    process, desktop = connect(profile)
    try:
        document = desktop.loadComponentFromURL(
            book.as_uri(), "_blank", 0, (option("Hidden", True), option("MacroExecutionMode", 4))
        )
        (library,) = set(document.BasicLibraries.ElementNames) - {"Standard"}
        modules = document.BasicLibraries.getByName(library)
        told = {"library": library, "modules": list(modules.ElementNames)}
        for name in THEIRS:
            modules.removeByName(name)
        told["self_test"] = call(document, library, "MassBillSelfTest.MassBill_SelfTest")
        told["mine"] = call(document, library, "MassBillPython.Mine", "X")
        document.calculateAll()
        told["errors"] = formulas(document, ERROR)
        told["formulas"] = formulas(document, NUMBERS_AND_TEXTS)
        if document.Sheets.hasByName(gone):
            document.Sheets.removeByName(gone)
            told["after"] = call(document, library, "MassBillSelfTest.MassBill_SelfTest")
        document.close(True)
        print(json.dumps(told))
    finally:
        desktop.terminate()
        process.wait(60)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3])
