"""OCR (ocr-api 2021-07-07). The pictures are really read, but for those that somebody taught."""
