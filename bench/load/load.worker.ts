/** The load generator: gets its options from the parent, answers with a result or with why there is none, ends. */
import { sendFlatOut } from './flat-out.js';
import type { LoadOptions, LoadOutcome } from './load.js';
import { sendPaced } from './paced.js';

process.once('message', (message) => {
  const options = message as LoadOptions;
  const sent = options.rate === undefined ? sendFlatOut(options) : sendPaced(options);
  const answer = (outcome: LoadOutcome): void => void process.send?.(outcome, () => process.disconnect());
  sent.then(
    (result) => answer({ result }),
    (error: unknown) => answer({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
