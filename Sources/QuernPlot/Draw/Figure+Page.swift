extension Figure {
  /// The figure as an HTML page of its own, on light or dark paper.
  package func page() -> String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(SVGText.escape(title ?? "plot"))</title>
    <style>
    body{margin:1rem;background:#fff}
    svg{max-width:100%;height:auto}
    @media (prefers-color-scheme:dark){body{background:#16181c}}
    </style>
    \(svg())</html>

    """
  }
}
