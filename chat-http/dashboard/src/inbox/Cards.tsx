import type { ReactNode } from 'react';
import { MapPin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { contactsIn, placeIn } from '../lib/payload.js';
import { Face } from './Face.js';
import type { ThreadMessage } from './types.js';

/** Whether a message is more than its text: a place or people. */
export const isCard = ({ messageType, payload }: ThreadMessage): boolean =>
  (messageType === 'location' && placeIn(payload) !== null) || (messageType === 'contacts' && contactsIn(payload).length > 0);

/** The place or the people that a message tells of. */
export function Cards({ message: { messageType, payload } }: { message: ThreadMessage }): ReactNode {
  const { t } = useTranslation();
  const place = messageType === 'location' ? placeIn(payload) : null;
  if (place) {
    const at = `${place.latitude},${place.longitude}`;
    return (
      <a className="card" href={`https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}#map=16/${place.latitude}/${place.longitude}`} target="_blank" rel="noreferrer">
        <span className="card-icon">
          <MapPin size={20} aria-hidden />
        </span>
        <span>
          <strong dir="auto">{place.name ?? t('thread.location')}</strong>
          {place.address && <span dir="auto">{place.address}</span>}
          <small>
            <bdi dir="ltr">{at}</bdi> · {t('inbox:card.map')}
          </small>
        </span>
      </a>
    );
  }
  return contactsIn(payload).map((it, index) => (
    <div key={index} className="card">
      <Face id={it.phones[0] ?? it.name} name={it.name} size={36} />
      <span>
        <strong dir="auto">{it.name}</strong>
        {it.phones.map((phone) => (
          <a key={phone} href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
            <bdi dir="ltr">{phone}</bdi>
          </a>
        ))}
        {it.emails.map((email) => (
          <a key={email} href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>
            <bdi dir="ltr">{email}</bdi>
          </a>
        ))}
      </span>
    </div>
  ));
}
