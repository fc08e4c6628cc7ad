"""Our own check of any professional claim file (837P), against the guide and against itself.

Source: handbook §7.2-7.5, §7.7, §7.11.
"""

from xl_massbill.forms.x837p.lint.finding import DefectClass, Finding, classes
from xl_massbill.forms.x837p.lint.run import Lint, lint

__all__ = ["DefectClass", "Finding", "Lint", "classes", "lint"]
