import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { learn } from './words.js';

/** A page that is loaded when it is wanted, together with the words of its area. */
export function page(area: string, load: () => Promise<{ default: ComponentType }>): LazyExoticComponent<ComponentType> {
  return lazy(async () => {
    const [module] = await Promise.all([load(), learn(area)]);
    return module;
  });
}
