import type { Rest } from '@chat/client';
import { describe, expect, it } from 'vitest';
import type { Boot } from '../../../chat-widget/ui/src/common/protocol.js';
import type { SessionAnswer } from '../../../chat-widget/ui/src/common/visitor.js';
import { contrast, CONTROL_MIN, fixed, readable, rgbOf, shownColors, TEXT_MIN, warningsOf } from '../src/widgets/look/contrast.js';
import { bodyOf, type Draft, draftOf, isRtl, languageFor, patchOf, SILENT } from '../src/widgets/look/draft.js';
import { linesOf, moved, nameFrom, newField, optionsFrom } from '../src/widgets/look/form.js';
import { bootOf, sessionOf, type Viewer } from '../src/widgets/look/seen.js';
import { OFFICE, toggled } from '../src/widgets/look/week.js';

const PLAIN = { primary: '#1f5fe0', primaryDark: null, text: null, textDark: null };
const SETTINGS: Rest.WidgetSettings = {
  theme: 'auto', position: 'right', offset: { x: 20, y: 20 }, target: '#chat', colors: PLAIN, launcher: { icon: 'chat' }, language: 'en', messages: {}, avatars: true, businessHours: null,
  preChatForm: { fields: [] }, fileUpload: true, sound: true, requireIdentity: false, allowLocalhost: false, popup: { delaySeconds: null, scrollPercent: null, exitIntent: false, event: null, urls: [], frequency: { times: 1, hours: 24 } },
};
const WIDGET = { id: '1', type: 'floating', settings: SETTINGS, revision: 3 } as Rest.Widget;
const DRAFT = draftOf(WIDGET);

describe('colours', () => {
  it('differ as WCAG counts it', () => {
    expect(contrast('#000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#fff')).toBeCloseTo(4.48, 2);
    expect(contrast('red', '#fff')).toBeNull();
    expect([rgbOf('#fe0'), rgbOf('#ffee0')]).toEqual([[255, 238, 0], null]);
    expect([readable('#ffee00'), readable('#1f5fe0')]).toEqual(['#000000', '#ffffff']);
  });

  it('are well as they come', () => {
    expect(warningsOf(PLAIN)).toEqual([]);
  });

  it('that are hard to see come with others that are not', () => {
    const yellow = { ...PLAIN, primary: '#ffee00' };
    const [warning, ...rest] = warningsOf(yellow);
    expect(rest).toEqual([]);
    expect(warning).toMatchObject({ scheme: 'light', what: 'control', field: 'primary' });
    expect(contrast(warning!.better!, '#ffffff')).toBeGreaterThanOrEqual(CONTROL_MIN);
    expect(warningsOf({ ...yellow, primary: warning!.better! })).toEqual([]);
  });

  it('are changed no more than they have to be', () => {
    const better = fixed('#ffee00', '#ffffff', CONTROL_MIN);
    const [red, green, blue] = rgbOf(better)!;
    expect(red).toBeGreaterThan(green);
    expect(blue).toBe(0);
    expect(contrast(better, '#ffffff')).toBeLessThan(CONTROL_MIN + 0.2);
  });

  it('of texts end well when they are chosen by themselves', () => {
    const wrong = { ...PLAIN, text: '#1f60e0' };
    const warnings = warningsOf(wrong).filter((it) => it.what === 'text');
    expect(warnings[0]).toMatchObject({ scheme: 'light', field: 'text', better: null });
    let colors: Rest.WidgetColors = { ...wrong, primaryDark: '#9ab8f5' };
    for (const { field, better } of warningsOf({ ...colors, textDark: '#9ab8f6' })) colors = { ...colors, [field]: better };
    const { light, dark } = shownColors(colors);
    expect(contrast(light.brand, light.onBrand)).toBeGreaterThanOrEqual(TEXT_MIN);
    expect(contrast(dark.brand, dark.onBrand)).toBeGreaterThanOrEqual(TEXT_MIN);
  });
});

describe('a change', () => {
  it('says only what differs, and null for what is gone', () => {
    expect(patchOf({ a: 1, b: { c: 1, d: 2 }, e: [1], f: 1 }, { a: 1, b: { c: 3, d: 2 }, e: [2], g: null })).toEqual({ b: { c: 3 }, e: [2], f: null });
    expect(patchOf({ a: null }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
  });

  it('of a widget tells its type apart from its settings', () => {
    expect(bodyOf(WIDGET, DRAFT)).toEqual({});
    expect(bodyOf(WIDGET, { ...DRAFT, type: 'popup' })).toEqual({ type: 'popup' });
    expect(bodyOf(WIDGET, { ...DRAFT, messages: { de: { ...SILENT, title: 'Laden' } } })).toEqual({ settings: { messages: { de: { ...SILENT, title: 'Laden' } } } });
    const german = { ...WIDGET, settings: { ...SETTINGS, messages: { de: SILENT } } };
    expect(bodyOf(german, DRAFT)).toEqual({ settings: { messages: { de: null } } });
  });
});

describe('the preview', () => {
  const viewer: Viewer = { language: 'de-CH', scheme: 'dark', direction: null, isAfterHours: false };
  const boot = { boot: 'b', frame: 'f', type: 'floating', lang: 'de', isRtl: false, look: {}, popup: null, words: { title: 'Hilfe' } } as unknown as Boot;
  const answer = { token: 't', lang: 'de', isRtl: false, isOpen: true, uploads: { maxBytes: 1, types: [] }, settings: { hasSound: true, needsIdentity: true } } as unknown as SessionAnswer;
  const speaking = (language: string, said: Partial<Rest.WidgetMessages>): Draft => ({ ...DRAFT, language, messages: { [language]: { ...SILENT, ...said } } });

  it('speaks as the server would: in one of the languages that were written in', () => {
    expect(languageFor(SETTINGS, 'fr')).toBeNull();
    expect(languageFor(speaking('de', {}), 'de-CH')).toBe('de');
    expect(languageFor(speaking('ar', {}), 'fr')).toBe('ar');
    expect([isRtl('ar-EG'), isRtl('de')]).toEqual([true, false]);
  });

  it('shows what is not saved yet, and keeps what only the server knows', () => {
    const draft = { ...speaking('de', { launcher: 'Frag uns', welcome: 'Hallo' }), position: 'left', fileUpload: false } as Draft;
    expect(bootOf(boot, draft, viewer)).toMatchObject({ boot: 'b', frame: 'f', lang: 'de', look: { side: 'left', x: 20, theme: 'dark', label: 'Frag uns', light: { brand: '#1f5fe0', onBrand: '#ffffff' } } });
    expect(sessionOf(answer, draft, viewer, 'Hilfe')).toMatchObject({ token: 't', isOpen: true, uploads: null, settings: { name: 'Hilfe', welcome: 'Hallo', hasSound: false, needsIdentity: true, preChat: null } });
  });

  it('leaves a scheme that was chosen for everybody as it is, and turns round when asked', () => {
    expect(bootOf(boot, { ...DRAFT, theme: 'light' }, viewer).look.theme).toBe('light');
    expect(bootOf(boot, DRAFT, { ...viewer, direction: 'rtl' }).isRtl).toBe(true);
    expect(sessionOf(answer, speaking('ar', {}), { ...viewer, direction: 'ltr' }, '').isRtl).toBe(false);
  });

  it('brings the words of a popup soon, and its questions in the language', () => {
    const draft = { ...speaking('de', { teaser: 'Na?' }), type: 'popup', preChatForm: { fields: [newField('text', 'Your name', 'en', [])] } } as Draft;
    expect(bootOf(boot, draft, viewer).popup).toMatchObject({ text: 'Na?', delaySeconds: 1 });
    expect(bootOf(boot, { ...draft, type: 'embedded' }, viewer).popup).toBeNull();
    expect(sessionOf(answer, draft, { ...viewer, isAfterHours: true }, '')).toMatchObject({ isOpen: false, settings: { preChat: { fields: [{ name: 'your_name', label: 'Your name', isRequired: false }] } } });
  });
});

describe('questions', () => {
  it('have names for programs that no other has', () => {
    expect(nameFrom('Your name?', [], 'text')).toBe('your_name');
    expect(nameFrom('你好', ['text'], 'text')).toBe('text_2');
    expect(newField('consent', 'I agree', 'en', [])).toMatchObject({ name: 'consent', required: true });
  });

  it('keep the value of a choice whose words change', () => {
    const first = optionsFrom('An order\nA repair', [], 'en');
    expect(first.map((it) => it.value)).toEqual(['an_order', 'a_repair']);
    const said = optionsFrom('My order\nA repair', first, 'en');
    expect(said.map((it) => [it.value, it.label.en])).toEqual([['an_order', 'My order'], ['a_repair', 'A repair']]);
    expect(optionsFrom('A repair', said, 'en').map((it) => it.value)).toEqual(['a_repair']);
    expect(linesOf({ ...newField('select', '', 'en', []), options: said }, 'de')).toBe('My order\nA repair');
  });

  it('move by one place, and not beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });
});

it('keeps the days of an opening in the order of the week', () => {
  expect(toggled({ ...OFFICE, days: ['friday'] }, 'monday').days).toEqual(['monday', 'friday']);
  expect(toggled(OFFICE, 'monday').days).not.toContain('monday');
});
