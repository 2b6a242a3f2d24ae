import { describe, expect, it } from 'vitest';
import type { Rest } from '@chat/client';
import { check, DEEDS, filterOf, hashOf, isNarrow, queryOf, spelled, withFilter } from '../src/team/audit.js';
import words from '../src/words/team/en.json';

/** As a server has written them, the latest first. */
const CLIENT = '01a21c91-f1b9-7549-bdf9-e6ebb44bdfc6';
const ENTRIES: readonly Rest.AuditEntry[] = [
  {
    "id": "01a21c91-f267-732b-9470-f098203ad9d5",
    "at": "2026-11-27T10:34:16.551Z",
    "agentId": "01a21c91-f1b9-7549-bdf9-e6ece4e77699",
    "credential": "key:01a21c91-f21d-7363-b732-328e7fe228ab",
    "deed": "createWidget",
    "subjects": [
      {
        "kind": "widget",
        "id": "01a21c91-f267-732b-9470-f097d67b882b",
        "isNew": true
      }
    ],
    "address": null,
    "requestId": null,
    "seq": 5,
    "previousHash": "cb81a6266a7f1ee55991a461f1140aca969a2b66e7f5448f9ae13bc872b3819a",
    "hash": "5caf6c9c5bea3461d2a6a5853e9615bef776f53a78bb60b746610af14417e9d7"
  },
  {
    "id": "01a21c91-f262-701f-bb2d-1e9a5b14c839",
    "at": "2026-11-27T10:34:16.546Z",
    "agentId": "01a21c91-f1b9-7549-bdf9-e6ece4e77699",
    "credential": "key:01a21c91-f21d-7363-b732-328e7fe228ab",
    "deed": "createWidget",
    "subjects": [
      {
        "kind": "widget",
        "id": "01a21c91-f262-701f-bb2d-1e992dc629f8",
        "isNew": true
      }
    ],
    "address": null,
    "requestId": null,
    "seq": 4,
    "previousHash": "522617a3deeb8fe2bd7112d18cf550ef1b0e4b6b6c1dc89c5319e2c771e37060",
    "hash": "cb81a6266a7f1ee55991a461f1140aca969a2b66e7f5448f9ae13bc872b3819a"
  }
];

describe('the audit log', () => {
  it('is computed anew as the server has computed it', async () => {
    expect(await Promise.all(ENTRIES.map((it) => hashOf(it, CLIENT)))).toEqual(ENTRIES.map((it) => it.hash));
    expect(await check(ENTRIES, CLIENT)).toEqual({ state: 'whole', from: ENTRIES[1]!.seq, to: ENTRIES[0]!.seq });
  });

  it('shows what was changed afterwards, and what is not linked yet says nothing', async () => {
    const [last, first] = ENTRIES as [Rest.AuditEntry, Rest.AuditEntry];
    expect(await check([last, { ...first, deed: 'deleteWidget' }], CLIENT)).toEqual({ state: 'broken', at: first.seq });
    // Somebody who forges an entry and its hash is given away by the one after it.
    const forged = { ...first, deed: 'deleteWidget' };
    forged.hash = await hashOf(forged, CLIENT);
    expect(await check([last, forged], CLIENT)).toEqual({ state: 'broken', at: last.seq });
    expect(await check([{ ...last, seq: null, previousHash: null, hash: null }], CLIENT)).toEqual({ state: 'none' });
  });

  it('lets a narrowed log have gaps', async () => {
    const [last, first] = ENTRIES as [Rest.AuditEntry, Rest.AuditEntry];
    const earlier = { ...first, seq: first.seq! - 7 };
    earlier.hash = await hashOf(earlier, CLIENT);
    expect(await check([last, earlier], CLIENT)).toMatchObject({ state: 'whole' });
  });

  it('is narrowed by the address, with whole days', () => {
    const search = withFilter(new URLSearchParams('open=x&deed=invite'), { who: 'a', deed: '', until: '2026-11-27' });
    expect(search.toString()).toBe('open=x&who=a&until=2026-11-27');
    const { until } = queryOf(filterOf(search));
    expect(new Date(until!).getTime()).toBe(new Date(2026, 10, 28).getTime());
    expect(queryOf(filterOf(new URLSearchParams('from=rubbish')))).toEqual({});
    expect(isNarrow(filterOf(new URLSearchParams('open=x')))).toBe(false);
  });

  it('has words for every deed it offers, and spells the others', () => {
    const known = new Set(Object.keys(words.deed));
    for (const deed of DEEDS.flatMap(([, deeds]) => deeds)) expect(known).toContain(deed);
    expect(spelled('rotateWebhookSecret')).toBe('rotate webhook secret');
  });
});
