"""Everything a person chooses, as typed tiles in one TOML file without secrets."""
