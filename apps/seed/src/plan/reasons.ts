import type { Random } from '#libs/kernel';

/** What people say about an order. */
export const changedMind = (random: Random): string =>
  random.pick([
    'found it in the shop next door',
    'ordered twice by mistake',
    'changed my mind',
    'wrong address, I order again',
    'the birthday was called off',
    'wanted whole beans, not ground',
  ]);

export const refused = (random: Random): string =>
  random.pick([
    'we do not send there',
    'the address does not exist',
    'the payment was disputed before we sent anything',
    'not enough of this harvest left for an order of this size',
  ]);

export const oneLess = (random: Random): string =>
  random.pick([
    'one is enough',
    'there was still a bag in the cupboard',
    'my flatmate had bought some',
    'a little over budget',
  ]);

export const held = (random: Random): string =>
  random.pick([
    'asks whether it can go to the neighbours',
    'the invoice address is missing',
    'waits for the roast of Thursday',
    'house number unclear',
  ]);

export const quoted = (random: Random): { reason?: string } => (random.chance(0.5) ? { reason: 'accepted our quote' } : {});

export const NOTES: readonly string[] = [
  'Please leave it with the neighbours on the second floor.',
  'It is a present: no invoice in the parcel, please.',
  'Ground for a stovetop pot.',
  'Ground for filter, not too fine.',
  'The bell does not work, please knock.',
  'Thank you for the samples last time!',
  'Before Friday if you can.',
  'Happy birthday, Papa!',
  'Could you add a sticker for my bike?',
  'Leave it at the back door of the café.',
];

export const COUPONS: readonly string[] = ['WELCOME10', 'AUTUMN', 'FRIENDS'];
