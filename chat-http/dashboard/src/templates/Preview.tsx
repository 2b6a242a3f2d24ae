import type { ReactNode } from 'react';
import { Copy, ExternalLink, File, Image, MapPin, Phone, Reply, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { filled, partsOf, type Values } from './model.js';
import './templates.css';

const MEDIA_ICONS = { image: Image, video: Video, document: File } as const;
const BUTTON_ICONS: Record<string, typeof Copy> = { URL: ExternalLink, PHONE_NUMBER: Phone, COPY_CODE: Copy, OTP: Copy, QUICK_REPLY: Reply };

interface PreviewProps {
  components: unknown;
  values?: Values;
  /** What the file above it is called. */
  fileName?: string | null;
}

/** How a template looks to the customer, with what is known in its places. */
export function Preview({ components, values = {}, fileName = null }: PreviewProps): ReactNode {
  const { t } = useTranslation('templates');
  const { header, body, footer, buttons } = partsOf(components);
  const Media = header.media && MEDIA_ICONS[header.media];
  const put = (part: string, text: string): string => filled(text, (name) => values[`${part} ${name}`] ?? (part === 'body' ? values.code : undefined));
  return (
    <section className="wa-preview" aria-label={t('preview')}>
      <div className="wa-bubble">
        {Media && (
          <p className="wa-media">
            <Media size={22} aria-hidden />
            <bdi>{fileName ?? t(`media.${header.media}`)}</bdi>
          </p>
        )}
        {header.isPlace && (
          <p className="wa-media">
            <MapPin size={22} aria-hidden /> {t('media.location')}
          </p>
        )}
        {header.text && (
          <strong className="part-header" dir="auto">
            {put('header', header.text)}
          </strong>
        )}
        <p className="text" dir="auto">
          {put('body', body)}
        </p>
        {footer && (
          <small className="part-footer" dir="auto">
            {footer}
          </small>
        )}
        {buttons.length > 0 && (
          <ul className="part-buttons">
            {buttons.map((it, index) => {
              const Icon = BUTTON_ICONS[it.type];
              return (
                <li key={index} dir="auto">
                  {Icon && <Icon size={14} aria-hidden className={it.type === 'QUICK_REPLY' ? 'flip' : undefined} />}
                  {it.text}
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </section>
  );
}
