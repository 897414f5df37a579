import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that lets connections through, counts them, and can break them. */
export interface Gate {
  readonly url: string;
  /** The connections that are open. */
  readonly open: number;
  /** How often it broke them. */
  readonly cuts: number;
  /** Breaks all connections each time that so many bytes have gone towards the server. */
  cutEvery(bytes: number): void;
  close(): void;
}

export async function openGate(target: string): Promise<Gate> {
  const { protocol, port } = new URL(target);
  const sockets = new Set<Socket>();
  const state = { passed: 0, every: Number.POSITIVE_INFINITY, cuts: 0 };
  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    sockets.add(client);
    client.on('data', (chunk) => {
      state.passed += chunk.length;
      if (state.passed < state.every) return;
      state.passed = 0;
      state.cuts += 1;
      sockets.forEach((socket) => socket.resetAndDestroy());
    });
    client.pipe(upstream).pipe(client);
    client.on('error', () => undefined).on('close', () => {
      sockets.delete(client);
      upstream.destroy();
    });
    upstream.on('error', () => undefined).on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${protocol}//127.0.0.1:${(server.address() as { port: number }).port}`,
    get open() {
      return sockets.size;
    },
    get cuts() {
      return state.cuts;
    },
    cutEvery: (bytes) => {
      state.every = bytes;
    },
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
