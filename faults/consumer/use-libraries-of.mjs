/** `node --import ./faults/consumer/use-libraries-of.mjs file.ts`: `#libs/<name>` is that of the build in `PULSE_BUILD`. */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

register();
registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const name = /^#libs\/(\w+)$/.exec(specifier)?.[1];
    if (name === undefined) return nextResolve(specifier, context);
    return nextResolve(pathToFileURL(join(process.env.PULSE_BUILD, `dist/libs/${name}/src/index.js`)).href, context);
  },
});
