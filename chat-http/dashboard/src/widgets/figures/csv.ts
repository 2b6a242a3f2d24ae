import { download } from '../../lib/download.js';

/** A table as a file that spreadsheets read: fields with something special in quotation marks, and none that they would take for a formula. */
export function csvOf(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const field = (value: string | number): string => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [head, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

/** Hands a table over as a file. */
export function saveAs(name: string, table: string): void {
  // The mark at the front tells spreadsheets that it is UTF-8.
  download(name, `\uFEFF${table}`, 'text/csv');
}
