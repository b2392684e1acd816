"""The products on this port."""

from __future__ import annotations

from emulator.aliyun.company import COMPANY
from emulator.aliyun.identity import IDENTITY
from emulator.aliyun.mail import MAIL
from emulator.aliyun.ocr.operations import OCR
from emulator.aliyun.operations import Product
from emulator.aliyun.sms.operations import SMS
from emulator.aliyun.sts import STS

PRODUCTS: tuple[Product, ...] = (SMS, MAIL, OCR, IDENTITY, COMPANY, STS)
