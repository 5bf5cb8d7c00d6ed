"""One report, many renderings: table, workbook, slides, print, pictures and mail say the same."""
