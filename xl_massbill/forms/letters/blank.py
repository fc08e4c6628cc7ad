"""What is printed where the sheets hold no fact, so that a reader sees that something is to be filled in."""

BLANK = "[…]"
