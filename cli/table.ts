/** Columns of text, without lines around them, so that grep and cut can read them too. */
import Table from 'cli-table3';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** The package's time grows with the square of the rows, and its stack ends at some ten thousand. */
const ROWS_AT_ONCE = 100;

export function inColumns(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const parts = Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, i) =>
    rows.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE),
  );
  const widths = parts.map((part) => layOut([head, ...part]).widths);
  const common = head.map((_, column) => widths.reduce((widest, one) => Math.max(widest, one[column] ?? 0), 0));
  return parts.flatMap((part, i) => layOut(i === 0 ? [head, ...part] : part, common).lines);
}

function layOut(rows: readonly (readonly string[])[], colWidths: readonly number[] = []) {
  const table = new Table({
    chars: NO_LINES,
    colWidths: [...colWidths],
    // No colours: they would be in every file this is written to.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  // Filled in by the package with what it found to be needed.
  return { lines, widths: table.options.colWidths };
}
