import type { Figure } from "./figure.ts";

/** A figure with the load average at its beginning. */
export interface Measured {
  readonly figure: Figure;
  readonly load: string;
}

const HEAD = ["figure", "must", "measured", "ratio", "load", ""] as const;

/** The table as Markdown, its columns aligned, so that it reads as well on a terminal. */
export function toTable(measured: readonly Measured[]): string {
  const rows = [HEAD, ...measured.map(({ figure, load }) => toCells(figure, load))];
  const widths = HEAD.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? "").length)));
  const lines = rows.map((row) => `| ${widths.map((width, column) => pad(row[column] ?? "", width)).join(" | ")} |`);
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

function toCells({ name, must, measured, ratio, verdict, reason }: Figure, load: string): readonly string[] {
  const said = reason === undefined ? measured : reason.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  return [name, must, said, ratio, load, verdict === "short" || verdict === "failed" ? `**${verdict}**` : verdict];
}

function pad(text: string, width: number): string {
  return text + " ".repeat(width - text.length);
}
