/** The load generator: gets its options from the parent, answers with a result, ends. */
import { sendFlatOut } from './flat-out.js';
import type { LoadOptions } from './load.js';
import { sendPaced } from './paced.js';

process.once('message', (message) => {
  const options = message as LoadOptions;
  const sent = options.rate === undefined ? sendFlatOut(options) : sendPaced(options);
  void sent.then((result) => process.send?.(result, () => process.disconnect()));
});
