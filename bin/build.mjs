#!/usr/bin/env node
/** Compiles when the build is older than the sources. */
import { build } from './prepare.mjs';

await build();
