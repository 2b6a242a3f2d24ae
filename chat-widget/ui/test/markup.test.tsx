import { render } from 'preact';
import { expect, test } from 'vitest';
import { marked } from '../src/frame/markup';

const html = (text: string): string => {
  const element = document.createElement('div');
  render(<>{marked(text)}</>, element);
  return element.innerHTML;
};

test('marks become elements', () => {
  expect(html('*bold* _italic_ ~struck~ `code`')).toBe(
    '<strong>bold</strong> <em>italic</em> <s>struck</s> <code>code</code>',
  );
});

test('markup stays text', () => {
  expect(html('<img src=x onerror=alert(1)>')).toBe('&lt;img src=x onerror=alert(1)&gt;');
});

test('only http links become links, without the full stop behind them', () => {
  expect(html('see https://shop.test/a?b=1. javascript:alert(1)')).toBe(
    'see <a href="https://shop.test/a?b=1" target="_blank" rel="noopener noreferrer nofollow">https://shop.test/a?b=1</a>. javascript:alert(1)',
  );
});

test('marks within a word are no marks', () => {
  expect(html('snake_case_name 2*3*4')).toBe('snake_case_name 2*3*4');
});
