import type { Rest } from '@chat/client';

/** What can be done with a number at Meta. */
export type Deed = 'requestCode' | 'verifyCode' | 'register' | 'setPin' | 'setName' | 'setWebhook' | 'importHistory' | 'deregister';

export const DEEDS: readonly Deed[] = ['requestCode', 'verifyCode', 'register', 'setPin', 'setName', 'setWebhook', 'importHistory', 'deregister'];
/** What a number needs that was only just added. */
export const FIRST_DEEDS: readonly Deed[] = ['requestCode', 'verifyCode', 'register'];

/** What has to be told for each. */
export interface Told {
  method: 'sms' | 'voice';
  language: string;
  code: string;
  pin: string;
  name: string;
  /** Empty for the usual address. */
  url: string;
}

export const FIELDS: Record<Deed, readonly (keyof Told)[]> = {
  requestCode: ['method', 'language'],
  verifyCode: ['code'],
  register: ['pin'],
  setPin: ['pin'],
  setName: ['name'],
  setWebhook: ['url'],
  importHistory: [],
  deregister: [],
};

/** The longest address in characters. */
export const URL_MAX = 200;

/** What each of them has to look like. */
const FITS: Record<keyof Told, (text: string) => boolean> = {
  method: (text) => text === 'sms' || text === 'voice',
  language: (text) => text !== '',
  code: (text) => /^\d{6}$/.test(text.replace(/[\s-]/g, '')),
  pin: (text) => /^\d{6}$/.test(text),
  name: (text) => text.trim().length >= 3 && text.trim().length <= 128,
  url: (text) => text.trim() === '' || (/^https:\/\/\S+$/.test(text.trim()) && [...text.trim()].length <= URL_MAX),
};

export const isTold = (deed: Deed, told: Told): boolean => FIELDS[deed].every((field) => FITS[field](told[field]));

/** A deed as the server takes it. */
export function requestOf(deed: Deed, { method, language, code, pin, name, url }: Told, phoneNumberId: string | null): Rest.ManageWhatsAppNumber {
  const of = phoneNumberId === null ? {} : { phoneNumberId };
  switch (deed) {
    case 'requestCode':
      return { action: deed, method, language, ...of };
    case 'verifyCode':
      return { action: deed, code: code.replace(/[\s-]/g, ''), ...of };
    case 'register':
    case 'setPin':
      return { action: deed, pin, ...of };
    case 'setName':
      return { action: deed, name: name.trim(), ...of };
    case 'setWebhook':
      return { action: deed, url: url.trim() || null, ...of };
    case 'importHistory':
    case 'deregister':
      return { action: deed, ...of };
  }
}

/** The languages in which Meta tells a code, for those that are spoken here. */
export const CODE_LANGUAGES: Record<string, string> = { ar: 'ar', de: 'de', en: 'en_US', es: 'es', fr: 'fr', it: 'it', ja: 'ja', nl: 'nl', pl: 'pl', pt: 'pt_PT', tr: 'tr', uk: 'uk', zh: 'zh_CN' };
