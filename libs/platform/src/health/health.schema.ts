import { ApiProperty } from '@nestjs/swagger';

const STATUSES = ['ok', 'degraded', 'down'];

export class CheckSchema {
  @ApiProperty({ enum: STATUSES })
  status!: string;

  @ApiProperty({ description: 'How long the check took', example: 2 })
  ms!: number;

  @ApiProperty({ required: false, example: 'ECONNREFUSED' })
  reason?: string;

  @ApiProperty({ selfRequired: false, type: 'object', additionalProperties: true })
  details?: Record<string, unknown>;
}

/** What `/health` and `/health/ready` answer. */
export class HealthReportSchema {
  @ApiProperty({ enum: STATUSES, description: 'The worst of the checks, where only a critical one can be `down`' })
  status!: string;

  @ApiProperty({ type: 'object', additionalProperties: { $ref: '#/components/schemas/CheckSchema' } })
  checks!: Record<string, CheckSchema>;

  @ApiProperty({ required: false, example: 'orders' })
  name?: string;

  @ApiProperty({ required: false, example: '0.1.0' })
  version?: string;

  @ApiProperty()
  shutting_down!: boolean;

  @ApiProperty({ example: 3600 })
  uptime_seconds!: number;
}

export class LiveSchema {
  @ApiProperty({ enum: ['ok'] })
  status!: 'ok';
}
