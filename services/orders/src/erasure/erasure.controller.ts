import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { read } from '#libs/platform';
import { customerRequestOf } from '../customers/customer-request.js';
import { CustomerDto } from '../customers/customer.dto.js';
import { ApiActor, ApiIdempotent, ApiIfMatch, WriteProblems } from '../http/api-headers.js';
import { circumstancesOf, send } from '../http/request.js';
import { EraseCustomerDto } from './erase-customer.dto.js';
import { ErasureService } from './erasure.service.js';

@ApiTags('customers')
@Controller('customers/:id/erase')
export class ErasureController {
  constructor(private readonly erasure: ErasureService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Erase the personal data of a customer and keep the books',
    description:
      'The right to erasure of GDPR art. 17. Email, name and metadata of the customer go for good, and name, conversation and ' +
      'free text of the orders; items, amounts and statuses stay. A repeat does no harm, and catches orders that came meanwhile.',
    operationId: 'eraseCustomer',
  })
  @ApiIfMatch()
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: EraseCustomerDto, required: false })
  @ApiOkResponse({ type: CustomerDto, headers: { ETag: { schema: { type: 'string' } } } })
  @WriteProblems('customer_not_found', 'precondition_failed')
  async erase(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { keep_free_text: keepFreeText = false } = read(EraseCustomerDto, body ?? {});
    await send(reply, await this.erasure.erase(customerRequestOf(id, request), { keepFreeText }, circumstancesOf(request)));
  }
}
