import { expect, it } from '@jest/globals';
import { describeProfile } from '../../bench/report/profile.js';

it('a profile tells where the processor was, by package and by function, and leaves idling out', () => {
  const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 9 });
  const nodes = [
    { id: 1, callFrame: frame('(idle)', '') },
    { id: 2, callFrame: frame('send', 'file:///x/node_modules/@nats-io/core/lib/protocol.js') },
    { id: 3, callFrame: frame('insert', 'file:///x/dist/services/orders/src/orders/orders.repository.js') },
    { id: 4, callFrame: frame('', 'node:net') },
  ];
  const text = describeProfile({ nodes, samples: [1, 2, 3, 3, 4], timeDeltas: [900, 25, 25, 25, 25] });
  expect(text.split('\n')).toEqual([
    'by package',
    '  50.0 %  services/orders',
    '  25.0 %  @nats-io/core',
    '  25.0 %  node',
    'by function',
    '  50.0 %  insert orders/orders.repository.js:10',
    '  25.0 %  send lib/protocol.js:10',
    '  25.0 %  (anonymous) node:net:10',
  ]);
});
