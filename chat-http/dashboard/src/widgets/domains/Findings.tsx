import type { ReactNode } from 'react';
import { Alert } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';

/** What was seen when the proof was looked for, place by place. One place is enough. */
export function Findings({ check: { domain, findings } }: { check: Rest.WidgetDomainCheck }): ReactNode {
  const { t } = useTranslation('widgets');
  const isFound = findings.some((it) => it.found);
  return (
    <Alert color={isFound ? 'green' : 'yellow'} variant="light" title={t(isFound ? 'domains.found' : 'domains.notFound')} className="w-findings">
      {isFound ? (
        <p>{t('domains.foundText', { domain: domain.display })}</p>
      ) : (
        <dl>
          {findings.map(({ method, problem }) => (
            <div key={method}>
              <dt>{t(`domains.method.${method}`)}</dt>
              <dd>{problem}</dd>
            </div>
          ))}
        </dl>
      )}
    </Alert>
  );
}
