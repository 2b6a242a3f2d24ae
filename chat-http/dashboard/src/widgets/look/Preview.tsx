import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert, NativeSelect, SegmentedControl } from '@mantine/core';
import { AlignLeft, AlignRight, Monitor, Moon, Smartphone, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.js';
import { languageName } from './languages.js';
import { perform } from './stage.js';

/** How large the page is, in its own pixels. */
const DEVICES = { desktop: { width: 820, height: 700 }, phone: { width: 360, height: 640 } } as const;
type Device = keyof typeof DEVICES;
/** Until what is being typed is shown. */
const PAUSE_MS = 350;

/** The real widget as it would be with the draft, on the devices of others. */
export function Preview({ publicKey, draft }: { publicKey: string; draft: Draft }): ReactNode {
  const { t, i18n } = useTranslation('widgets');
  const [device, setDevice] = useState<Device>('desktop');
  const [scheme, setScheme] = useState<'light' | 'dark'>('light');
  const [direction, setDirection] = useState<'ltr' | 'rtl' | 'auto'>('auto');
  const [language, setLanguage] = useState(draft.language);
  const [state, setState] = useState<'open' | 'closed' | 'away'>('open');
  const languages = [...new Set([draft.language, ...Object.keys(draft.messages), 'en', 'ar'])];
  const icon = (Icon: typeof Sun, name: string): ReactNode => (
    <>
      <Icon size={16} aria-hidden />
      <span className="sr">{t(`preview.${name}`)}</span>
    </>
  );
  const states = [
    { value: 'open' as const, label: t('preview.open') },
    ...(draft.type === 'embedded' ? [] : [{ value: 'closed' as const, label: t('preview.closed') }]),
    ...(draft.businessHours ? [{ value: 'away' as const, label: t('preview.away') }] : []),
  ];
  const isOpen = state !== 'closed' || draft.type === 'embedded';
  const shown = languages.includes(language) ? language : draft.language;
  return (
    <section className="w-preview" aria-label={t('preview.title')}>
      <div className="w-preview-bar">
        <SegmentedControl size="xs" aria-label={t('preview.device')} value={device} onChange={setDevice} data={[{ value: 'desktop', label: icon(Monitor, 'desktop') }, { value: 'phone', label: icon(Smartphone, 'phone') }]} />
        <SegmentedControl size="xs" aria-label={t('preview.scheme')} value={scheme} onChange={setScheme} data={[{ value: 'light', label: icon(Sun, 'light') }, { value: 'dark', label: icon(Moon, 'dark') }]} />
        <SegmentedControl
          size="xs"
          aria-label={t('preview.direction')}
          value={direction}
          onChange={setDirection}
          data={[{ value: 'auto', label: t('preview.auto') }, { value: 'ltr', label: icon(AlignLeft, 'ltr') }, { value: 'rtl', label: icon(AlignRight, 'rtl') }]}
        />
        <NativeSelect size="xs" aria-label={t('preview.language')} value={shown} onChange={({ currentTarget }) => setLanguage(currentTarget.value)} data={languages.map((value) => ({ value, label: languageName(value, i18n.language) }))} />
        {states.length > 1 && <SegmentedControl size="xs" aria-label={t('preview.state')} value={states.some((it) => it.value === state) ? state : 'open'} onChange={setState} data={states} />}
      </div>
      <Stage
        publicKey={publicKey}
        draft={draft}
        device={device}
        isOpen={isOpen}
        language={shown}
        scheme={scheme}
        direction={direction === 'auto' ? null : direction}
        isAfterHours={state === 'away'}
      />
      <p className="dim">{t('preview.hint')}</p>
    </section>
  );
}

interface StageProps {
  publicKey: string;
  draft: Draft;
  device: Device;
  isOpen: boolean;
  language: string;
  scheme: 'light' | 'dark';
  direction: 'ltr' | 'rtl' | null;
  isAfterHours: boolean;
}

/** Two frames take turns: what is seen stays until the next one is ready. */
function Stage({ publicKey, draft, device, isOpen, language, scheme, direction, isAfterHours }: StageProps): ReactNode {
  const { t } = useTranslation('widgets');
  const place = useRef<HTMLDivElement>(null);
  const [hasFailed, setFailed] = useState(false);
  const [scale, setScale] = useState(0.5);
  const { width, height } = DEVICES[device];
  const title = t('preview.title');

  useEffect(() => {
    const around = place.current?.parentElement;
    if (!around) return undefined;
    const watch = new ResizeObserver(([seen]) => seen && setScale(Math.min(1, seen.contentRect.width / width)));
    watch.observe(around);
    return () => watch.disconnect();
  }, [width]);

  const play = JSON.stringify({ publicKey, draft, isOpen, viewer: { language, scheme, direction, isAfterHours } });
  const isFirst = useRef(true);
  useEffect(() => {
    const stage = place.current;
    if (!stage) return undefined;
    let frame: HTMLIFrameElement | undefined;
    let isOver = false;
    const show = async (): Promise<void> => {
      frame = document.createElement('iframe');
      frame.title = title;
      // Nobody gets into what is not to be seen yet.
      frame.inert = true;
      frame.className = 'is-coming';
      const own = frame;
      stage.append(own);
      try {
        await perform(own, JSON.parse(play));
        setFailed(false);
      } catch {
        if (!isOver) setFailed(true);
      }
      if (isOver) return own.remove();
      for (const other of [...stage.children]) if (other !== own) other.remove();
      own.className = '';
      own.inert = false;
    };
    const timer = setTimeout(() => void show(), isFirst.current ? 0 : PAUSE_MS);
    isFirst.current = false;
    return () => {
      isOver = true;
      clearTimeout(timer);
      if (frame?.className === 'is-coming') frame.remove();
    };
  }, [play, title]);

  // A phone and a desktop are pages of their own.
  useEffect(() => setScale((now) => Math.min(1, now)), [device]);
  return (
    <div className={`w-stage w-stage-${device}`}>
      {hasFailed && (
        <Alert color="yellow" variant="light">
          {t('preview.failed')}
        </Alert>
      )}
      <div className="w-stage-size" style={{ blockSize: height * scale }}>
        <div ref={place} className="w-stage-page" style={{ inlineSize: width, blockSize: height, transform: `scale(${scale})` }} />
      </div>
    </div>
  );
}
