import { render } from 'preact';
import { beforeEach, expect, test } from 'vitest';
import type { Attachment } from '../src/common/visitor';
import { Attachments } from '../src/frame/files/Attachments';
import { size } from '../src/frame/files/size';
import { speak } from '../src/frame/words';

const common = { id: '1', size: 2_400_000, url: '/files/1/a?s=x' };
const picture: Attachment = { ...common, name: 'a <leg>.png', contentType: 'image/png', kind: 'image', width: 4000, height: 3000 };
const paper: Attachment = { ...common, id: '2', name: 'invoice.pdf', contentType: 'application/pdf', kind: 'document' };

const shown = (...files: Attachment[]): HTMLElement => {
  const element = document.createElement('div');
  render(<Attachments files={files} />, element);
  return element;
};

beforeEach(() => speak('en'));

test('a picture has the name of its file as its other text, and its room before it is there', () => {
  const image = shown({ ...picture, thumbnailUrl: '/files/1/thumbnail' }).querySelector('img');
  expect(image?.alt).toBe('a <leg>.png');
  expect(image?.getAttribute('src')).toBe('/files/1/thumbnail');
  expect([image?.getAttribute('width'), image?.getAttribute('height')]).toEqual(['260', '195']);
  expect(shown({ ...picture, width: null, height: null }).querySelector('img')?.hasAttribute('width')).toBe(false);
  expect(shown(picture).querySelector('img')?.getAttribute('src')).toBe('/files/1/a?s=x');
});

test('every file opens in a tab of its own that knows nothing of this one', () => {
  for (const link of shown(picture, paper).querySelectorAll('a')) {
    expect([link.getAttribute('href'), link.target, link.rel]).toEqual(['/files/1/a?s=x', '_blank', 'noopener']);
  }
  expect(shown(paper).textContent).toBe('invoice.pdf2.4 MB');
});

test('a size is said in the units and in the language of whoever reads it', async () => {
  expect([0, 1, 1001, 1_450_000, 25_000_000, 3e9, 5.12e12].map(size)).toEqual([
    '0 kB', '1 kB', '2 kB', '1.5 MB', '25 MB', '3 GB', '5,120 GB',
  ]);
  await speak('de');
  expect(size(1_500_000)).toBe('1,5 MB');
});
