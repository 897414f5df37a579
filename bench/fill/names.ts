const listOf = (words: string): readonly string[] => words.split(' ');

/** Forty, so that one in forty has each. */
export const FIRST_NAMES = listOf(
  'Ada Amir Anna Aylin Boris Carla Chen Clara Diego Elif Emil Erik Fatima Felix Greta Hana Hugo Ines Ivan Jana ' +
    'Jonas Kim Lara Leon Lina Maria Mateo Mila Nadia Nils Noor Olga Omar Paula Pia Rosa Samir Tomas Vera Yuki',
);

const BEGINNINGS = listOf('Bar Ber Bran Dal Dor Fal Fen Gar Gol Har Hel Kel Lan Lor Mar Mel Nor Ras Ros Sal Stein Tal Var Wal');
const MIDDLES = listOf('a an ar e el en er i in ir o ol on or u un');
const ENDS = listOf(
  'bach berg burg by dal do feld grad heim ic kamp ko lund ' +
    'man mann mund ner ov ra ros sen ski son stad stein ti tos vic vold wick',
);

/** Some ten thousand, so that a full name finds a person or two. */
export const SURNAMES = BEGINNINGS.flatMap((first) => MIDDLES.flatMap((middle) => ENDS.map((end) => first + middle + end)));
