"""What the product stands on. A gateway alone knows the vendor's names, fields and errors; domains never import one."""
