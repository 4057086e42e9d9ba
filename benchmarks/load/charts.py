# SPDX-License-Identifier: MIT
"""Bar charts as SVG, readable on light and dark pages."""
from html import escape

BAR, GAP, LEFT, WIDTH = 22, 8, 150, 640
OURS, OTHERS, FLOOR = "#1a9a8a", "#8a93a0", "#c8862b"


def human(value):
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.3g}{unit}"
    return f"{value:.3g}"


def bars(title, rows):
    """rows: (label, value); the longest bar fills the width."""
    top = max(value for _, value in rows)
    height = 40 + len(rows) * (BAR + GAP)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
             f"<title>{escape(title)}</title>",
             f'<text x="0" y="18" fill="#6b7280" font-size="14">{escape(title)}</text>']
    for i, (label, value) in enumerate(rows):
        y = 34 + i * (BAR + GAP)
        size = max(2.0, (WIDTH - LEFT - 70) * value / top)
        colour = OURS if label.startswith("alcedo") else FLOOR if label.startswith("floor") else OTHERS
        parts += [f'<text x="{LEFT - 8}" y="{y + 16}" text-anchor="end" fill="#6b7280">{escape(label)}</text>',
                  f'<rect x="{LEFT}" y="{y}" width="{size:.0f}" height="{BAR}" rx="3" fill="{colour}"/>',
                  f'<text x="{LEFT + size + 6:.0f}" y="{y + 16}" fill="#6b7280">{human(value)}</text>']
    return "\n".join(parts) + "\n</svg>\n"


CHARTS = {
    "load-deliveries.svg": ("Deliveries a second, 1,000 readers, bursts of 16, one server core", "bursts of 16",
                            "ticks_per_s"),
    "load-latency.svg": ("Latency at 100,000 deliveries a second, 99 %, microseconds", "latency", "p99_us"),
    "load-memory.svg": ("Bytes for an idle connection, at 10,000", "idle 10000", "bytes_per_connection"),
}


def draw(medians):
    drawings = {}
    for name, (title, row, figure) in CHARTS.items():
        rows = [(server, value) for (r, server, f), value in medians.items() if r == row and f == figure]
        if rows:
            drawings[name] = bars(title, sorted(rows, key=lambda entry: entry[1]))
    return drawings
