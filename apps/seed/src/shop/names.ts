/**
 * Names as people of several places bear them. A name that is not in Latin letters is followed by `=` and how its bearer
 * spells it in a mail address.
 */
export interface Culture {
  readonly language: string;
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly cities: readonly string[];
  /** The family name comes first. */
  readonly familyFirst?: boolean;
  /** How many of a hundred customers. */
  readonly share: number;
}

const words = (text: string): string[] => text.split(' ');

export const CULTURES: readonly Culture[] = [
  {
    language: 'de',
    given: words('Lena Jonas Mia Felix Hannah Paul Clara Moritz Ida Anton Greta Emil Jürgen Sabine Käthe Björn'),
    family: words('Vogt Brandt Köhler Seidel Winkler Hartmann Groß Jäger Böhm Lindner Pfeiffer Sommer Thiele Weiß Kessler'),
    cities: ['Kiel', 'Leipzig', 'Freiburg', 'Graz', 'Bern'],
    share: 26,
  },
  {
    language: 'en',
    given: words('Amelia Oliver Isla Harry Freya George Niamh Callum Poppy Rory Maeve Owen Imogen Theo'),
    family: words("Hughes Fraser Whitaker Ellis Murray Pritchard O'Neill Barlow Keane Holloway Sutton Byrne"),
    cities: ['Leith', 'Cardiff', 'Galway', 'Bristol', 'York'],
    share: 18,
  },
  {
    language: 'fr',
    given: words('Chloé Hugo Inès Lucas Zoé Théo Élise Mathis Camille Rémi Anaïs Benoît'),
    family: words('Moreau Lefèvre Garnier Chevalier Rousseau Marchand Perrin Aubert Fournier Lemoine'),
    cities: ['Nantes', 'Lyon', 'Lille', 'Namur', 'Lausanne'],
    share: 12,
  },
  {
    language: 'es',
    given: words('Lucía Mateo Sofía Álvaro Paula Íñigo Carmen Diego Marta Andrés Ximena Joaquín'),
    family: words('Navarro Ibáñez Romero Castaño Serrano Molina Vidal Peña Fuentes Aguilar Quiroga'),
    cities: ['Valencia', 'Bilbao', 'Sevilla', 'Gijón'],
    share: 9,
  },
  {
    language: 'tr',
    given: words('Elif Mehmet Zeynep Emre Ayşe Can Defne Yusuf Özlem Kerem'),
    family: words('Yılmaz Demir Kaya Şahin Çelik Aydın Öztürk Arslan Koç'),
    cities: ['Berlin', 'Köln', 'İzmir', 'Wien'],
    share: 7,
  },
  {
    language: 'pl',
    given: words('Zofia Jakub Maja Wojciech Agnieszka Łukasz Ewa Paweł Małgorzata Tomasz'),
    family: words('Kowalczyk Wiśniewska Zając Dąbrowska Król Wójcik Mazur Pawlak Szymańska'),
    cities: ['Poznań', 'Gdańsk', 'Kraków'],
    share: 7,
  },
  {
    language: 'sv',
    given: words('Astrid Nils Saga Elin Oskar Ebba Åsa Björn Liv Søren'),
    family: words('Lindqvist Berg Sjöström Åkesson Nygaard Holm Dahl Ström Ødegård'),
    cities: ['Malmö', 'Bergen', 'Aarhus', 'Uppsala'],
    share: 6,
  },
  {
    language: 'vi',
    given: words('Linh Minh Hương Tuấn Thảo Quân Ngọc'),
    family: words('Nguyễn Trần Phạm Lê Hoàng Đặng'),
    cities: ['Prag', 'Dresden', 'Paris'],
    familyFirst: true,
    share: 3,
  },
  {
    language: 'ja',
    given: words('花子=hanako 健太=kenta 美咲=misaki 大輔=daisuke 結衣=yui'),
    family: words('田中=tanaka 佐藤=sato 山本=yamamoto 小林=kobayashi 森=mori'),
    cities: ['Düsseldorf', 'London'],
    familyFirst: true,
    share: 3,
  },
  {
    language: 'ar',
    given: words('ليلى=layla يوسف=yusuf مريم=maryam عمر=omar نور=nour'),
    family: words('حداد=haddad منصور=mansour خوري=khoury سليمان=suleiman'),
    cities: ['Brüssel', 'Marseille', 'Berlin'],
    share: 3,
  },
  {
    language: 'en',
    given: words('Priya Arjun Ananya Rohan Chinedu Amara Wanjiru Kofi Adaeze Thandiwe'),
    family: words('Sharma Iyer Patel Okafor Mwangi Mensah Dlamini Banerjee Adeyemi'),
    cities: ['London', 'Dublin', 'Amsterdam'],
    share: 6,
  },
];

/** Those who buy by the sack. */
export const COMPANIES: readonly string[] = [
  'Café Aurora',
  'Bistro Zwölf',
  'The Paper Boat',
  'Kantine Nordlicht',
  'Hotel Seeblick',
  'Studio Papaya',
  'Librairie du Port',
  'Kontor 9 Coworking',
  'Bakery Two Hens',
  'Pension Möwe',
  'Radhaus Werkstatt',
  'Atelier Mimosa',
  'Kino Corso',
  'Gallery Low Tide',
  'Brasserie Petit Phare',
  'Office of Quiet Affairs',
];
