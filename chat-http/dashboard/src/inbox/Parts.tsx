import type { ReactNode } from 'react';
import { ExternalLink, Forward, List, Megaphone, MousePointerClick, Phone, ShoppingCart } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { advertIn, isForwarded, type Offered, offeredIn, orderIn, tappedIn } from '../lib/payload.js';
import { Text } from './Text.js';
import type { ThreadMessage } from './types.js';

/** What a message of WhatsApp says beyond its text: what was chosen, ordered or offered, and where it came from. */
export default function Parts({ message }: { message: ThreadMessage }): ReactNode {
  const { t } = useTranslation('inbox');
  const { payload, content, senderType } = message;
  const isTheirs = senderType === 'customer';
  const advert = isTheirs ? advertIn(payload) : null;
  const offered = isTheirs ? null : offeredIn(payload);
  return (
    <>
      {isTheirs && isForwarded(payload) && (
        <p className="part-hint">
          <Forward size={13} aria-hidden className="flip" /> {t('part.forwarded')}
        </p>
      )}
      {advert && (
        <div className="part-advert">
          <p className="part-hint">
            <Megaphone size={13} aria-hidden className="flip" /> {t('part.advert')}
          </p>
          {advert.title && <strong dir="auto">{advert.title}</strong>}
          {advert.text && <span dir="auto">{advert.text}</span>}
          {advert.url && (
            <a href={advert.url} target="_blank" rel="noreferrer nofollow">
              <bdi dir="ltr">{new URL(advert.url).host}</bdi>
            </a>
          )}
        </div>
      )}
      {offered ? <Offer offered={offered} content={content} /> : isTheirs ? <Said message={message} /> : content && <Text>{content}</Text>}
    </>
  );
}

/** What the customer says: a choice, an order, or a text. */
function Said({ message: { payload, content } }: { message: ThreadMessage }): ReactNode {
  const { t, i18n } = useTranslation('inbox');
  const tapped = tappedIn(payload);
  const order = orderIn(payload);
  if (order) {
    const price = (value: number, currency: string): string =>
      /^[A-Z]{3}$/.test(currency) ? new Intl.NumberFormat(i18n.language, { style: 'currency', currency }).format(value) : value.toLocaleString(i18n.language);
    return (
      <div className="part-order">
        <p className="part-hint">
          <ShoppingCart size={13} aria-hidden /> {t('part.order')}
        </p>
        <table>
          <tbody>
            {order.items.map((it, index) => (
              <tr key={index}>
                <td>{it.count.toLocaleString(i18n.language)} ×</td>
                <th scope="row" dir="auto">
                  {it.name}
                </th>
                <td>{price(it.count * it.price, it.currency)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {order.sums.map(({ currency, sum }) => (
              <tr key={currency}>
                <td />
                <th scope="row">{t('part.sum')}</th>
                <td>{price(sum, currency)}</td>
              </tr>
            ))}
          </tfoot>
        </table>
        {order.text && <Text>{order.text}</Text>}
      </div>
    );
  }
  if (!tapped) return content && <Text>{content}</Text>;
  return (
    <div className="part-tap">
      <p className="part-hint">
        <MousePointerClick size={13} aria-hidden className="flip" /> {t(`part.${tapped.kind}`)}
      </p>
      <Text>{tapped.title || content}</Text>
      {tapped.hint && (
        <span className="dim" dir="auto">
          {tapped.hint}
        </span>
      )}
      {tapped.values.length > 0 && (
        <dl className="facts">
          {tapped.values.map(([name, value]) => (
            <div key={name}>
              <dt dir="auto">{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** A text with what the customer can tap below it. */
function Offer({ offered: { header, body, footer, buttons, sections }, content }: { offered: Offered; content: string }): ReactNode {
  const { t } = useTranslation('inbox');
  return (
    <>
      {header && (
        <strong className="part-header" dir="auto">
          {header}
        </strong>
      )}
      {(body ?? (header ? '' : content)) && <Text>{body ?? content}</Text>}
      {footer && (
        <small className="part-footer" dir="auto">
          {footer}
        </small>
      )}
      {sections.length > 0 && (
        <ul className="part-rows" aria-label={t('part.offered')}>
          {sections.flatMap((section) =>
            section.rows.map((row, index) => (
              <li key={`${section.title} ${index}`} dir="auto">
                {row.title}
                {row.hint && <small>{row.hint}</small>}
              </li>
            )),
          )}
        </ul>
      )}
      {buttons.length > 0 && (
        <ul className="part-buttons" aria-label={t('part.offered')}>
          {buttons.map((it, index) => {
            const Icon = it.url ? ExternalLink : it.type === 'list' ? List : it.type === 'PHONE_NUMBER' ? Phone : null;
            return (
              <li key={index} dir="auto" title={it.url ?? undefined}>
                {Icon && <Icon size={14} aria-hidden />}
                {it.text}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
