"""The Excel rim: worksheet functions, what stands in the add-in, how it is installed and looked over."""
