import type { OwnedProcess } from '#libs/embedded';

/** A program under test ended before it was ready. Neither the service nor a consumer needs a server in order to start. */
export class EndedAtStart extends Error {
  override readonly name = 'EndedAtStart';
}

/**
 * Resolves with the process once it is ready.
 * @throws EndedAtStart; what `ready` rejects with, and then the process has been stopped
 */
export async function startedWhen(ready: Promise<unknown>, process: OwnedProcess): Promise<OwnedProcess> {
  const endedEarly = process.ended.then((how) => {
    throw new EndedAtStart(`${how} before it was ready`);
  });
  try {
    await Promise.race([endedEarly, ready]);
    return process;
  } catch (error) {
    await process.stop();
    throw error;
  }
}
