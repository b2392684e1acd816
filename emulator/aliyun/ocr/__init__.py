"""OCR (ocr-api 2021-07-07). The pictures are really read; nothing is planted."""
