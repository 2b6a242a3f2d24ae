import { page } from '../lib/pages.js';
import type { FilterBuilderProps } from './FilterBuilder.js';

export type { Condition } from './model.js';

/** What puts filters together, loaded when it is wanted: it has to stand within a `Suspense`. */
export const FilterBuilder = page<FilterBuilderProps>('filters', () => import('./FilterBuilder.js'));
