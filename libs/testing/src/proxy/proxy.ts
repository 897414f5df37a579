import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { endure, type Direction, type Listener, type Strike, type Toll, type Weather } from './weather.js';

interface Connection {
  readonly client: Socket;
  readonly upstream: Socket;
  lostBytes: boolean;
  isMute: boolean;
}

const passAll: Strike = () => 'pass';

/** A way to a server on the loopback interface, on which a test makes the weather and breaks connections. */
export class Proxy {
  private readonly connections = new Set<Connection>();
  private weather: Weather = {};
  private weatherChanged = Promise.withResolvers<void>();
  private strike: Strike = passAll;
  private listener?: Listener;
  private readonly counts: Toll = { delayed: 0, stalled: 0, lost: 0, reset: 0, refused: 0 };

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => void this.serve(client));
  }

  /** @param target the address of the server; its user, password and path stay in `url` */
  static async open(target: string): Promise<Proxy> {
    // Half of a connection may end before the other; what is still on its way must arrive.
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Proxy(server, new URL(target));
  }

  get url(): string {
    const { port } = this.server.address() as { port: number };
    const url = new URL(this.target);
    url.port = String(port);
    return url.href.replace(/\/$/, '');
  }

  /** What it has done up to now. */
  get toll(): Readonly<Toll> {
    return { ...this.counts };
  }

  /** Open connections. */
  get open(): number {
    return this.connections.size;
  }

  /** Connections that have lost bytes and stand until the weather changes. */
  get losing(): number {
    return [...this.connections].filter(({ lostBytes }) => lostBytes).length;
  }

  /** Whether the server sees one of these connections come from that port. */
  carries(port: number): boolean {
    return [...this.connections].some(({ upstream }) => upstream.localPort === port);
  }

  setWeather(weather: Weather): void {
    this.weather = weather;
    for (const connection of this.connections) if (weather.cut || connection.lostBytes) this.reset(connection);
    this.weatherChanged.resolve();
    this.weatherChanged = Promise.withResolvers<void>();
  }

  /** Until the next call, each piece of data is looked at before it goes on. Without a strike all of them pass. */
  setStrike(strike: Strike = passAll): void {
    this.strike = strike;
  }

  /** Until the next call, it hears each piece before the strike looks at it. */
  listen(listener?: Listener): void {
    this.listener = listener;
  }

  resetAll(): void {
    for (const connection of this.connections) this.reset(connection);
  }

  close(): void {
    this.server.close();
    for (const { client, upstream } of this.connections) [client, upstream].forEach((socket) => socket.destroy());
  }

  private async serve(client: Socket): Promise<void> {
    const upstream = connect({ port: Number(this.target.port), host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', () => undefined);
    const connection: Connection = { client, upstream, lostBytes: false, isMute: false };
    this.connections.add(connection);
    if (this.weather.cut) this.refuse(connection);
    const both = [this.carry(connection, client, upstream, 'there'), this.carry(connection, upstream, client, 'back')];
    await Promise.all(both).catch(() => [client, upstream].forEach((socket) => socket.destroyed || socket.resetAndDestroy()));
    this.connections.delete(connection);
  }

  /** One piece after the other, so that their order and the sender's patience stay as they are. */
  private async carry(connection: Connection, from: Socket, to: Socket, direction: Direction): Promise<void> {
    for await (const piece of from as AsyncIterable<Buffer>) {
      if (await endure(this.weather, piece.length)) this.counts.delayed += 1;
      if (this.weather.stalls === direction) this.counts.stalled += 1;
      while (this.weather.stalls === direction) await this.weatherChanged.promise;
      if (this.weather.swallows === direction) connection.lostBytes = true;
      if (connection.lostBytes || (connection.isMute && direction === 'back')) {
        this.counts.lost += 1;
        continue;
      }
      this.listener?.(piece, direction, connection);
      const verdict = this.strike(piece, direction, connection);
      if (verdict === 'half') await write(to, piece.subarray(0, piece.length / 2));
      if (verdict === 'mute') connection.isMute = true;
      else if (verdict !== 'pass') return this.reset(connection);
      await write(to, piece);
    }
    to.end();
  }

  private reset(connection: Connection): void {
    this.counts.reset += 1;
    breakOff(connection);
  }

  private refuse(connection: Connection): void {
    this.counts.refused += 1;
    breakOff(connection);
  }
}

function breakOff({ client, upstream }: Connection): void {
  client.resetAndDestroy();
  upstream.resetAndDestroy();
}

async function write(to: Socket, piece: Buffer): Promise<void> {
  if (to.destroyed || to.write(piece)) return;
  await Promise.race([once(to, 'drain'), once(to, 'close')]);
}
