import { page } from '../lib/pages.js';
import type { QueryFieldProps } from './QueryField.js';

/** Where words and operators are typed, loaded when it is wanted: it has to stand within a `Suspense`. */
export const QueryField = page<QueryFieldProps>('search', () => import('./QueryField.js'));
