import { readsAtSize } from './reads-at-size/reads-at-size.js';
import { replicas } from './replicas/replicas.js';
import type { Study } from './study.js';

export const STUDIES: readonly Study[] = [readsAtSize, replicas];
