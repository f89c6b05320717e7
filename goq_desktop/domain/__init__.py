"""The words of the trade: frozen values without input, output, Qt or sentences."""
