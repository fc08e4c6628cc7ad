"""The CMS-1500 on paper."""
