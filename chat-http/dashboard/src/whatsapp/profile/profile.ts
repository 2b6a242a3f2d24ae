import type { Rest } from '@chat/client';

/** What a business can work in, in Meta's words. */
export const VERTICALS = ['RETAIL', 'APPAREL', 'AUTO', 'BEAUTY', 'EDU', 'ENTERTAIN', 'EVENT_PLAN', 'FINANCE', 'GOVT', 'GROCERY', 'HEALTH', 'HOTEL', 'NONPROFIT', 'PROF_SERVICES', 'RESTAURANT', 'TRAVEL', 'OTHER'] as const;

/** A profile as it is typed. */
export interface Typed {
  about: string;
  address: string;
  description: string;
  email: string;
  vertical: string;
  websites: readonly [string, string];
}

export const typedOf = ({ about, address, description, email, vertical, websites }: Rest.WhatsAppProfile): Typed => ({
  about: about ?? '',
  address: address ?? '',
  description: description ?? '',
  email: email ?? '',
  vertical: vertical ?? '',
  websites: [websites[0] ?? '', websites[1] ?? ''],
});

/** What of it is to become different. */
export function changesOf(profile: Rest.WhatsAppProfile, typed: Typed): Rest.UpdateWhatsAppProfile {
  const before = typedOf(profile);
  const changes: Rest.UpdateWhatsAppProfile = {};
  for (const name of ['about', 'address', 'description', 'email', 'vertical'] as const) {
    const now = typed[name].trim();
    if (now !== before[name]) changes[name] = now;
  }
  const websites = typed.websites.map((it) => it.trim()).filter(Boolean);
  if (websites.join('\n') !== before.websites.filter(Boolean).join('\n')) changes.websites = websites;
  return changes;
}
