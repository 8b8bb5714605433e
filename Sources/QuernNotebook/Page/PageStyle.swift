/// The style sheet of an exported page: light and dark, wide and on a phone, and on paper.
enum PageStyle {
  static let css = """
    :root{color-scheme:light dark;--bg:#fff;--fg:#1c2024;--dim:#5b646e;--line:#dfe3e8;
    --code:#f6f8fa;
    --accent:#0b6bcb;--ok:#1a7f37;--bad:#b42318;--badbg:#fef3f2;--warn:#8a5a00;--warnbg:#fff8e6;
    --kw:#8250df;--nu:#0550ae;--st:#0a6b2d;--co:#656d76;--cl:#0b6bcb;--lb:#953800;--fn:#6639ba;
    --stripe:#f9fafb}
    @media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e3e7eb;--dim:#98a2ad;--line:#30363d;
    --code:#1c2126;--accent:#6cb6ff;--ok:#57ab5a;--bad:#ff8a80;--badbg:#2d1719;--warn:#e0b050;
    --warnbg:#2a2314;--kw:#d2a8ff;--nu:#79c0ff;--st:#7ee787;--co:#8b949e;--cl:#79c0ff;--lb:#ffa657;
    --fn:#d2a8ff;--stripe:#191d21}}
    *{box-sizing:border-box}
    html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--bg);color:var(--fg);
    font:16px/1.6 system-ui,-apple-system,"Segoe UI",
    "Noto Sans",sans-serif;overflow-wrap:break-word}
    .page{max-width:52rem;margin:0 auto;padding:1rem 1.25rem 4rem}
    h1,h2,h3,h4{line-height:1.25;margin:2rem 0 .75rem;text-wrap:balance}
    h1{font-size:2rem;margin-top:1rem}h2{font-size:1.45rem;border-bottom:1px solid var(--line);
    padding-bottom:.3rem}h3{font-size:1.15rem}
    a{color:var(--accent)}img,svg{max-width:100%;height:auto}hr{border:0;
    border-top:1px solid var(--line)}
    blockquote{margin:1rem 0;padding:0 1rem;border-left:3px solid var(--line);color:var(--dim)}
    code,pre,.bar{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
    code{font-size:.875em;background:var(--code);padding:.15em .35em;border-radius:4px}
    pre{margin:0;overflow-x:auto;font-size:.8125rem;line-height:1.5;tab-size:4}
    pre code{background:none;padding:0;font-size:inherit}
    .prose>pre,.prose li pre,.prose blockquote pre{background:var(--code);padding:.75rem 1rem;
    border-radius:6px;margin:1rem 0}
    .math{font-family:"STIX Two Math","Cambria Math",Georgia,serif;font-style:italic}
    li.task{list-style:none;margin-left:-1.3rem}
    header.run{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;
    align-items:center;color:var(--dim);font-size:.8125rem;border-bottom:1px solid var(--line);
    padding-bottom:.6rem}
    header.run .facts{display:flex;flex-wrap:wrap;gap:.1rem .9rem}
    header.run label{display:inline-flex;gap:.35rem;align-items:center;cursor:pointer;
    padding:.2rem 0;user-select:none}
    .cell{margin:1.25rem 0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
    .cell.failed{border-color:var(--bad)}
    .source{background:var(--code)}
    .source summary,.long summary{cursor:pointer;list-style-position:inside}
    .bar{display:flex;gap:.75rem;justify-content:space-between;padding:.3rem .85rem;
    color:var(--dim);
    font-size:.72rem}
    .bar:hover{color:var(--fg)}.bar .status{white-space:nowrap}
    .failed .status{color:var(--bad)}.stale .status,.interrupted .status{color:var(--warn)}
    .source pre{padding:.1rem .85rem .7rem}
    .outputs>*{padding:.6rem .85rem;border-top:1px solid var(--line)}
    .outputs .note{color:var(--dim);font-size:.8125rem;white-space:pre-wrap;border-top-style:dashed}
    .outputs .note:first-child{border-top-style:solid}
    .outputs .warning{background:var(--warnbg);color:var(--warn);font-size:.875rem;
    white-space:pre-wrap}
    .outputs .error{background:var(--badbg);color:var(--bad)}
    .scroll{overflow:auto;max-height:36rem}
    .scroll th[scope=row]+td{white-space:normal}
    .picture{text-align:center;--quern-plot-paper:transparent}
    .picture svg,.picture img{display:inline-block}
    table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
    .prose table{display:block;overflow-x:auto;margin:1rem 0}
    th,td{padding:.3rem .65rem;border-bottom:1px solid var(--line);vertical-align:top}
    .scroll th,.scroll td{white-space:nowrap}
    .scroll td{max-width:28rem;overflow:hidden;text-overflow:ellipsis}
    thead th{border-bottom:2px solid var(--line);vertical-align:bottom}
    .scroll thead th{position:sticky;top:-.6rem;background:var(--bg)}
    tbody tr:nth-child(even){background:var(--stripe)}
    caption{padding:0 .65rem .3rem}
    .kw{color:var(--kw);font-weight:600}.nu{color:var(--nu)}.st{color:var(--st)}.ip{color:var(--lb)}
    .co{color:var(--co);font-style:italic}.cl{color:var(--cl)}.lb{color:var(--lb)}
    .df{font-weight:600}
    .fn{color:var(--fn)}.bad{color:var(--bad);text-decoration:underline wavy}
    .plain{color:var(--fg)}
    nav ul{list-style:none;padding:0;margin:.4rem 0}nav li{margin:.15rem 0}
    nav a{color:var(--dim);text-decoration:none;display:block;padding:.1rem 0}
    nav a:hover{color:var(--accent)}nav .l3{padding-left:1rem}
    nav.side{display:none}
    nav.top{margin:1rem 0;border:1px solid var(--line);border-radius:8px;padding:.4rem .85rem;
    font-size:.9rem}
    nav.top summary{cursor:pointer;color:var(--dim)}
    footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.75rem;color:var(--dim);
    font-size:.8125rem}
    footer td,footer th{font-size:.8125rem;text-align:left;font-weight:normal}
    body:has(#hide-code:checked) .source{display:none}
    body:has(#hide-code:checked) .cell:not(.failed){border-color:transparent;margin:.5rem 0}
    body:has(#hide-code:checked) .cell:not(:has(.outputs)){display:none}
    body:has(#hide-code:checked) .outputs>*:first-child{border-top:0}
    @media(min-width:75rem){nav.top{display:none}nav.side{display:block;position:fixed;top:1.25rem;
    left:max(1rem,calc(50% - 45rem));width:15rem;max-height:calc(100vh - 2.5rem);overflow-y:auto;
    font-size:.8125rem;line-height:1.4}nav.side b{color:var(--dim);font-weight:600}
    body:has(nav.side) .page{max-width:54rem}}
    @media(max-width:40rem){body{font-size:15px}.page{padding:.75rem .85rem 3rem}
    h1{font-size:1.6rem}
    h2{font-size:1.25rem}.cell{margin:1rem -.35rem}.bar,.source pre,.outputs>*{padding-left:.6rem;
    padding-right:.6rem}pre{font-size:.75rem}
    .picture{overflow-x:auto;text-align:left}.picture svg{min-width:30rem}}
    @media print{nav,header.run label{display:none!important}.cell{break-inside:avoid}
    .scroll{max-height:none;overflow:visible}}
    """
}
