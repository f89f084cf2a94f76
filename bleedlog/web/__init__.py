"""How people reach it: one package per area of views, forms and presenters."""
