import { type ReactNode, useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Code, Copy } from '../../admin/Copy.js';

/** What to publish so that a domain counts: a record in DNS, or a file on the website. */
export function Proof({ domain: { dns, file } }: { domain: Rest.WidgetDomain }): ReactNode {
  const { t } = useTranslation('widgets');
  const [method, setMethod] = useState<'dns' | 'file'>('dns');
  return (
    <div className="w-proof-body">
      {file && (
        <SegmentedControl
          size="xs"
          aria-label={t('domains.way')}
          value={method}
          onChange={setMethod}
          data={[
            { value: 'dns', label: t('domains.method.dns') },
            { value: 'file', label: t('domains.method.file') },
          ]}
        />
      )}
      {file && method === 'file' ? (
        <ol className="w-steps">
          <li>
            {t('domains.fileContent')}
            <Code text={file.content} what={t('domains.content')} />
          </li>
          <li>
            {t('domains.filePath')}
            <Code text={file.path} what={t('domains.path')} />
          </li>
          <li>
            {t('domains.fileOpen')}{' '}
            <a href={file.url} target="_blank" rel="noopener noreferrer" dir="ltr">
              {file.url}
            </a>
          </li>
        </ol>
      ) : (
        <>
          <p>{t('domains.dnsText')}</p>
          <dl className="w-record">
            <Fact name={t('domains.type')} value="TXT" />
            <Fact name={t('domains.name')} value={dns.name} />
            <Fact name={t('domains.value')} value={dns.value} />
          </dl>
          <p className="dim">{t('domains.dnsHint')}</p>
        </>
      )}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code dir="ltr">{value}</code>
        <Copy text={value} what={name} />
      </dd>
    </div>
  );
}
