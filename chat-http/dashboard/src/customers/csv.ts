/** The columns that the server knows, in the order of an export. */
export const COLUMNS = ['name', 'email', 'phone', 'language', 'whatsappPhone', 'externalId', 'attributes'] as const;
/** Those that an export has and an import passes over. */
const PASSED_OVER = ['id', 'createdAt'];
/** One of these tells who a row is about. */
const WHO = ['email', 'whatsappPhone', 'externalId'];

/** The first rows of a table, as far as they are wanted. */
export function rowsOf(text: string, limit: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const end = (): void => {
    row.push(cell);
    cell = '';
  };
  const source = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < source.length && rows.length < limit; at += 1) {
    const sign = source[at];
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === ',') end();
    else if (sign === '\n' || sign === '\r') {
      if (row.length > 0 || cell !== '') {
        end();
        rows.push(row);
        row = [];
      }
    } else cell += sign;
  }
  if (rows.length < limit && (row.length > 0 || cell !== '')) {
    end();
    rows.push(row);
  }
  return rows;
}

export interface Heading {
  text: string;
  /** The column it is, or nothing where the server knows none of that name. */
  column: string | null;
  isPassedOver: boolean;
}

/** What the first row names. */
export function headingsOf(row: readonly string[]): Heading[] {
  return row.map((text) => {
    const column = [...COLUMNS, ...PASSED_OVER].find((it) => it.toLowerCase() === text.trim().toLowerCase()) ?? null;
    return { text, column, isPassedOver: column !== null && PASSED_OVER.includes(column) };
  });
}

/** Why a table cannot be taken in as it is. */
export function faultOf(headings: readonly Heading[]): 'unknown' | 'who' | 'semicolons' | null {
  if (headings.length === 1 && headings[0]!.text.includes(';')) return 'semicolons';
  if (headings.some((it) => it.column === null)) return 'unknown';
  return headings.some((it) => it.column !== null && WHO.includes(it.column)) ? null : 'who';
}
