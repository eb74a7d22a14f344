/** Takes from a stranger's text what a terminal would obey: control and formatting characters, but for new lines and tabs. */
export function printable(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
}

/** Sets rows in columns, two spaces apart; numbers to the right. */
export function toTable(rows: readonly (readonly (string | number)[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, String(cell).length)
    })
  const set = (cell: string | number, index: number) =>
    typeof cell === 'number'
      ? String(cell).padStart(widths[index] ?? 0)
      : cell.padEnd(widths[index] ?? 0)
  return rows.map((row) => row.map(set).join('  ').trimEnd()).join('\n')
}
