import { Flag } from '#libs/platform';

export class EraseCustomerDto {
  @Flag({
    optional: true,
    about: "Keep the orders' metadata and the reasons of their changes, for shops who know that they name nobody; default false",
  })
  keep_free_text?: boolean;
}
