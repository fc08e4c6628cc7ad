"""Files that other programs export: read, mapped column by column, compared with what stands here."""
