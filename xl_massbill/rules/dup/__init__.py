"""DUP: is the same service, visit or payment in the books twice?"""
