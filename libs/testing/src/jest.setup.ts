import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import '@nestjs/core';

// Tests provoke trouble on purpose; what is logged of it would bury the verdict. TEST_LOG=1 shows it.
if (!process.env['TEST_LOG']) Logger.overrideLogger(false);
