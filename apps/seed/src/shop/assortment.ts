export interface Coffee {
  readonly code: string;
  readonly name: string;
  /** Of 250 g, in euros. */
  readonly price: number;
  readonly popularity: number;
}

const coffee = (code: string, name: string, price: number, popularity: number): Coffee => ({ code, name, price, popularity });

export const COFFEES: readonly Coffee[] = [
  coffee('HARBOUR', 'Harbour Blend, espresso', 8.9, 10),
  coffee('LANTERN', 'Lantern, espresso', 9.4, 7),
  coffee('NIGHTFERRY', 'Night Ferry, dark espresso', 8.5, 6),
  coffee('SUNDAY', 'Sunday Morning, filter blend', 9.2, 8),
  coffee('OFFICE', 'Monday to Friday, house blend', 7.9, 6),
  coffee('LULL', 'Lull, decaf from the sugarcane process', 10.2, 4),
  coffee('ETH-GUJI', 'Ethiopia Guji, washed', 12.5, 5),
  coffee('ETH-SIDAMA', 'Ethiopia Sidama, natural', 13.2, 4),
  coffee('KEN-NYERI', 'Kenya Nyeri AA', 14.9, 3),
  coffee('RWA-KIVU', 'Rwanda Lake Kivu', 12.9, 2),
  coffee('BDI-KAYANZA', 'Burundi Kayanza, honey', 13.4, 1.5),
  coffee('COL-HUILA', 'Colombia Huila', 11.2, 5),
  coffee('GTM-ANTIGUA', 'Guatemala Antigua', 11.6, 3),
  coffee('CRI-TARRAZU', 'Costa Rica Tarrazú', 12.8, 2),
  coffee('BRA-CERRADO', 'Brazil Cerrado, pulped natural', 9.8, 5),
  coffee('PER-CAJAMARCA', 'Peru Cajamarca, organic', 10.9, 3),
  coffee('IDN-GAYO', 'Sumatra Gayo, wet-hulled', 11.4, 2),
  coffee('IND-MALABAR', 'India Monsooned Malabar', 10.4, 1.5),
  coffee('PAN-BOQUETE', 'Panama Boquete, small lot', 24.0, 0.6),
];

type Row = readonly [code: string, name: string, price: number, popularity: number];

export const BREWING: readonly Row[] = [
  ['DRIP-1', 'Porcelain dripper, one cup', 18.5, 3],
  ['DRIP-2', 'Porcelain dripper, two to four cups', 23.5, 4],
  ['DRIP-STEEL', 'Steel dripper for the road', 29.0, 1.5],
  ['PAPER-1', 'Paper filters, small, 100', 5.2, 8],
  ['PAPER-2', 'Paper filters, large, 100', 5.9, 10],
  ['PRESS-3', 'French press, three cups', 27.9, 2],
  ['PRESS-8', 'French press, eight cups', 37.9, 2],
  ['MOKA-3', 'Stovetop pot, three cups', 31.5, 2.5],
  ['MOKA-6', 'Stovetop pot, six cups', 39.5, 1.5],
  ['COLD-1L', 'Cold brew bottle, 1 l', 24.9, 1.5],
  ['KETTLE', 'Gooseneck kettle, stove', 49.0, 1.5],
  ['KETTLE-E', 'Gooseneck kettle, electric', 119.0, 1],
  ['SCALE', 'Brewing scale with timer', 59.0, 1.5],
  ['SCALE-MINI', 'Pocket scale, 0.1 g', 24.5, 1],
  ['GRIND-HAND', 'Hand grinder, steel burrs', 89.0, 1.5],
  ['GRIND-HOME', 'Home grinder, 40 mm burrs', 189.0, 0.8],
  ['GRIND-CAFE', 'Café grinder, 64 mm burrs', 649.0, 0.1],
  ['ESPRESSO-1', 'Lever espresso machine for two', 489.0, 0.2],
  ['TAMPER', 'Tamper, 58 mm', 34.0, 0.8],
  ['PITCHER', 'Milk pitcher, 350 ml', 19.9, 1.2],
  ['BRUSH', 'Grinder brush', 9.5, 1],
  ['DESCALER', 'Descaler, citric, 6 sachets', 8.9, 3],
  ['TIN', 'Storage tin with valve, 500 g', 16.9, 2],
  ['CUP-ESP', 'Espresso cups, set of two', 22.0, 1.5],
  ['CUP-CAP', 'Cappuccino cups, set of two', 28.0, 1.5],
  ['MUG-CAMP', 'Enamel mug', 13.5, 2],
  ['MUG-TRAVEL', 'Travel mug, 350 ml', 26.0, 2],
  ['THERMOS', 'Vacuum flask, 750 ml', 36.0, 1],
];

export const GIFTS_AND_COURSES: readonly Row[] = [
  ['GIFT-TASTER', 'Taster box, four coffees of 100 g', 19.9, 6],
  ['GIFT-FILTER', 'First filter set: dripper, papers, coffee', 44.9, 3],
  ['GIFT-ESPRESSO', 'Espresso lovers: two bags and two cups', 46.5, 2.5],
  ['GIFT-DECAF', 'Good night box, two decafs', 21.9, 1],
  ['GIFT-ORIGINS', 'Around the equator, six origins', 34.9, 2.5],
  ['GIFT-CAMPING', 'Outdoor set: steel dripper, mug, coffee', 54.9, 1],
  ['GIFT-CARD-25', 'Gift card, 25 euros', 25, 2],
  ['GIFT-CARD-50', 'Gift card, 50 euros', 50, 1.5],
  ['CRS-FILTER', 'Course: filter at home, Saturday', 59, 2],
  ['CRS-ESPRESSO', 'Course: espresso basics, three hours', 89, 2],
  ['CRS-MILK', 'Course: milk and latte art', 75, 1.5],
  ['CRS-CUPPING', 'Open cupping, Thursday evening', 15, 3],
  ['CRS-ROAST', 'A morning at the roaster', 129, 0.8],
];

export const COUNTER: readonly Row[] = [
  ['ESPRESSO', 'Espresso', 2.6, 10],
  ['DOPPIO', 'Double espresso', 3.2, 4],
  ['CAPPUCCINO', 'Cappuccino', 3.9, 14],
  ['FLATWHITE', 'Flat white', 4.4, 9],
  ['FILTER', 'Filter coffee of the day', 3.4, 8],
  ['COLDBREW', 'Cold brew with orange', 4.8, 3],
  ['OATMILK', 'With oat milk', 0.5, 5],
  ['CHAI', 'Chai latte', 4.6, 2],
  ['COCOA', 'Hot chocolate', 4.2, 2],
  ['CROISSANT', 'Croissant', 2.8, 9],
  ['CINNAMON', 'Cinnamon knot', 3.4, 7],
  ['BANANA', 'Banana bread', 3.9, 4],
  ['SANDWICH', 'Sandwich with goat cheese and fig', 6.9, 3],
];
