"""Windows and macOS computers, made up in a folder: Excel's own places, an interpreter, xlwings beside it."""

from __future__ import annotations

from pathlib import Path

from xl_massbill.addin.computer import MACOS, WINDOWS, XLWINGS, Computer

EXCEL_APP = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


def touch(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def windows(root: Path, user: str = "Kim", registry=None, **more) -> Computer:
    """Return a Windows computer: Python in a virtual environment, the library one folder above."""
    home = root / "Users" / user
    venv = home / "massbill env"
    touch(venv / "Scripts" / "pythonw.exe")
    for bits in ("64", "32"):
        touch(venv / f"xlwings{bits}-{XLWINGS}.dll")
    known = {(rf"HKLM\{EXCEL_APP}", ""): r"C:\Office\EXCEL.EXE", **(registry or {})}
    facts = {
        "system": WINDOWS,
        "home": home,
        "python": touch(venv / "Scripts" / "python.exe"),
        "environment": {"APPDATA": str(home / "AppData" / "Roaming"), "USERPROFILE": str(home)},
        "registry": lambda key, name: known.get((key, name)),
        "library": touch(venv / "Lib" / "site-packages" / "xlwings" / "__init__.py").parent,
        "xlwings": XLWINGS,
        "encoding": "cp1252",
    }
    return Computer(**{**facts, **more})


def macos(root: Path, user: str = "kim", **more) -> Computer:
    """Return a Mac with Excel."""
    home = root / "Users" / user
    library = home / "env" / "lib" / "python3.12" / "site-packages" / "xlwings"
    touch(library / f"xlwings-{XLWINGS}.applescript", b"on VbaHandler(ParameterString)")
    touch(root / "Applications" / "Microsoft Excel.app" / "Contents" / "Info.plist")
    facts = {
        "system": MACOS,
        "home": home,
        "python": touch(home / "env" / "bin" / "python3"),
        "library": library,
        "xlwings": XLWINGS,
        "applications": root / "Applications",
    }
    return Computer(**{**facts, **more})


def everything(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
