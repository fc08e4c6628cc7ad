"""What a user can ask for, one module each; a command sees the workbook port, never a host."""
