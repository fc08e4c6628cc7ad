"""The CMS-1500 (02/12) on paper: text for the red form, a preview, a print image and a calibration page.

Source: handbook §7.8, §7.6.
"""

from xl_massbill.forms.cms1500.boxes import Form, Page, pages
from xl_massbill.forms.cms1500.calibration import calibration
from xl_massbill.forms.cms1500.geometry import Offset
from xl_massbill.forms.cms1500.pdf import write_pdf, write_preview
from xl_massbill.forms.cms1500.print_image import write_print_image
from xl_massbill.forms.cms1500.remark import Remark

__all__ = [
    "Form",
    "Offset",
    "Page",
    "Remark",
    "calibration",
    "pages",
    "write_pdf",
    "write_preview",
    "write_print_image",
]
