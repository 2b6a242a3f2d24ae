import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { learn } from './words.js';

/** A page, or a part of one, that is loaded when it is wanted, together with the words of its area. */
export function page<Props = object>(area: string | readonly string[], load: () => Promise<{ default: ComponentType<Props> }>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [module] = await Promise.all([load(), ...[area].flat().map(learn)]);
    return module;
  });
}
