import type { TFunction } from 'i18next';

/** A word of Meta's as people read it: `PENDING_REVIEW` is `Pending review`. */
const plain = (word: string): string => {
  const text = word.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** A word of Meta's in ours, where we have one; its set is open. */
export const metas = (group: string, word: string, t: TFunction): string => t(`whatsapp:${group}.${word.toUpperCase()}`, { defaultValue: plain(word) });

const QUALITY_TONES: Record<string, 'good' | 'amber' | 'bad'> = { GREEN: 'good', HIGH: 'good', YELLOW: 'amber', MEDIUM: 'amber', RED: 'bad', LOW: 'bad' };
export const qualityTone = (word: string): 'good' | 'amber' | 'bad' | 'idle' => QUALITY_TONES[word.toUpperCase()] ?? 'idle';

/** How many a limit allows: `TIER_2K` is 2000; nothing where the word is another. */
export function limitOf(word: string): number | null {
  const [, number, unit] = word.toUpperCase().match(/^TIER_(\d+)(K?)$/) ?? [];
  return number === undefined ? null : Number(number) * (unit === 'K' ? 1000 : 1);
}

export function limitIn(word: string, t: TFunction): string {
  const count = limitOf(word);
  return count === null ? metas('limits', word, t) : t('whatsapp:perDay', { number: count.toLocaleString(document.documentElement.lang || 'en') });
}
