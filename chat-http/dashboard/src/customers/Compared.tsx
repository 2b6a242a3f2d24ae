import { type ReactNode } from 'react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../admin/query.js';
import { languageName } from '../lib/languages.js';
import { useNameOf } from './naming.js';

/** Two customers side by side: what stays, and what is taken over from the other where nothing is known of the first. */
export function Compared({ stays, goes }: { stays: Rest.CustomerDetail; goes: Rest.CustomerDetail }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const nameOf = useNameOf();
  const definitions = useAsk('GET /api/v1/customer-attributes').data?.items ?? [];
  const titleOf = (name: string): string => definitions.find((it) => it.name === name)?.title ?? name;
  const inWords = (value: unknown): string => (typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value));
  const known = (it: Rest.CustomerDetail): Record<string, string> => ({
    [t('name')]: it.name ?? '',
    [t('email')]: it.email ?? '',
    [t('phone')]: it.phone ?? '',
    [t('language')]: it.language ? languageName(it.language, i18n.language) : '',
    ...Object.fromEntries(Object.entries(it.attributes).map(([name, value]) => [titleOf(name), inWords(value)])),
  });
  const [one, other] = [known(stays), known(goes)];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] || other[name]);
  const found = (it: Rest.CustomerDetail): ReactNode => it.identities.map(({ id, kind, value }) => <p key={id}>{`${t(`kind.${kind}`, { ns: 'main' })}: ${value}`}</p>);
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={t('merge.compare')}>
      <table className="table compared">
        <thead>
          <tr>
            <td />
            <th scope="col">
              {nameOf(stays)} <span className="mini">{t('merge.stays')}</span>
            </th>
            <th scope="col">
              {nameOf(goes)} <span className="mini">{t('merge.goes')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{one[name] || <span className="dim">–</span>}</td>
              <td className={one[name] && other[name] && one[name] !== other[name] ? 'is-lost' : undefined}>{other[name] || <span className="dim">–</span>}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('identities.title')}</th>
            <td>{found(stays)}</td>
            <td>{found(goes)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
