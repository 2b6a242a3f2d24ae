import { describe, expect, it } from 'vitest';
import { advertIn, contactsIn, isForwarded, isVoice, offeredIn, orderIn, placeIn, reactionIn, tappedIn } from '../src/lib/payload.js';

describe('what a message says beyond its text', () => {
  it('is a place, with its name where it has one', () => {
    expect(placeIn({ location: { latitude: 38.7, longitude: -9.1, name: ' Lisboa ' } })).toEqual({ name: 'Lisboa', address: null, latitude: 38.7, longitude: -9.1 });
    expect(placeIn({ location: { latitude: '38.7', longitude: '-9.1' } })?.longitude).toBe(-9.1);
  });

  it('is no place where there is none on earth', () => {
    for (const payload of [null, 'x', {}, { location: null }, { location: { latitude: 1 } }, { location: { latitude: 99, longitude: 0 } }, { location: { latitude: 'a', longitude: 0 } }]) {
      expect(placeIn(payload)).toBeNull();
    }
  });

  it('is people, called by whatever is known of them', () => {
    const contacts = [
      { name: { formatted_name: 'Rui Costa' }, phones: [{ phone: '+351 1' }, { phone: 7 }], emails: [{ email: 'rui@example.com' }] },
      { name: { first_name: 'Ana', last_name: 'Lopes' } },
      { phones: [{ phone: '+49 2' }] },
      'nobody',
    ];
    expect(contactsIn({ contacts })).toEqual([
      { name: 'Rui Costa', phones: ['+351 1'], emails: ['rui@example.com'] },
      { name: 'Ana Lopes', phones: [], emails: [] },
      { name: '+49 2', phones: ['+49 2'], emails: [] },
    ]);
    expect(contactsIn({ contacts: 'x' })).toEqual([]);
  });

  it('is a sign', () => {
    expect(reactionIn({ reaction: { emoji: '👍' } })).toBe('👍');
    expect(reactionIn({ reaction: { emoji: '' } })).toBeNull();
  });
});

describe('what a customer does instead of writing', () => {
  it('is a choice', () => {
    expect(tappedIn({ interactive: { type: 'button_reply', button_reply: { id: 'a', title: 'Yes' } } })).toEqual({ kind: 'button', title: 'Yes', hint: null, values: [] });
    expect(tappedIn({ interactive: { list_reply: { id: 'a', title: 'Red', description: 'as wine' } } })?.hint).toBe('as wine');
    expect(tappedIn({ button: { text: 'No', payload: 'n' } })?.title).toBe('No');
    expect(tappedIn({ interactive: { type: 'button', action: { buttons: [] } } })).toBeNull();
  });

  it('is a form, whatever came back', () => {
    const form = (response_json: unknown) => tappedIn({ interactive: { nfm_reply: { name: 'flow', body: 'Sent', response_json } } })?.values;
    expect(form('{"first_name":"Ann","n":2,"flow_token":"x"}')).toEqual([['first name', 'Ann'], ['n', '2']]);
    expect([form('{'), form(null), form('[1]')]).toEqual([[], [], []]);
  });

  it('is an order with what it costs, numbers being numbers or texts', () => {
    const order = orderIn({ order: { product_items: [{ product_retailer_id: 'A', quantity: '2', item_price: 1.5, currency: 'eur' }, { product_retailer_id: 'B', quantity: 1, item_price: '3', currency: 'EUR' }] } });
    expect(order?.sums).toEqual([{ currency: 'EUR', sum: 6 }]);
    expect(orderIn({ order: { product_items: [] } })).toBeNull();
  });

  it('came from an advert, whose address is followed only when it is one', () => {
    expect(advertIn({ referral: { headline: 'Sale', source_url: 'https://fb.example/1' } })).toEqual({ title: 'Sale', text: null, url: 'https://fb.example/1' });
    for (const source_url of ['javascript:alert(1)', 'http://', 'x']) expect(advertIn({ referral: { source_url } })?.url).toBeNull();
    expect(advertIn({})).toBeNull();
  });

  it('was passed on, or spoken', () => {
    expect([{ context: { forwarded: true } }, { context: { frequently_forwarded: true } }, { context: { id: 'a' } }, null].map(isForwarded)).toEqual([true, true, false, false]);
    expect([{ audio: { voice: true } }, { audio: {} }].map(isVoice)).toEqual([true, false]);
  });
});

describe('what the team offers', () => {
  it('is buttons or the rows of a list', () => {
    expect(offeredIn({ interactive: { type: 'button', body: { text: 'Sure?' }, action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'Yes' } }] } } })).toMatchObject({ body: 'Sure?', buttons: [{ text: 'Yes' }] });
    expect(offeredIn({ interactive: { type: 'list', action: { button: 'Pick', sections: [{ title: 'A', rows: [{ id: '1', title: 'Red' }] }] } } })).toMatchObject({ buttons: [{ text: 'Pick' }], sections: [{ rows: [{ title: 'Red' }] }] });
  });

  it('is what a template looks like', () => {
    expect(offeredIn({ template: {}, preview: { header: null, body: 'Hi', footer: 'Shop', buttons: [{ type: 'URL', text: 'Go', url: 'https://a.example' }] } })).toEqual({ header: null, body: 'Hi', footer: 'Shop', buttons: [{ type: 'URL', text: 'Go', url: 'https://a.example' }], sections: [] });
    expect(offeredIn({ text: 'x' })).toBeNull();
  });
});
