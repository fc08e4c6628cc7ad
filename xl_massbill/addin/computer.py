"""The computer as the installation sees it: which system, where Excel looks, what the registry says.

Everything comes in as a value, so that a Windows or macOS computer can be made up in a test. Nothing here
reads the registry or the environment by itself but `this_computer`.

Source: xlwings' manual ("Add-in & settings: user config", "RunPython on macOS"); Microsoft: "Excel startup
folder", "Trusted locations for Office files".
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from xl_massbill.errors import Refused

WINDOWS, MACOS = "win32", "darwin"
ADDIN = "massbill.xlam"
XLWINGS = "0.37.8"
"""The version of xlwings whose macros stand in the add-in; its library must be the same one."""
OFFICE = r"Office\16.0\Excel"
_CLOUDS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "box": "Box",
    "icloud": "iCloud",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud drive",
    "sharepoint": "SharePoint",
}


def _nothing(_key: str, _name: str) -> None:
    return None


@dataclass(frozen=True)
class Computer:
    """One computer. `registry(key, name)` gives a value of the registry, None where there is none.

    `python` is the running interpreter, `library` the folder of the installed xlwings or None; `encoding` the
    letters that Excel's macros can read in a text file.
    """

    system: str
    home: Path
    python: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    registry: Callable[[str, str], str | int | None] = _nothing
    library: Path | None = None
    xlwings: str | None = None
    encoding: str = "utf-8"
    applications: Path = Path("/Applications")

    @property
    def has_excel(self) -> bool:
        """Return whether Excel is made for this system at all."""
        return self.system in (WINDOWS, MACOS)

    @property
    def _roaming(self) -> Path:
        return Path(self.environment.get("APPDATA") or self.home / "AppData" / "Roaming")

    @property
    def startup(self) -> Path:
        """Return the folder from which Excel opens everything when it starts."""
        if self.system == WINDOWS:
            return self._roaming / "Microsoft" / "Excel" / "XLSTART"
        group = self.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
        return group / "User Content.localized" / "Startup.localized" / "Excel"

    @property
    def addin(self) -> Path:
        """Return where the add-in stands when it is installed."""
        return self.startup / ADDIN

    @property
    def settings(self) -> Path:
        """Return xlwings' own file of settings."""
        if self.system == WINDOWS:
            profile = self.environment.get("USERPROFILE")
            return (Path(profile) if profile else self.home) / ".xlwings" / "xlwings.conf"
        return self.home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "xlwings.conf"

    @property
    def key(self) -> str:
        """Return under which name the settings hold the interpreter."""
        return "INTERPRETER_WIN" if self.system == WINDOWS else "INTERPRETER_MAC"

    @property
    def interpreter(self) -> Path:
        """Return the Python that Excel should use: on Windows the one that opens no window."""
        quiet = self.python.with_name("pythonw.exe")
        return quiet if self.system == WINDOWS and quiet.is_file() else self.python

    @property
    def script(self) -> str:
        """Return the name of the script by which Excel on a Mac starts Python."""
        return f"xlwings-{XLWINGS}.applescript"

    @property
    def scripts(self) -> Path:
        """Return the only folder from which Excel on a Mac may run scripts."""
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"

    @property
    def memory(self) -> Path:
        """Return the folder in which is written down what the installation did."""
        if self.system == WINDOWS:
            return self._roaming / "xl-massbill"
        return self.home / "Library" / "Application Support" / "xl-massbill"


def this_computer() -> Computer:
    """Return the computer this runs on."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    spec = find_spec("xlwings")  # found, not loaded
    try:
        xlwings = version("xlwings")
    except PackageNotFoundError:
        xlwings = None
    windows = sys.platform == WINDOWS
    return Computer(
        system=sys.platform,
        home=Path.home(),
        python=Path(sys.executable),
        environment=dict(os.environ),
        registry=_registry if windows else _nothing,
        library=Path(spec.origin).parent if spec and spec.origin else None,
        xlwings=xlwings,
        encoding="mbcs" if windows else "utf-8",  # what VBA's Open reads on Windows
    )


def _registry(key: str, name: str) -> str | int | None:
    """Return a value of the registry; the key begins with HKCU or HKLM."""
    import winreg  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - only Windows has it

    hive, _, path = key.partition("\\")
    root = getattr(winreg, {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}[hive])
    try:
        with winreg.OpenKey(root, path) as opened:  # type: ignore[attr-defined,unused-ignore]
            found = winreg.QueryValueEx(opened, name)[0]  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return None
    return found if isinstance(found, str | int) else None


def packaged_addin() -> Path:
    """Return the add-in that came with the program; Refused if it did not."""
    inside = Path(__file__).resolve().parents[1] / "workbook_templates" / ADDIN
    beside = Path(__file__).resolve().parents[2] / "workbook_templates" / ADDIN
    for path in (inside, beside):
        if path.is_file():
            return path
    raise Refused(
        f"The program came without {ADDIN}. Install it again: pip install --force-reinstall xl-massbill"
    )


def is_on_network(path: str) -> bool:
    r"""Return whether a Windows path names a share of a server.

    >>> is_on_network(r"\\server\profiles$\kim"), is_on_network(r"C:\Users\Kim")
    (True, False)
    """
    return PureWindowsPath(path).drive.startswith("\\\\")


def cloud_of(path: str) -> str:
    r"""Return which cloud service keeps a folder in step, "" for none; by the names of its folders.

    >>> cloud_of(r"C:\Users\Kim\OneDrive - Clinic\Documents\a.xlsx"), cloud_of(r"C:\Clinic\a.xlsx")
    ('OneDrive', '')
    >>> cloud_of("/Users/kim/Library/Mobile Documents/com~apple~CloudDocs/a.xlsx")
    'iCloud'
    """
    for part in path.replace("\\", "/").lower().split("/")[:-1]:
        for name, service in _CLOUDS.items():
            if part == name or part.startswith((f"{name} -", f"{name} (", f"{name}-")):
                return service
    return ""
