import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problems } from '#libs/platform';
import { ApiActor, ApiIdempotent, ApiIfMatch, WriteProblems } from '../http/api-headers.js';
import { isNotModified } from '../http/preconditions.js';
import { circumstancesOf, idempotentRequestOf, pathIdOf, send } from '../http/request.js';
import { NEXT_PAGE } from '../listing/next-page.js';
import { sendPage } from '../listing/page.js';
import { customerRequestOf } from './customer-request.js';
import { CreateCustomerDto, CustomerDto, CustomerListDto, ListCustomersQuery, PatchCustomerDto } from './customer.dto.js';
import { etagOfCustomer, presentCustomer } from './customer.presenter.js';
import { CustomersQueries } from './customers.queries.js';
import { CustomersService } from './customers.service.js';
import { readCreateCustomer, readCustomerList, readPatchCustomer } from './read-customer.js';

const ETAG = { ETag: { schema: { type: 'string' } } } as const;

@ApiTags('customers')
@Controller('customers')
export class CustomersController {
  constructor(
    private readonly customers: CustomersService,
    private readonly lists: CustomersQueries,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a customer', operationId: 'createCustomer' })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: CreateCustomerDto })
  @ApiCreatedResponse({ type: CustomerDto, headers: { Location: { schema: { type: 'string' } }, ...ETAG } })
  @WriteProblems('duplicate_customer_email')
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const command = readCreateCustomer(body);
    await send(reply, await this.customers.create(command, circumstancesOf(request), idempotentRequestOf(request)));
  }

  @Get()
  @ApiOperation({ summary: 'Customers, newest first, page by page', operationId: 'listCustomers' })
  @ApiQuery({ type: ListCustomersQuery })
  @ApiOkResponse({ type: CustomerListDto, headers: NEXT_PAGE })
  @Problems('validation_failed', 'invalid_cursor')
  async list(@Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    await sendPage(reply, 'customers', await this.lists.list(readCustomerList(query)), presentCustomer);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A customer', operationId: 'getCustomer' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The `ETag` of a copy; 304 while it is still good' })
  @ApiOkResponse({ type: CustomerDto, headers: ETAG })
  @ApiResponse({ status: 304, description: 'The copy is still good' })
  @Problems('customer_not_found', 'validation_failed')
  async get(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const customer = await this.customers.get(pathIdOf(id));
    const etag = etagOfCustomer(customer);
    void reply.header('etag', etag);
    if (isNotModified(request.headers['if-none-match'], etag)) await reply.code(304).send();
    else await reply.send(presentCustomer(customer));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change email, name or metadata', operationId: 'patchCustomer' })
  @ApiConsumes('application/json', 'application/merge-patch+json')
  @ApiIfMatch()
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: PatchCustomerDto })
  @ApiOkResponse({ type: CustomerDto, headers: ETAG })
  @WriteProblems('customer_not_found', 'customer_erased', 'duplicate_customer_email', 'precondition_failed')
  async patch(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const command = readPatchCustomer(body);
    await send(reply, await this.customers.change(customerRequestOf(id, request), command, circumstancesOf(request)));
  }
}
