import type { Intention } from '../../load/history.js';
import type { Gate } from './gate.js';
import { drained, sessionsThatWait } from './signals.js';
import type { Stage } from './stage.js';

/** Sends a request, kills the replica while that waits at the gate, and sends it to the other one when the gate is open. */
export async function killAndRepeat(stage: Stage, gate: Gate, request: Intention): Promise<void> {
  const { system, replicas, customer } = stage;
  const lost = customer.send(request);
  const session = await sessionsThatWait(system, 1);
  const restarted = replicas[0].process.end();
  await lost;
  await stage.terminate(session);
  await gate.open();
  await customer.send(request, 1);
  await restarted;
  await drained(system);
}
