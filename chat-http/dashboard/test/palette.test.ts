import { describe, expect, it } from 'vitest';
import { fit, fitting } from '../src/palette/match.js';

describe('what is found by typing', () => {
  it('needs every word, in whatever order', () => {
    expect(fit('Assign to Ana Lopes', 'ana ass')).toBeGreaterThan(0);
    expect(fit('Assign to Ana Lopes', 'ana close')).toBe(0);
  });

  it('does not mind accents and case', () => {
    expect(fit('Priorität: Hoch', 'PRIORITAT hoch')).toBeGreaterThan(0);
  });

  it('has the beginnings of words before what is within them', () => {
    const all = ['Reopen', 'Open settings', 'Unopened'];
    expect(fitting(all, 'open', (it) => it, 9)).toEqual(['Open settings', 'Reopen', 'Unopened']);
    expect(fitting(all, '', (it) => it, 2)).toEqual(['Reopen', 'Open settings']);
  });
});
