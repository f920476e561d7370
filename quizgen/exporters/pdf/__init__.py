"""PDFs to print: ``<lesson>-worksheet.pdf`` shows no answer, ``<lesson>-key.pdf`` all of them.

What else can be printed stands in `quizgen.exporters.pdf.products`. A lesson of more than 500 questions is printed in
parts, ``<lesson>-worksheet-1-of-3.pdf``; a worksheet's part and its key have the same questions and the same numbers.
"""
