"""From the rows of a chart to its picture: layers, then Altair or its code."""
