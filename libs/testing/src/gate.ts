import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that lets connections through, counts them, and can break or silence them. */
export interface Gate {
  /** The server's own address but for the port. */
  readonly url: string;
  /** The connections that are open. */
  readonly open: number;
  /** How often it broke them. */
  readonly cuts: number;
  /** Breaks all connections. */
  cut(): void;
  /** Breaks all connections each time that so many bytes have gone towards the server. */
  cutEvery(bytes: number): void;
  /** The first connection over which this text goes to the server stays open, but what the server answers there is lost. */
  loseAnswerTo(text: string): void;
  close(): void;
}

export async function openGate(target: string): Promise<Gate> {
  const url = new URL(target);
  const port = Number(url.port);
  const sockets = new Set<Socket>();
  const state = { passed: 0, every: Number.POSITIVE_INFINITY, cuts: 0, lost: undefined as string | undefined };
  const cut = (): void => {
    state.passed = 0;
    state.cuts += 1;
    sockets.forEach((socket) => socket.resetAndDestroy());
  };
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isSilent = false;
    sockets.add(client);
    client.on('data', (chunk) => {
      state.passed += chunk.length;
      if (state.passed >= state.every) cut();
      if (state.lost === undefined || !chunk.includes(state.lost)) return;
      state.lost = undefined;
      isSilent = true;
    });
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      if (!isSilent && !client.write(chunk)) upstream.pause();
    });
    client.on('drain', () => upstream.resume());
    client.on('error', () => undefined).on('close', () => {
      sockets.delete(client);
      upstream.destroy();
    });
    upstream.on('error', () => undefined).on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    get open() {
      return sockets.size;
    },
    get cuts() {
      return state.cuts;
    },
    cut,
    cutEvery: (bytes) => {
      state.every = bytes;
    },
    loseAnswerTo: (text) => {
      state.lost = text;
    },
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
