import type { Rest } from '@chat/client';

/** Whom a conversation is begun with. */
export interface Person {
  /** Nothing for a number that nobody has yet. */
  customerId: string | null;
  /** The number in digits alone, as WhatsApp names people. */
  number: string | null;
  name: string;
  language: string | null;
}

/** A phone number of any country (E.164), however it was typed: its digits, or nothing. It begins with the code of its country. */
export function numberIn(typed: string): string | null {
  const plain = typed.replace(/[\s()./-]/g, '').replace(/^00/, '+');
  return plain.match(/^\+([1-9]\d{6,14})$/)?.[1] ?? null;
}

export const personOf = ({ id, name, username, phone, email, language }: Pick<Rest.Customer, 'id' | 'name' | 'username' | 'phone' | 'email' | 'language'>): Person => ({
  customerId: id,
  number: null,
  name: name ?? (username ? `@${username}` : null) ?? phone ?? email ?? id.slice(-6),
  language,
});
