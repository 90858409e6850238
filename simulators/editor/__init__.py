"""An editor of scheduling software: free slots, regulator accounts, booking pages, by the guide and by its faults."""
