/** What programs call an attribute, made of what people call it: `Order number` becomes `order_number`. */
export function nameFor(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 64);
}

/** What the server takes as a name. */
export const isName = (name: string): boolean => /^[a-z][a-z0-9_]{0,63}$/.test(name);
