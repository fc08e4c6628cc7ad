"""What is called from inside Excel: the buttons of the ribbon."""
