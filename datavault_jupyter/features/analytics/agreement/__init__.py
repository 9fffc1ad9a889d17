"""How far raters agree: coefficients, their intervals, and where agreement is lost."""
