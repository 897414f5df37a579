import type { Random } from '#libs/kernel';
import { Score, type Beat } from './moves.js';
import * as why from './reasons.js';

/** How the goods reach the customer. */
export type Route = 'parcel' | 'pickup' | 'counter';

export interface Story {
  readonly begins: 'draft' | 'pending' | 'placed';
  readonly beats: readonly Beat[];
}

/** A way in which an order can go. `qtys` are the units of its lines. */
interface Plot {
  /** Of a thousand orders of its routes. */
  readonly share: number;
  readonly routes: readonly Route[];
  /** Fewer units and it cannot happen. */
  readonly leastUnits?: number;
  readonly begins?: Story['begins'];
  play(score: Score, qtys: readonly number[], route: Route): Score;
}

const SENT: readonly Route[] = ['parcel'];
const ORDERED: readonly Route[] = ['parcel', 'pickup'];

const prepare = (score: Score) =>
  score.status('confirmed', 'office', [0.2, 5]).status('preparing', 'roastery', [1, 20]).status('ready', 'roastery', [0.5, 4]);

const send = (score: Score) => prepare(score).status('shipped', 'roastery', [2, 18]);

const deliver = (score: Score) => send(score).status('delivered', 'courier', [22, 70]);

const finish = (score: Score) => score.status('completed', 'office', [24, 120]);

const allWell = (score: Score, route: Route): Score => {
  switch (route) {
    case 'parcel':
      return finish(deliver(score));
    case 'pickup':
      return prepare(score).status('completed', 'counter', [1, 40]);
    case 'counter':
      return score.status('completed', 'counter', [0.03, 0.2]);
  }
};

const firstUnits = (qtys: readonly number[]) => [{ line: 0, quantity: Math.ceil((qtys[0] ?? 1) / 2) }];

const PLOTS = {
  straight: { share: 600, routes: ['parcel', 'pickup', 'counter'], play: (score, _, route) => allWell(score, route) },
  paidLater: {
    share: 130,
    routes: ORDERED,
    begins: 'pending',
    play: (score, _, route) => allWell(score.status('placed', 'customer', [0.05, 30]), route),
  },
  quoted: {
    share: 40,
    routes: ORDERED,
    begins: 'draft',
    play: (score, _, route) => allWell(score.status('placed', 'customer', [0.2, 20], why.quoted(score.random)), route),
  },
  neverPaid: {
    share: 22,
    routes: ORDERED,
    begins: 'pending',
    play: (score) => score.status('expired', 'clock', [48, 72], { reason: 'no payment within the time allowed' }),
  },
  abandoned: {
    share: 18,
    routes: ORDERED,
    begins: 'draft',
    play: (score) => score.status('expired', 'clock', [70, 170], { reason: 'the basket was left' }),
  },
  changedMind: {
    share: 45,
    routes: ORDERED,
    play: (score) => score.cancel('customer', [0.1, 8], why.changedMind(score.random)),
  },
  refused: {
    share: 15,
    routes: SENT,
    play: (score) => score.status('rejected', 'office', [0.5, 6], { reason: why.refused(score.random) }),
  },
  oneLess: {
    share: 35,
    routes: ORDERED,
    leastUnits: 2,
    play: (score, qtys, route) =>
      allWell(score.cancel('customer', [0.1, 3], why.oneLess(score.random), [{ line: qtys.length - 1, quantity: 1 }]), route),
  },
  twoParcels: {
    share: 35,
    routes: SENT,
    leastUnits: 3,
    play: (score, qtys) =>
      finish(
        prepare(score)
          .items('shipped', 'roastery', [2, 10], firstUnits(qtys))
          .status('shipped', 'roastery', [24, 90], { reason: 'second parcel' })
          .status('delivered', 'courier', [22, 70]),
      ),
  },
  sentBack: {
    share: 30,
    routes: SENT,
    leastUnits: 2,
    play: (score) => finish(deliver(score).items('returned', 'roastery', [40, 200], [{ line: 0, quantity: 1 }])),
  },
  held: {
    share: 25,
    routes: SENT,
    play: (score) =>
      finish(
        score
          .status('confirmed', 'office', [0.2, 3])
          .hold(true, [0.1, 2], why.held(score.random))
          .hold(false, [3, 40], 'settled with the customer')
          .status('preparing', 'roastery', [1, 8])
          .status('ready', 'roastery', [0.5, 4])
          .status('shipped', 'roastery', [2, 18])
          .status('delivered', 'courier', [22, 70]),
      ),
  },
  lost: {
    share: 6,
    routes: SENT,
    play: (score) =>
      send(score).status('cancelled', 'office', [90, 200], {
        reason: 'the parcel was lost on its way',
        allow_cancel_shipped: true,
      }),
  },
  wrongScan: {
    share: 8,
    routes: SENT,
    play: (score) =>
      finish(
        deliver(score)
          .status('shipped', 'office', [1, 20], { force: true, reason: 'scanned at the wrong door, still on its way' })
          .status('delivered', 'courier', [10, 40]),
      ),
  },
  broughtBack: {
    share: 7,
    routes: SENT,
    play: (score) =>
      finish(
        deliver(
          score
            .cancel('customer', [0.1, 2], why.changedMind(score.random))
            .status('placed', 'office', [0.5, 12], { force: true, reason: 'cancelled by mistake, the customer called' }),
        ),
      ),
  },
} satisfies Record<string, Plot>;

const ALL: readonly Plot[] = Object.values<Plot>(PLOTS);

/** Any story that an order of this route and these units may have, as often as it happens. */
export function tellStory(route: Route, qtys: readonly number[], random: Random): Story {
  const units = qtys.reduce((sum, qty) => sum + qty, 0);
  const possible = ALL.filter((plot) => plot.routes.includes(route) && units >= (plot.leastUnits ?? 1));
  return told(
    random.weighted(possible, ({ share }) => share),
    qtys,
    route,
    random,
  );
}

/** A story that has just reached `status`, for a shop that shows every status whatever its size. */
export function tellStoryUntil(status: string, qtys: readonly number[], random: Random): Story {
  const story = told(plotThrough(status), qtys, 'parcel', random);
  const reached = story.beats.findIndex(({ move }) => statusAfter(move) === status);
  return { ...story, beats: story.beats.slice(0, reached + 1) };
}

function told(plot: Plot, qtys: readonly number[], route: Route, random: Random): Story {
  return { begins: plot.begins ?? 'placed', beats: plot.play(new Score(random), qtys, route).beats };
}

function plotThrough(status: string): Plot {
  switch (status) {
    case 'draft':
      return PLOTS.abandoned;
    case 'pending':
      return PLOTS.paidLater;
    case 'cancelled':
      return PLOTS.changedMind;
    case 'expired':
      return PLOTS.neverPaid;
    case 'rejected':
      return PLOTS.refused;
    default:
      return PLOTS.straight;
  }
}

function statusAfter(move: Beat['move']): unknown {
  return move.call === 'patch' ? move.body['status'] : move.call === 'cancel' && !move.items ? 'cancelled' : undefined;
}
