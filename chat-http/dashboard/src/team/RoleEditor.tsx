import { type ReactNode, useState } from 'react';
import { Checkbox, Radio, TextInput } from '@mantine/core';
import type { Rest } from '@chat/client';
import { useTranslation } from 'react-i18next';
import { Edit, type Terms } from '../admin/Edit.js';
import { useKept } from '../admin/kept.js';
import { useForget } from '../admin/query.js';
import { chat } from '../lib/chat.js';
import { PermissionPicker } from './PermissionPicker.js';
import { useChannels } from './Reach.js';
import { BY_ROLE, type Permission } from './rights.js';

interface Written {
  name: string;
  permissions: readonly Permission[];
  isEverywhere: boolean;
  accounts: string[];
  widgets: string[];
}

const writtenOf = (role: Rest.Role | undefined): Written => ({
  name: role?.name ?? '',
  permissions: role?.permissions ?? BY_ROLE.agent,
  isEverywhere: !role || (role.accounts === null && role.widgets === null),
  accounts: role?.accounts ?? [],
  widgets: role?.widgets ?? [],
});

/** A role of the team's own: what those may do who have it, and with which numbers and widgets. */
export function RoleEditor({ role, onClose }: { role: Rest.Role | undefined; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const forget = useForget();
  const channels = useChannels();
  const [base, setBase] = useState(role);
  const { draft: written, isChanged, set: change, drop } = useKept(`role ${base?.id ?? 'new'}`, writtenOf(base));
  const save = async (terms: Terms): Promise<void> => {
    const { name, permissions, isEverywhere, accounts, widgets } = written;
    const body = { name, permissions: [...permissions], audience: base?.audience, accounts: isEverywhere ? null : accounts, widgets: isEverywhere ? null : widgets };
    if (base) await chat.api.put('/api/v1/roles/{id}', { path: { id: base.id }, body, ...terms });
    else await chat.api.post('/api/v1/roles', { body });
    forget('GET /api/v1/roles');
  };
  const reload = (): void => {
    if (!base) return;
    void chat.api.get('/api/v1/roles/{id}', { path: { id: base.id } }).then((theirs) => {
      setBase(theirs);
      drop();
    });
  };
  const close = (): void => {
    drop();
    onClose();
  };
  const isNowhere = !written.isEverywhere && written.accounts.length + written.widgets.length === 0;
  return (
    <Edit
      title={base ? t('roles.edit', { name: base.name }) : t('roles.new')}
      size="lg"
      fields={['name', 'permissions', 'accounts', 'widgets']}
      isDirty={isChanged}
      revision={base?.revision}
      onReload={reload}
      deed={base ? undefined : t('roles.create')}
      onSave={save}
      onClose={close}
    >
      {(wrong) => (
        <>
          <TextInput label={t('roles.name')} placeholder={t('roles.nameExample')} value={written.name} onChange={({ currentTarget: { value } }) => change({ name: value })} error={wrong('name')} maxLength={100} data-autofocus />
          <PermissionPicker value={written.permissions} onChange={(permissions) => change({ permissions })} error={wrong('permissions')} />
          <Radio.Group label={t('reach.label')} value={written.isEverywhere ? 'all' : 'some'} onChange={(it) => change({ isEverywhere: it === 'all' })}>
            <div className="choices role-choices">
              <Radio value="all" label={t('reach.everything')} />
              <Radio value="some" label={t('reach.these')} description={t('reach.theseHint')} />
            </div>
          </Radio.Group>
          {!written.isEverywhere && (
            <div className="fields reach-fields">
              <Checkbox.Group label={t('reach.widgets')} value={written.widgets} onChange={(widgets) => change({ widgets })} error={wrong('widgets')}>
                <div className="choices">
                  {channels.widgets.map((it) => (
                    <Checkbox key={it.id} value={it.id} label={it.name} />
                  ))}
                  {channels.widgets.length === 0 && <p className="dim">{t('reach.noWidgets')}</p>}
                </div>
              </Checkbox.Group>
              <Checkbox.Group label={t('reach.accounts')} value={written.accounts} onChange={(accounts) => change({ accounts })} error={wrong('accounts')}>
                <div className="choices">
                  {channels.accounts.map((it) => (
                    <Checkbox key={it.id} value={it.id} label={<bdi dir="ltr">{it.name}</bdi>} />
                  ))}
                  {channels.accounts.length === 0 && <p className="dim">{t('reach.noAccounts')}</p>}
                </div>
              </Checkbox.Group>
            </div>
          )}
          {isNowhere && <p className="hint-box">{t('reach.nothing')}</p>}
        </>
      )}
    </Edit>
  );
}
