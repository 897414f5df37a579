import { join } from 'node:path';

/** A program of the service as it is shipped. Jest's global setup sees to it that the build is that of the sources. */
export const builtProgram = (name: string): string => join(process.cwd(), 'dist/services/orders/src', name);
