"""National files into the directory: readers (pure, streaming) and the set-based writes behind them (docs/imports.md)."""
