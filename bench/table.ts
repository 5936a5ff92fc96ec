/** A table as README shows it: Markdown, with numbers to the right. */

export type Cells = readonly (string | number)[];

/** @param texts how many of the first columns hold text */
export function table(heads: Cells, rows: readonly Cells[], texts = 0): string[] {
  return [row(heads), `|${heads.map((_, i) => (i < texts ? '---' : '--:')).join('|')}|`, ...rows.map(row)];
}

/** 1234567 → "1,234,567" */
export function grouped(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function row(cells: Cells): string {
  return ['', ...cells, ''].join(' | ').trim();
}
