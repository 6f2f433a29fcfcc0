"""The gold record and what lies beside it in an export: its lines, made, checked and read again."""
