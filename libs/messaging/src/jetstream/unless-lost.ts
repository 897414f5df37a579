/**
 * The answer to what was sent, or a rejection as soon as the connection is lost on which it was sent: nats.js lets a request
 * wait for its whole time, though no answer can come any more.
 * @throws Error when the connection is lost, and whatever the answer throws
 */
export function unlessLost<T>(lost: AbortSignal, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('connection lost'));
    lost.addEventListener('abort', fail, { once: true });
    answer.then(resolve, reject).finally(() => lost.removeEventListener('abort', fail));
    if (lost.aborted) fail();
  });
}
