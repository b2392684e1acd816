"""``template.yml``: the deployment as the vendor's Funcraft reads it, checked more strictly than Funcraft does."""

from emulator.functions.template.load import load
from emulator.functions.template.problems import Template, TemplateError

__all__ = ["Template", "TemplateError", "load"]
