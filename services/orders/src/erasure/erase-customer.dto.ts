import { Flag } from '#libs/platform';

export class EraseCustomerDto {
  @Flag({
    optional: true,
    about:
      "Keep the metadata of the person's orders and the reasons in their journeys, for shops that know that these name nobody; default false",
  })
  keep_free_text?: boolean;
}
