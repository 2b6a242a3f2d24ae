import type { Rest } from '@chat/client';
import { describe, expect, it } from 'vitest';
import { filled, fitting, grouped, parametersOf, placeOf, placesIn, placesOf, wrongIn } from '../src/templates/model.js';
import { numberIn } from '../src/templates/numbers.js';
import { componentsOf, draftOf, exampleKeys, faultsOf, isEditable, isWhole, NEW_TEMPLATE, type TemplateDraft } from '../src/whatsapp/templates/draft.js';

const COMPONENTS = [
  { type: 'HEADER', format: 'TEXT', text: 'Sale of {{1}}' },
  { type: 'BODY', text: 'Hello {{2}}, at {{1}} we open, {{2}}.' },
  { type: 'FOOTER', text: 'Shop' },
  { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Yes' }, { type: 'URL', text: 'Order', url: 'https://shop.example/{{1}}' }, { type: 'COPY_CODE', text: 'Copy' }] },
];
const template = (change: Partial<Rest.WhatsAppTemplate> = {}): Rest.WhatsAppTemplate =>
  ({ id: 't', name: 'sale', language: 'en_US', category: 'UTILITY', status: 'APPROVED', parameterFormat: null, components: COMPONENTS, ...change }) as Rest.WhatsAppTemplate;

describe('a template', () => {
  it('has each place once, numbers in their order', () => {
    expect(placesOf('{{2}} {{ 1 }} {{2}} {{10}}')).toEqual(['1', '2', '10']);
    expect(placesOf('{{b}} {{a}} {x} {{}}')).toEqual(['b', 'a']);
    expect(filled('{{1}} and {{2}}', (name) => (name === '1' ? 'x' : ''))).toBe('x and {{2}}');
  });

  it('is filled in by the order of its numbers, and its buttons by their place', () => {
    const values = { 'header 1': 'May', 'body 1': 'noon', 'body 2': ' Ann ', 'button 1': 'a/1', 'button 2': 'SAVE' };
    expect(placesIn(template()).map((it) => it.key)).toEqual(['header 1', 'body 1', 'body 2', 'button 1', 'button 2']);
    expect(parametersOf(template(), values)).toEqual({ header: ['May'], body: ['noon', 'Ann'], buttons: [{ index: 1, text: 'a/1' }, { index: 2, couponCode: 'SAVE' }] });
  });

  it('is filled in by names where it has names, and says nothing where it has no places', () => {
    const named = template({ components: [{ type: 'body', text: 'Hello {{first_name}}!' }] });
    expect(parametersOf(named, { 'body first_name': 'Ann' })).toEqual({ body: { first_name: 'Ann' } });
    expect(parametersOf(template({ components: [{ type: 'BODY', text: 'Hello' }] }), {})).toEqual({});
  });

  it('takes its file and its code where it shows them', () => {
    expect(parametersOf(template({ components: [{ type: 'HEADER', format: 'IMAGE' }, { type: 'BODY', text: 'x' }] }), {})).toEqual({ media: { file: 0 } });
    expect(parametersOf(template({ category: 'authentication' }), { code: ' 123456 ' })).toEqual({ code: '123456' });
  });

  it('shows what the server finds wrong where it is', () => {
    const places = placesIn(template());
    expect(placeOf('template.parameters.body[1]', places)).toBe('body 2');
    expect(placeOf('template.parameters.buttons[1].couponCode', places)).toBe('button 2');
    expect(placeOf('template', places)).toBeNull();
    expect(placeOf('template.parameters.body.first_name', placesIn(template({ components: [{ type: 'BODY', text: '{{first_name}}' }] })))).toBe('body first_name');
  });

  it('takes no line breaks into its places, nor too much', () => {
    const place = placesIn(template())[0]!;
    expect(['', 'May', 'a\nb', 'a     b', 'x'.repeat(61)].map((it) => wrongIn(place, it))).toEqual(['missing', null, 'lines', 'lines', 'long']);
  });

  it('is found by its name and its words, in the language that the customer reads', () => {
    const all = [template({ id: 'en' }), template({ id: 'de', language: 'de' }), template({ id: 'br', language: 'pt_BR' }), template({ id: 'x', name: 'order_update' })];
    expect(grouped(all, 'order up').map((it) => it.name)).toEqual(['order_update']);
    expect(grouped(all, 'hello').map((it) => it.name)).toEqual(['order_update', 'sale']);
    expect([fitting(all, 'pt'), fitting(all, 'de-AT'), fitting(all, null), fitting(all, 'fi')].map((it) => it?.id)).toEqual(['br', 'de', 'en', 'en']);
  });
});

describe('a template in writing', () => {
  const draft: TemplateDraft = {
    ...NEW_TEMPLATE,
    name: 'sale',
    body: 'Hello {{1}}, we open.',
    buttons: [{ type: 'URL', text: 'Order', value: 'https://shop.example/{{1}}' }, { type: 'QUICK_REPLY', text: 'Yes', value: '' }],
    examples: { 'body 1': 'Ann', 'button 0': 'a/1' },
  };

  it('becomes the parts that Meta takes, quick replies together and with examples', () => {
    expect(componentsOf(draft)).toEqual([
      { type: 'BODY', text: 'Hello {{1}}, we open.', example: { body_text: [['Ann']] } },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Yes' }, { type: 'URL', text: 'Order', url: 'https://shop.example/{{1}}', example: ['https://shop.example/a/1'] }] },
    ]);
    expect(componentsOf({ ...draft, body: 'Hi {{first_name}}, ok', buttons: [], examples: { 'body first_name': 'Ann' } })).toEqual([{ type: 'BODY', text: 'Hi {{first_name}}, ok', example: { body_text_named_params: [{ param_name: 'first_name', example: 'Ann' }] } }]);
  });

  it('is read back as it was written', () => {
    const back = draftOf(template({ components: componentsOf(draft) }));
    expect(componentsOf(back)).toEqual(componentsOf(draft));
    expect(isEditable(template())).toBe(true);
    expect(isEditable(template({ components: [{ type: 'HEADER', format: 'LOCATION' }] }))).toBe(false);
    expect(isEditable(template({ components: [{ type: 'HEADER', format: 'GIF' }] }))).toBe(false);
  });

  it('is whole with all of its examples', () => {
    expect(isWhole(draft)).toBe(true);
    expect(exampleKeys(draft)).toEqual(['body 1', 'button 0']);
    expect(isWhole({ ...draft, examples: {} })).toBe(false);
    expect(isWhole({ ...draft, name: '' })).toBe(false);
  });

  it('shows a file above its text, of which an example has to be given each time', () => {
    const shown: TemplateDraft = { ...draft, above: 'image', header: 'not {{1}} any more', sample: 'shop.png' };
    expect(componentsOf(shown, 'a1')[0]).toEqual({ type: 'HEADER', format: 'IMAGE', example: { attachmentId: 'a1' } });
    expect([isWhole(shown), isWhole({ ...shown, sample: '' })]).toEqual([true, false]);
    expect(exampleKeys(shown)).toEqual(['body 1', 'button 0']);
    const back = draftOf(template({ components: [{ type: 'HEADER', format: 'VIDEO', example: { header_handle: ['https://scontent.whatsapp.net/a.mp4'] } }, { type: 'BODY', text: 'Hello' }] }));
    expect([back.above, back.sample]).toEqual(['video', '']);
  });

  it('says what Meta would not take', () => {
    const wrong = (change: Partial<TemplateDraft>) => faultsOf({ ...draft, ...change });
    expect(wrong({ name: 'Größe' }).name).toBe('name');
    expect(wrong({ body: 'Hi {{2}}.' }).body).toBe('numbers');
    expect(wrong({ body: 'Hi {{1}} {{name}}.' }).body).toBe('mixed');
    expect(wrong({ body: '{{1}} hi' }).body).toBe('edges');
    expect(wrong({ header: '{{1}} and {{2}}' }).header).toBe('one');
    expect(wrong({ footer: '{{1}}' }).footer).toBe('none');
    expect(wrong({ buttons: [{ type: 'URL', text: 'x', value: 'shop' }] })['button 0']).toBe('url');
  });
});

describe('a phone number', () => {
  it('is one of any country, however it was typed', () => {
    expect(['+49 30 901820', '0049 (30) 90-18-20', '+1.202.555.0123'].map(numberIn)).toEqual(['4930901820', '4930901820', '12025550123']);
    expect(['030 901820', '+0123456789', '+49', 'Ann', '+1234567890123456'].map(numberIn)).toEqual([null, null, null, null, null]);
  });
});
