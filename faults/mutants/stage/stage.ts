import type { History } from '../../load/history.js';
import type { Replica } from '../../system/replica.js';
import type { System } from '../../system/system.js';
import { Customer } from './customer.js';
import { Gate, type Place } from './gate.js';

/** What a drill plays on: the whole system with the build under test, somebody who sends requests, and gates. */
export class Stage {
  readonly customer: Customer;
  readonly replicas: readonly [Replica, Replica];
  private readonly gates: Gate[] = [];

  constructor(
    readonly system: System,
    readonly history: History,
  ) {
    const [first, second] = system.replicas;
    if (!first || !second) throw new Error('a drill needs two replicas');
    this.replicas = [first, second];
    this.customer = new Customer(this.replicas, history);
  }

  /** Builds a gate, closed. */
  async closeGate(place: Place): Promise<Gate> {
    const gate = await Gate.close(this.system.postgres.now.url, place);
    this.gates.push(gate);
    return gate;
  }

  /** pg_terminate_backend. */
  async terminate(sessions: readonly number[]): Promise<void> {
    await this.system.database.sql`select pg_terminate_backend(pid) from unnest(${sessions as number[]}::int[]) as pid`;
  }

  async leave(): Promise<void> {
    for (const gate of this.gates) await gate.remove();
  }
}
