"""National files into the directory: pure streaming readers, and the set-based writes behind them (docs/imports.md)."""
