import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Download, File, Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Rest } from './types.js';

const Lightbox = lazy(() => import('./Lightbox.js'));

/** What came with a message: pictures to look at, sounds and films to play, and files to take along. */
export function Files({ files, isVoice = false }: { files: readonly Rest.Attachment[]; isVoice?: boolean }): ReactNode {
  const { t } = useTranslation();
  const [shown, setShown] = useState<number | null>(null);
  if (files.length === 0) return null;
  const pictures = files.filter((it) => it.kind === 'image');
  return (
    <div className="files">
      {files.map((file) =>
        file.kind === 'image' ? (
          <button key={file.id} type="button" className="picture" onClick={() => setShown(pictures.indexOf(file))} aria-label={t('thread.open', { name: file.name })}>
            <img src={file.thumbnailUrl ?? file.url} alt={file.name} loading="lazy" width={file.width} height={file.height} />
          </button>
        ) : file.kind === 'audio' ? (
          <span key={file.id} className={isVoice ? 'voice' : undefined}>
            {isVoice && <Mic size={18} role="img" aria-label={t('inbox:part.voice')} />}
            <audio controls preload="metadata" src={file.url} aria-label={file.name} />
          </span>
        ) : file.kind === 'video' ? (
          <video key={file.id} controls preload="metadata" src={file.url} aria-label={file.name} width={file.width} height={file.height} />
        ) : (
          <a key={file.id} className="file" href={file.url} download={file.name} target="_blank" rel="noreferrer">
            <File size={20} aria-hidden />
            <span>
              <bdi>{file.name}</bdi>
              <small>{sizeOf(file.size)}</small>
            </span>
            <Download size={15} aria-hidden />
          </a>
        ),
      )}
      {shown !== null && (
        <Suspense fallback={null}>
          <Lightbox pictures={pictures} at={shown} onAt={setShown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </div>
  );
}

export function sizeOf(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const format = new Intl.NumberFormat(document.documentElement.lang || 'en', { style: 'unit', unit: units[power]!, unitDisplay: 'short', maximumFractionDigits: 1 });
  return format.format(bytes / 1000 ** power);
}
