/**
 * `node --import ./scripts/run-from-source.mjs file.ts` runs TypeScript of this repository without a build:
 * tsx compiles, and `#libs/<name>` leads to the sources instead of dist.
 */
import { registerHooks } from 'node:module';
import { register } from 'tsx/esm/api';

register();
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier, { ...context, conditions: ['source', ...context.conditions] }),
});
