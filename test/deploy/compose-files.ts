import { parse } from 'yaml';
import { projectFile } from './project-file.js';

/** The parts of a Compose service that these tests look at (compose-spec, "services"). */
export interface ComposeService {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  env_file?: { path: string; required: boolean }[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  restart?: string;
  read_only?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  deploy?: { resources?: { limits?: { memory?: string } } };
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes?: Record<string, unknown>;
}

export function readCompose(path: string): ComposeFile {
  return parse(projectFile(path), { merge: true, uniqueKeys: true }) as ComposeFile;
}

/** Both files as `docker compose -f base -f services` sees them: no service is in both, so that one follows the other. */
export function mergedCompose(): ComposeFile {
  const base = readCompose('docker-compose.base.yml');
  const services = readCompose('docker-compose.services.yml');
  return { services: { ...base.services, ...services.services }, volumes: base.volumes };
}
