/** What a container engine asks about the service beside this file: exits with 0 when it is alive. */
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 8001}/health/live`).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
