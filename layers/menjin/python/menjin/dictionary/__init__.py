"""The dictionary: what the product's codes and words are called."""
