import type { ReactNode } from 'react';
import { ActionIcon, Button } from '@mantine/core';
import { FolderPlus, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Choice } from './choices.js';
import { LeafRow } from './LeafRow.js';
import { blank, DEPTH_MAX, type FilterNode, groupOf, type GroupNode, leafOf, type ListField, replaced } from './model.js';

interface GroupProps {
  node: GroupNode;
  depth: number;
  choices: Readonly<Record<ListField, readonly Choice[]>>;
  isTried: boolean;
  isFull: boolean;
  onChange: (node: GroupNode) => void;
  onRemove?: () => void;
}

/** How the conditions of a group count together. */
const MATCHES = { all: { match: 'all', isNot: false }, any: { match: 'any', isNot: false }, none: { match: 'any', isNot: true }, notAll: { match: 'all', isNot: true } } as const;
type Match = keyof typeof MATCHES;

const matchOf = ({ match, isNot }: GroupNode): Match => (match === 'all' ? (isNot ? 'notAll' : 'all') : isNot ? 'none' : 'any');

/** Conditions that count together. */
export function Group({ node, depth, choices, isTried, isFull, onChange, onRemove }: GroupProps): ReactNode {
  const { t } = useTranslation('filters');
  const put = (key: string, by: FilterNode | null): void => onChange(replaced(node, key, by));
  const add = (one: FilterNode): void => onChange({ ...node, nodes: [...node.nodes, one] });
  const shown = Object.keys(MATCHES) as Match[];
  return (
    <fieldset className={depth > 1 ? 'filter-group is-inner' : 'filter-group'}>
      <legend className="sr">{t('group')}</legend>
      <div className="filter-match">
        <select aria-label={t('match.label')} value={matchOf(node)} onChange={({ currentTarget: { value } }) => onChange({ ...node, ...MATCHES[value as Match] })}>
          {shown.map((match) => (
            <option key={match} value={match}>
              {t(`match.${match}`)}
            </option>
          ))}
        </select>
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('removeGroup')} onClick={onRemove}>
            <Trash2 size={15} />
          </ActionIcon>
        )}
      </div>
      {node.nodes.length > 0 && (
        <ul className="filter-rows">
          {node.nodes.map((one) => (
            <li key={one.key}>
              {one.kind === 'group' ? (
                <Group node={one} depth={depth + 1} choices={choices} isTried={isTried} isFull={isFull} onChange={(next) => put(one.key, next)} onRemove={() => put(one.key, null)} />
              ) : (
                <LeafRow node={one} choices={choices} isTried={isTried} onChange={(next) => put(one.key, next)} onRemove={() => put(one.key, null)} />
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="filter-add">
        <Button size="xs" variant="default" disabled={isFull} leftSection={<Plus size={14} aria-hidden />} onClick={() => add(leafOf(blank('status')))}>
          {t('addCondition')}
        </Button>
        {depth < DEPTH_MAX - 1 && (
          <Button size="xs" variant="subtle" color="gray" disabled={isFull} leftSection={<FolderPlus size={14} aria-hidden />} onClick={() => add(groupOf('any', [leafOf(blank('status'))]))}>
            {t('addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
