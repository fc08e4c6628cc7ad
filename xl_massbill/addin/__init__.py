"""The Excel rim: the buttons of the ribbon, the worksheet functions, and how the add-in gets into Excel."""
