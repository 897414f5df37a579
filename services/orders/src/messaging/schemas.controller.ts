import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { schemaAt } from '#libs/contracts';
import { DomainError } from '#libs/kernel';
import { Problems } from '#libs/platform';

@ApiTags('events')
@Controller('schemas')
export class SchemasController {
  @Get(':folder/:file')
  @ApiOperation({
    summary: 'The JSON Schema of an event',
    description:
      'The path of the URI that an event carries as `ce-dataschema`: `pulse:/schemas/orders/order_created.schema.json`.',
    operationId: 'eventSchema',
  })
  @ApiOkResponse({ description: 'A JSON Schema of draft 2020-12', schema: { type: 'object' } })
  @Problems('not_found')
  schema(@Param('folder') folder: string, @Param('file') file: string): object {
    const schema = schemaAt(`/schemas/${folder}/${file}`);
    if (!schema) throw new DomainError('not_found', 'There is no schema of this name.');
    return schema;
  }
}
