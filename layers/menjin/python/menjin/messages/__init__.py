"""Platform messages: what the product tells a person inside the product."""
