/** Colours of the right half, by what it says. */
const COLORS = { passing: "#2e7d32", failing: "#c62828", "in progress": "#1565c0", unknown: "#616161" } as const;

export type BadgeText = keyof typeof COLORS;

/** Widths in pixels at 11 px. */
const LABEL = "build";
const LABEL_WIDTH = 37;
const WIDTHS: Readonly<Record<BadgeText, number>> = { passing: 51, failing: 45, "in progress": 71, unknown: 59 };

/** An SVG of its own, without anything from the request in it. */
export function toBadgeImage(text: BadgeText): string {
  const width = LABEL_WIDTH + WIDTHS[text];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${LABEL}: ${text}">
<title>${LABEL}: ${text}</title>
<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${LABEL_WIDTH}" height="20" fill="#424242"/><rect x="${LABEL_WIDTH}" width="${WIDTHS[text]}" height="20" fill="${COLORS[text]}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="${LABEL_WIDTH / 2}" y="14">${LABEL}</text><text x="${LABEL_WIDTH + WIDTHS[text] / 2}" y="14">${text}</text></g>
</svg>
`;
}
