import type { Boot, Look } from '../../../../../chat-widget/ui/src/common/protocol.js';
import type { SessionAnswer } from '../../../../../chat-widget/ui/src/common/visitor.js';
import type { Rest } from '@chat/client';
import { shownColors } from './contrast.js';
import { type Draft, isRtl, languageFor } from './draft.js';
import { DRAWINGS } from './drawings.js';

/** Who looks at the preview, and how. */
export interface Viewer {
  language: string;
  scheme: 'light' | 'dark';
  /** Nothing for the way that the language is written. */
  direction: 'ltr' | 'rtl' | null;
  isAfterHours: boolean;
}

/** When a popup's words come in the preview: soon, whatever their occasion is. */
const SOON_S = 1;

const languageOf = (draft: Draft, viewer: Viewer, spoken: string): string => languageFor(draft, viewer.language) ?? spoken;
const isReversed = (viewer: Viewer, language: string): boolean => (viewer.direction ? viewer.direction === 'rtl' : isRtl(language));

/** What the server would tell the page if the draft were saved. */
export function bootOf(boot: Boot, draft: Draft, viewer: Viewer): Boot {
  const lang = languageOf(draft, viewer, boot.lang);
  const said = draft.messages[lang];
  const theme: Look['theme'] = draft.theme === 'auto' || draft.theme === 'host' ? viewer.scheme : draft.theme;
  return {
    ...boot,
    type: draft.type,
    lang,
    isRtl: isReversed(viewer, lang),
    look: { side: draft.position, ...draft.offset, theme, ...shownColors(draft.colors), icon: DRAWINGS[draft.launcher.icon], label: said?.launcher || null },
    popup:
      draft.type === 'popup'
        ? { text: said?.teaser || said?.title || boot.words.title, delaySeconds: SOON_S, scrollPercent: null, onExitIntent: false, paths: null, event: null, times: 100, hours: 1 }
        : null,
  };
}

/** A label in one language; in the widget's own, or in any, where it has none. */
function labelIn(label: Record<string, string>, lang: string, fallback: string): string {
  return label[lang] ?? label[lang.split('-')[0] ?? ''] ?? label[fallback] ?? Object.values(label)[0] ?? '';
}

/** What the server would tell the chat if the draft were saved. */
export function sessionOf(answer: SessionAnswer, draft: Draft, viewer: Viewer, title: string): SessionAnswer {
  const lang = languageOf(draft, viewer, answer.lang);
  const said = draft.messages[lang];
  const fields = draft.preChatForm.fields.map((field: Rest.WidgetFormField) => ({
    name: field.name,
    type: field.type,
    label: labelIn(field.label, lang, draft.language),
    isRequired: field.required,
    options: field.options.map(({ value, label }) => ({ value, label: labelIn(label, lang, draft.language) })),
    url: field.link,
  }));
  return {
    ...answer,
    lang,
    isRtl: isReversed(viewer, lang),
    settings: {
      ...answer.settings,
      name: said?.title || title,
      welcome: said?.welcome ?? '',
      away: said?.away ?? '',
      placeholder: said?.placeholder ?? '',
      preChat: fields.length > 0 ? { text: said?.preChat ?? '', fields } : null,
      hasAvatars: draft.avatars,
      // Nobody wants to hear it while choosing colours.
      hasSound: false,
      colors: shownColors(draft.colors),
    },
    uploads: draft.fileUpload ? (answer.uploads ?? null) : null,
    isOpen: !viewer.isAfterHours,
    opensAt: null,
  };
}
