import { type ReactNode } from 'react';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Section } from '../admin/Page.js';

/** What became of a table's rows, or would become of them. */
export function Outcome({ outcome, actions }: { outcome: Rest.CustomerImport; actions: ReactNode }): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const { dryRun, created, updated, unchanged, failed, errors } = outcome;
  const figures = [
    ['created', created],
    ['updated', updated],
    ['unchanged', unchanged],
    ['failed', failed],
  ] as const;
  return (
    <Section title={t(dryRun ? 'import.would' : 'import.done')} hint={t(dryRun ? 'import.wouldHint' : 'import.doneHint')} actions={actions}>
      <div role="status">
        <dl className="figures">
          {figures.map(([name, count]) => (
            <div key={name} className={name === 'failed' && count > 0 ? 'is-bad' : undefined}>
              <dt>{t(`import.${name}`)}</dt>
              <dd>{count.toLocaleString(i18n.language)}</dd>
            </div>
          ))}
        </dl>
      </div>
      {errors.length > 0 && (
        <>
          <h3>{t('import.refused')}</h3>
          <ul className="ledger">
            {errors.map((it) => (
              <li key={it.row} className="ledger-row">
                <strong className="refused-row">{t('import.row', { row: it.row.toLocaleString(i18n.language) })}</strong>
                <div className="ledger-main">
                  {it.errors.map((error) => (
                    <p key={error.field}>
                      {error.field !== 'row' && <code>{error.field}</code>} {error.problem}
                    </p>
                  ))}
                </div>
                {it.customerId && (
                  <Link href={`/customers/${it.customerId}`} className="ledger-part">
                    {t('import.other')}
                  </Link>
                )}
              </li>
            ))}
          </ul>
          {failed > errors.length && <p className="dim">{t('import.moreRefused', { count: failed - errors.length })}</p>}
        </>
      )}
    </Section>
  );
}
