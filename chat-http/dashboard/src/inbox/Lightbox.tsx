import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { ActionIcon, Modal } from '@mantine/core';
import { ChevronLeft, ChevronRight, Download, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Rest } from './types.js';

const SCALE_MAX = 8;
const STEP = 1.5;
const WHOLE = { scale: 1, x: 0, y: 0 };

interface LightboxProps {
  pictures: readonly Rest.Attachment[];
  at: number;
  onAt: (at: number) => void;
  onClose: () => void;
}

/** A picture over everything: the wheel, the buttons or + and - come closer, dragging moves it, the arrows go on to the next. */
export default function Lightbox({ pictures, at, onAt, onClose }: LightboxProps): ReactNode {
  const { t } = useTranslation();
  const [view, setView] = useState(WHOLE);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const picture = pictures[at];
  const zoom = (by: number): void =>
    setView((now) => {
      const scale = Math.min(SCALE_MAX, Math.max(1, now.scale * by));
      const share = scale / now.scale;
      return scale === 1 ? WHOLE : { scale, x: now.x * share, y: now.y * share };
    });
  const step = (by: number): void => {
    const next = at + by;
    if (!pictures[next]) return;
    setView(WHOLE);
    onAt(next);
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const isRtl = document.documentElement.dir === 'rtl';
      if (event.key === '+' || event.key === '=') zoom(STEP);
      else if (event.key === '-') zoom(1 / STEP);
      else if (event.key === '0') setView(WHOLE);
      else if (event.key === 'ArrowRight') step(isRtl ? -1 : 1);
      else if (event.key === 'ArrowLeft') step(isRtl ? 1 : -1);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
  useEffect(() => {
    const stage = box.current;
    // React listens to wheels passively, which lets the page scroll along.
    const turned = (event: WheelEvent): void => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    };
    stage?.addEventListener('wheel', turned, { passive: false });
    return () => stage?.removeEventListener('wheel', turned);
  }, [picture]);
  if (!picture) return null;
  const pulled = ({ clientX, clientY, currentTarget, pointerId }: PointerEvent): void => {
    if (view.scale === 1) return;
    drag.current = { x: clientX - view.x, y: clientY - view.y };
    currentTarget.setPointerCapture(pointerId);
  };
  const moved = ({ clientX, clientY }: PointerEvent): void => {
    const from = drag.current;
    if (from) setView((now) => ({ ...now, x: clientX - from.x, y: clientY - from.y }));
  };
  return (
    <Modal opened onClose={onClose} fullScreen title={<bdi>{picture.name}</bdi>} classNames={{ content: 'lightbox', body: 'lightbox-body' }} closeButtonProps={{ 'aria-label': t('thread.close') }} transitionProps={{ duration: 80 }}>
      <div ref={box} className={`lightbox-stage ${view.scale > 1 ? 'is-close' : ''}`} onPointerDown={pulled} onPointerMove={moved} onPointerUp={() => (drag.current = null)} onDoubleClick={() => (view.scale > 1 ? setView(WHOLE) : zoom(2.5))}>
        <img src={picture.url} alt={picture.name} draggable={false} style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }} />
      </div>
      <div className="lightbox-tools" role="toolbar" aria-label={t('inbox:lightbox.tools')}>
        {pictures.length > 1 && (
          <>
            <ActionIcon variant="default" size="lg" aria-label={t('inbox:lightbox.previous')} disabled={at === 0} onClick={() => step(-1)}>
              <ChevronLeft size={18} className="flip" />
            </ActionIcon>
            <ActionIcon variant="default" size="lg" aria-label={t('inbox:lightbox.next')} disabled={at === pictures.length - 1} onClick={() => step(1)}>
              <ChevronRight size={18} className="flip" />
            </ActionIcon>
          </>
        )}
        <ActionIcon variant="default" size="lg" aria-label={t('inbox:lightbox.out')} disabled={view.scale === 1} onClick={() => zoom(1 / STEP)}>
          <ZoomOut size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t('inbox:lightbox.in')} disabled={view.scale === SCALE_MAX} onClick={() => zoom(STEP)}>
          <ZoomIn size={18} />
        </ActionIcon>
        <ActionIcon component="a" variant="default" size="lg" aria-label={t('thread.download')} href={picture.url} download={picture.name} target="_blank" rel="noreferrer">
          <Download size={18} />
        </ActionIcon>
      </div>
    </Modal>
  );
}
