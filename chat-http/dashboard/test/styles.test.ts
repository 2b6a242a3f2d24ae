import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '../src');
const sheets = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('.css'));

/** The classes that a sheet gives a look of their own, wherever they stand. */
function owned(sheet: string): Set<string> {
  const text = readFileSync(join(SOURCES, sheet), 'utf8').replace(/\/\*.*?\*\//gs, '');
  const selectors = [...text.matchAll(/([^{}]+)\{/g)].flatMap(([, list = '']) => list.split(',').map((it) => it.trim()));
  return new Set(selectors.filter((it) => /^\.[\w-]+$/.test(it)));
}

/** A page's sheet stays when somebody goes on to another page: what it says of a name it says of everybody's. */
it('has one sheet for each name', () => {
  const sheetsOf = new Map<string, string[]>();
  for (const sheet of sheets) for (const name of owned(sheet)) sheetsOf.set(name, [...(sheetsOf.get(name) ?? []), sheet]);
  expect(sheetsOf.size).toBeGreaterThan(200);
  expect([...sheetsOf].filter(([, those]) => those.length > 1)).toEqual([]);
});
