"""How diaries and figures travel: text in, text out."""
