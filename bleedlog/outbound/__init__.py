"""How word gets out of the house: mail."""
