import { brokerDiesWithAnEvent } from './broker-dies-with-an-event.drill.js';
import type { Drill } from './drill.js';
import { frozenRelay } from './frozen-relay.drill.js';
import { killBetweenChangeAndKey } from './kill-between-change-and-key.drill.js';
import { killBetweenKeyAndOrder } from './kill-between-key-and-order.drill.js';
import { killBetweenNoteAndEffect } from './kill-between-note-and-effect.drill.js';
import { killBetweenPublishAndDelete } from './kill-between-publish-and-delete.drill.js';
import { lateCommit } from './late-commit.drill.js';
import { nearlyFullStream } from './nearly-full-stream.drill.js';
import { oppositeLines } from './opposite-lines.drill.js';
import { twoBuyersOfTheLastUnit } from './two-buyers-of-the-last-unit.drill.js';

export const DRILLS: readonly Drill[] = [
  killBetweenPublishAndDelete,
  brokerDiesWithAnEvent,
  lateCommit,
  frozenRelay,
  nearlyFullStream,
  killBetweenKeyAndOrder,
  killBetweenChangeAndKey,
  twoBuyersOfTheLastUnit,
  oppositeLines,
  killBetweenNoteAndEffect,
];

/** @throws Error when there is none of that name */
export function drillNamed(name: string): Drill {
  const drill = DRILLS.find((one) => one.name === name);
  if (!drill) throw new Error(`no drill is called ${name}`);
  return drill;
}
