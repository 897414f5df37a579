import type { ExaminedFigures } from './examine-figures.js';

const OUTCOMES = {
  disagree: 'Nothing was changed; see --repair.',
  busy: 'Others keep the orders locked. Repair again.',
  'counted anew': 'They were counted anew.',
};

export function describeFigures({ faults, outcome }: ExaminedFigures): string {
  if (outcome === 'agree') return 'The figures of the statistics agree with the orders.';
  const found = faults.map((fault) => `  - ${fault}`);
  return ['The figures of the statistics do not agree with the orders:', ...found, OUTCOMES[outcome], ''].join('\n');
}
