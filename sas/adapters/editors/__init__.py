"""The editors of scheduling software: free slots, asked and read (INT_R01, INT_R04, SOS Médecins; F-261)."""
