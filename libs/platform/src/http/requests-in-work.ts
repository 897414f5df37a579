import type { Socket } from 'node:net';

interface Connection {
  open: number;
  closed: boolean;
}

/**
 * Counts the requests in work. The count is kept per connection too, because the answer of a pipelined request that waits
 * behind others never ends when the connection does: Node closes the answer at the front only. Uncorrected, that would leave
 * the count too high for ever, and at last every request would be refused.
 */
export class RequestsInWork {
  private readonly connections = new WeakMap<Socket, Connection>();
  private working = 0;

  get count(): number {
    return this.working;
  }

  /** @returns what to call when the answer has ended */
  begin(socket: Socket): () => void {
    const connection = this.connections.get(socket) ?? this.watch(socket);
    connection.open += 1;
    this.working += 1;
    return () => {
      if (connection.closed) return;
      connection.open -= 1;
      this.working -= 1;
    };
  }

  private watch(socket: Socket): Connection {
    const connection = { open: 0, closed: false };
    this.connections.set(socket, connection);
    socket.once('close', () => {
      connection.closed = true;
      this.working -= connection.open;
    });
    return connection;
  }
}
