"""Run by a Python that has LibreOffice's `uno`: compile and call the module of the worksheet functions.

    python3 libreoffice_functions.py FOLDER

FOLDER holds MassBillFunctions.bas and StandIn.bas, whose Function Python stands for the server. Prints one JSON
object of what each public function of StandIn that begins with Told answers.
"""

import json
import pathlib
import re
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


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
    return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def main(folder):
    process, desktop = connect(folder / "profile")
    try:
        options = (option("Hidden", True), option("MacroExecutionMode", 4))
        document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, options)
        library = document.BasicLibraries.createLibrary("Standard")
        texts = {path.stem: path.read_text() for path in folder.glob("*.bas")}
        for name, text in texts.items():
            library.insertByName(name, text)
        told = {}
        for name in re.findall(r"Public Function (Told\w+)", texts["StandIn"]):
            address = f"vnd.sun.star.script:Standard.StandIn.{name}?language=Basic&location=document"
            told[name] = document.getScriptProvider().getScript(address).invoke((), (), ())[0]
        document.close(True)
        print(json.dumps(told))
    finally:
        desktop.terminate()
        process.wait(60)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
