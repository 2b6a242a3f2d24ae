/** What is typed to connect a number. */
export interface Typed {
  phoneNumberId: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
}

/** Something that looks odd, by the name of the words for it. */
export type Oddity = 'isPhone' | 'isNoId' | 'isSameId' | 'isNoToken' | 'isNoSecret' | 'hasSpace';

const ID = /^\d{5,32}$/;
const PHONE = /^\+|[\s()-]/;
const SECRET = /^[0-9a-f]{32}$/i;

/** What looks odd about a field, before Meta is asked. It hinders nobody: Meta may write them otherwise one day. */
export function hintFor(name: keyof Typed, value: string, others: Partial<Typed> = {}): Oddity | null {
  const text = value.trim();
  if (!text) return null;
  switch (name) {
    case 'phoneNumberId':
      return PHONE.test(text) ? 'isPhone' : ID.test(text) ? null : 'isNoId';
    case 'businessAccountId':
      return text === others.phoneNumberId?.trim() ? 'isSameId' : ID.test(text) ? null : 'isNoId';
    case 'accessToken':
      return /\s/.test(text) ? 'hasSpace' : text.startsWith('EAA') ? null : 'isNoToken';
    case 'appSecret':
      return SECRET.test(text) ? null : 'isNoSecret';
  }
}

/** Whether everything is there. */
export const isComplete = (typed: Typed): boolean => Object.values(typed).every((it: string) => it.trim() !== '');

const BYTES = 18;

/** What Meta says back when it checks the address: nobody else can guess it. */
export function newVerifyToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(BYTES))].map((it) => it.toString(36).padStart(2, '0')).join('');
}
