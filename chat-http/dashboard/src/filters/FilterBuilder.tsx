import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import '../admin/styles.js';
import './filters.css';
import { useChoices } from './choices.js';
import { Group } from './Group.js';
import { closed, type Condition, CONDITIONS_MAX, countOf, type GroupNode, isComplete, opened } from './model.js';

export interface FilterBuilderProps {
  /** A filter as views have it. */
  value: Condition;
  /** The filter as it is now, and whether nothing is missing in it: only then is it worth asking for. */
  onChange: (filter: Condition, isComplete: boolean) => void;
  /** Whether to say what is missing. */
  isTried?: boolean;
}

/** Puts a filter together: conditions, groups of them, and whether all or one of them has to be met. */
export default function FilterBuilder({ value, onChange, isTried = false }: FilterBuilderProps): ReactNode {
  const { t } = useTranslation('filters');
  const choices = useChoices();
  const [root, setRoot] = useState<GroupNode>(() => opened(value));
  const told = useRef(JSON.stringify(value));
  // Another filter was put in from outside: what was typed here came back as it was told.
  const given = JSON.stringify(value);
  useEffect(() => {
    if (given === told.current) return;
    told.current = given;
    setRoot(opened(JSON.parse(given) as Condition));
  }, [given]);
  const change = (next: GroupNode): void => {
    setRoot(next);
    const filter = closed(next);
    told.current = JSON.stringify(filter);
    onChange(filter, isComplete(next));
  };
  const isFull = countOf(root) >= CONDITIONS_MAX;
  return (
    <div className="filter">
      <Group node={root} depth={1} choices={choices} isTried={isTried} isFull={isFull} onChange={change} />
      {root.nodes.length === 0 && <p className="dim">{t('everything')}</p>}
      {isFull && <p className="dim">{t('full', { count: CONDITIONS_MAX })}</p>}
      {root.nodes.length > 1 && (
        <div>
          <Button variant="subtle" color="gray" size="xs" onClick={() => change({ ...root, nodes: [], isNot: false })}>
            {t('clear')}
          </Button>
        </div>
      )}
    </div>
  );
}
