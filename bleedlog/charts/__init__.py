"""How figures are drawn: results in, plotly figures and still SVG out; one theme."""
