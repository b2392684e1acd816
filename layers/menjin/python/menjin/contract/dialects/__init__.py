"""One file per document: how its clients name things, how success and failure look to them."""
