"""The workbook's three stand-ins behind one port: memory, a closed file, and Excel itself."""
