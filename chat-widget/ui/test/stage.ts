import type { SessionAnswer } from '../src/common/visitor';

/** What the server answers each request of a session with. */
export const session = (more: Partial<SessionAnswer> = {}): SessionAnswer => ({
  token: 'visit-token',
  expiresIn: 600,
  visitor: 'visitor-token',
  lang: 'en',
  isRtl: false,
  settings: {
    name: 'Shop', welcome: '', away: '', placeholder: '', preChat: null, hasAvatars: false, hasFiles: false, hasSound: false, needsIdentity: false,
    colors: { light: { brand: '#000', onBrand: '#fff' }, dark: { brand: '#fff', onBrand: '#000' } },
  },
  isOpen: true,
  opensAt: null,
  isIdentified: false,
  ...more,
});
