"""What a table is: columns, kinds, places, findings, and the workbook as a port."""
