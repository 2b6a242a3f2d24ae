import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { Alert, Button } from '@mantine/core';
import { ChatError, type Rest } from '@chat/client';
import { FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Page, Section } from '../admin/Page.js';
import { useForget } from '../admin/query.js';
import { Empty } from '../app/Empty.js';
import { chat } from '../lib/chat.js';
import { inWords } from '../lib/problems.js';
import { useTeam } from '../lib/team.js';
import { COLUMNS, faultOf, headingsOf, rowsOf } from './csv.js';
import { Outcome } from './Outcome.js';

/** The largest table that the server takes. */
const BYTES_MAX = 5 * 1024 * 1024;
/** How many rows are shown beforehand. */
const SHOWN = 5;

interface Table {
  name: string;
  text: string;
}

/** Takes customers in from a table: it is looked at first, and nothing changes before somebody has seen what would. */
export function Import(): ReactNode {
  const { t } = useTranslation('customers');
  const { may } = useTeam();
  const forget = useForget();
  const [table, setTable] = useState<Table | null>(null);
  const [outcome, setOutcome] = useState<Rest.CustomerImport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const send = async (text: string, dryRun: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setOutcome(await chat.api.post('/api/v1/customers/import', { body: text, query: { dryRun } }));
      if (!dryRun) forget('GET /api/v1/customers', 'GET /api/v1/customers/{id}');
    } catch (thrown) {
      setProblem(inWords(ChatError.of(thrown), t));
    }
    setBusy(false);
  };
  const take = async (file: File): Promise<void> => {
    setOutcome(null);
    setProblem(null);
    if (file.size > BYTES_MAX) {
      setTable(null);
      setProblem(t('import.tooLarge'));
      return;
    }
    const text = await file.text();
    setTable({ name: file.name, text });
    if (faultOf(headingsOf(rowsOf(text, 1)[0] ?? [])) === null) await send(text, true);
  };
  const back = { href: '/customers', name: t('title') };
  if (!may('customers.manage')) {
    return (
      <Page title={t('import.title')} back={back}>
        <Empty icon={FileUp} title={t('import.mayNot')} hint={t('import.mayNotHint')} />
      </Page>
    );
  }
  return (
    <Page title={t('import.title')} hint={t('import.hint')} back={back}>
      <Drop onFile={(file) => void take(file)} />
      {problem && (
        <Alert color="red" variant="light" role="alert" className="alert">
          {problem}
        </Alert>
      )}
      {table && <Preview table={table} />}
      {outcome && (
        <Outcome
          outcome={outcome}
          actions={
            outcome.dryRun && (
              <Button loading={isBusy} disabled={outcome.created + outcome.updated === 0} onClick={() => table && void send(table.text, false)}>
                {t('import.go', { count: outcome.created + outcome.updated })}
              </Button>
            )
          }
        />
      )}
      {!table && <Columns />}
    </Page>
  );
}

function Drop({ onFile }: { onFile: (file: File) => void }): ReactNode {
  const { t } = useTranslation('customers');
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <div
      className={`drop ${isOver ? 'is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileUp size={26} aria-hidden />
      <p>{t('import.drop')}</p>
      <Button variant="default" onClick={() => input.current?.click()}>
        {t('import.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        aria-label={t('import.choose')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onFile(file);
          // The same file may be chosen again once it was mended.
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

function Preview({ table }: { table: Table }): ReactNode {
  const { t } = useTranslation('customers');
  const [head = [], ...rows] = rowsOf(table.text, SHOWN + 1);
  const headings = headingsOf(head);
  const fault = faultOf(headings);
  const unknown = headings.filter((it) => it.column === null).map((it) => it.text);
  return (
    <Section title={table.name} hint={t('import.preview')}>
      {fault && (
        <Alert color="red" variant="light" role="alert" className="alert">
          {t(`import.fault.${fault}`, { columns: unknown.join(', '), known: COLUMNS.join(', ') })}
        </Alert>
      )}
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('import.preview')}>
        <table className="table">
          <thead>
            <tr>
              {headings.map((it, index) => (
                <th key={index} className={it.column ? undefined : 'is-unknown'}>
                  {it.text}
                  {(it.isPassedOver || it.column === null) && <span className="dim"> ({t(it.isPassedOver ? 'import.passedOver' : 'import.unknown')})</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {headings.map((_, column) => (
                  <td key={column}>{row[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** What a table may have. */
function Columns(): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <Section title={t('import.columns')} hint={t('import.columnsHint')}>
      <dl className="facts columns">
        {COLUMNS.map((it) => (
          <div key={it}>
            <dt>
              <code>{it}</code>
            </dt>
            <dd>{t(`import.column.${it}`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
